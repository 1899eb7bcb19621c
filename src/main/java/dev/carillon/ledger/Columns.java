package dev.carillon.ledger;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/** Rows turned into columns, one array a column: the form in which a statement takes many rows at once. */
final class Columns {

    private Columns() {
    }

    static <R> long[] longs(List<R> rows, ToLongFunction<R> of) {
        return rows.stream().mapToLong(of).toArray();
    }

    static long[] longs(Collection<Long> ids) {
        return ids.stream().mapToLong(Long::longValue).toArray();
    }

    static <R> int[] ints(List<R> rows, ToIntFunction<R> of) {
        return rows.stream().mapToInt(of).toArray();
    }

    /** Each row's place, from 0: by it a statement says which rows it moved. */
    static int[] places(List<?> rows) {
        return IntStream.range(0, rows.size()).toArray();
    }

    static <R> @Nullable String[] texts(List<R> rows, Function<R, @Nullable String> of) {
        @Nullable String[] column = new String[rows.size()];
        for (int i = 0; i < column.length; i++) {
            column[i] = of.apply(rows.get(i));
        }
        return column;
    }

    static <R> boolean[] flags(List<R> rows, Predicate<R> of) {
        boolean[] column = new boolean[rows.size()];
        for (int i = 0; i < column.length; i++) {
            column[i] = of.test(rows.get(i));
        }
        return column;
    }

    /** Microseconds since 1970: an array of these is cheaper to send and to read than one of times. */
    static <R> @Nullable Long[] micros(List<R> rows, Function<R, @Nullable Instant> of) {
        @Nullable Long[] column = new Long[rows.size()];
        for (int i = 0; i < column.length; i++) {
            Instant time = of.apply(rows.get(i));
            column[i] = time == null ? null : ChronoUnit.MICROS.between(Instant.EPOCH, time);
        }
        return column;
    }
}
