package dev.carillon.carrier.sip.dialog;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.carillon.carrier.sip.message.HeaderName;
import dev.carillon.carrier.sip.message.Item;
import dev.carillon.carrier.sip.message.NameAddress;
import dev.carillon.carrier.sip.message.Octets;
import dev.carillon.carrier.sip.message.SipMessage;
import dev.carillon.carrier.sip.message.SipResponse;
import dev.carillon.carrier.sip.message.SipSyntax;

/**
 * How a leg came to its end, and what was said of it.
 *
 * @param status  of the answer that ended it, or 0
 * @param q850    the cause of the telephone network (RFC 3326), or 0
 * @param text    what the other side gave as its reason, for people; possibly empty
 * @param phrase  what stood beside the status; possibly empty
 * @param redress where a network that blocks calls hears objections (RFC 8688), or null
 * @param rest    for how long the other side wants no calls (RFC 3261 §20.33), or null
 */
public record LegEnd(Kind kind, int status, int q850, String text, String phrase, @Nullable String redress,
        @Nullable Duration rest) {

    private static final int LONGEST_TEXT = 200;
    private static final int GREATEST_CAUSE = 127;
    /** More digits than those of a year are no time that anybody waits. */
    private static final int MOST_DIGITS = 8;

    /** What ended it. */
    public enum Kind {

        /** It never began. */
        NOT_BEGUN,

        /** The INVITE got a final answer that is no 2xx; an answer to our CANCEL is one. */
        REFUSED,

        /** The INVITE got no final answer in time. */
        SILENT,

        /** The INVITE reached nobody. */
        NOT_SENT,

        /** The other side said BYE. */
        HUNG_UP,

        /** We said BYE, and the other side knows. */
        ENDED,

        /** We said BYE, and nobody answered. */
        UNCONFIRMED
    }

    /** Without a word. */
    static LegEnd of(Kind kind) {
        return told(kind, "");
    }

    static LegEnd notBegun(String why) {
        return told(Kind.NOT_BEGUN, why);
    }

    static LegEnd notSent(String why) {
        return told(Kind.NOT_SENT, why);
    }

    private static LegEnd told(Kind kind, String text) {
        return new LegEnd(kind, 0, 0, text, "", null, null);
    }

    static LegEnd refused(SipResponse answer) {
        List<Item> reasons = reasons(answer);
        return new LegEnd(Kind.REFUSED, answer.status(), cause(reasons), text(reasons),
                shown(answer.reason()), redress(answer), rest(answer));
    }

    /** What a BYE says of itself. */
    static LegEnd hungUp(SipMessage bye) {
        List<Item> reasons = reasons(bye);
        return new LegEnd(Kind.HUNG_UP, 0, cause(reasons), text(reasons), "", null, null);
    }

    /** What was said, for people. */
    public String said() {
        return text.isEmpty() ? phrase : text;
    }

    private static int cause(List<Item> reasons) {
        for (Item reason : reasons) {
            int cause = number(reason.parameters().value("cause").orElse(""));
            if (reason.word().equalsIgnoreCase("Q.850") && cause > 0 && cause <= GREATEST_CAUSE) {
                return cause;
            }
        }
        return 0;
    }

    private static String text(List<Item> reasons) {
        for (Item reason : reasons) {
            String text = reason.parameters().value("text").orElse("");
            if (!text.isBlank()) {
                return shown(text);
            }
        }
        return "";
    }

    /** A Reason that is none takes nothing away from the answer that it stands in. */
    private static List<Item> reasons(SipMessage message) {
        try {
            return message.headers().items(HeaderName.REASON);
        } catch (SipSyntax e) {
            return List.of();
        }
    }

    /** The card of whoever blocks, by its address. */
    private static @Nullable String redress(SipResponse answer) {
        try {
            return answer.headers().elements("Call-Info").stream().map(NameAddress::parse)
                    .filter(info -> info.parameters().value("purpose").orElse("").equals("jwscard"))
                    .map(info -> shown(info.uri())).findFirst().orElse(null);
        } catch (SipSyntax e) {
            return null;
        }
    }

    /**
     * What Retry-After says of the service; of a called party, as with other answers, it is not asked. A
     * comment and parameters may follow the seconds.
     */
    private static @Nullable Duration rest(SipResponse answer) {
        if (answer.status() != 503 && answer.status() != 500) {
            return null;
        }
        String said = answer.headers().first(HeaderName.RETRY_AFTER).orElse("").strip();
        int digits = (int) said.chars().takeWhile(c -> c >= '0' && c <= '9').count();
        int seconds = digits > MOST_DIGITS ? 0 : number(said.substring(0, digits));
        return seconds == 0 ? null : Duration.ofSeconds(seconds);
    }

    private static int number(String digits) {
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static String shown(String octets) {
        String text = Octets.shown(octets).strip();
        return text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text;
    }
}
