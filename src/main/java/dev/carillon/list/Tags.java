package dev.carillon.list;

import java.util.HexFormat;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** The validators of pages: the mark of what is shown, mixed with what was asked. */
final class Tags {

    private static final int DIGITS = 16;
    /**
     * Odd, and without a pattern (2^64 by the golden ratio): products with it carry low bits into high ones.
     */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private Tags() {
    }

    /** Without quotes. */
    static String of(ListQuery query, long mark) {
        return HexFormat.of().toHexDigits(mark ^ question(query));
    }

    /**
     * The mark of the page that a client says it has; null: it says none, or more than one, or none of ours.
     *
     * @param asked the values of If-None-Match
     */
    static @Nullable Long known(ListQuery query, List<String> asked) {
        if (asked.size() != 1) {
            return null;
        }
        String tag = asked.getFirst().strip();
        String opaque = tag.startsWith("W/") ? tag.substring(2) : tag;
        if (opaque.length() != DIGITS + 2 || opaque.charAt(0) != '"' || opaque.charAt(DIGITS + 1) != '"') {
            return null;
        }
        String digits = opaque.substring(1, DIGITS + 1);
        return digits.chars().allMatch(HexFormat::isHexDigit)
                ? (Long) (HexFormat.fromHexDigitsToLong(digits) ^ question(query))
                : null;
    }

    /** The same in every process, so that any node knows another's. */
    private static long question(ListQuery query) {
        long words = query.sort().by().word().hashCode() * SPREAD + query.sort().order().word().hashCode();
        long place = switch (query.slice()) {
            case Slice.Page page -> page.offset();
            case Slice.After after -> ~(after.cursor().batchId() * SPREAD
                    + (after.cursor().value() == null ? 0 : after.cursor().value().hashCode()));
            case Slice.All _ -> throw new IllegalArgumentException("the whole list is no page");
        };
        return ((words * SPREAD + query.slice().limit()) * SPREAD + place) * SPREAD;
    }
}
