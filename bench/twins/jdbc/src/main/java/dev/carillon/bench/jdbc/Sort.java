package dev.carillon.bench.jdbc;

import java.util.Locale;

/** An order of the list; nulls come last in both directions. */
record Sort(By by, Order order) {

    enum By {
        CREATED_AT("created_at", false), UPDATED_AT("updated_at", false),
        SCHEDULED_TIMESTAMP("scheduled_at", true), NAME("name", true), STATUS("status", false),
        TOTAL_TASK_COUNT("total", false);

        private final String column;
        private final boolean nullable;

        By(String column, boolean nullable) {
            this.column = column;
            this.nullable = nullable;
        }

        String column() {
            return column;
        }

        boolean isTime() {
            return column.endsWith("_at");
        }
    }

    enum Order {
        ASCENDING, DESCENDING
    }

    static Sort of(String by, String order) {
        return new Sort(By.valueOf(by.toUpperCase(Locale.ROOT)),
                Order.valueOf(order.toUpperCase(Locale.ROOT)));
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    String orderBy() {
        String column = "b." + by.column;
        if (order == Order.ASCENDING) {
            return column + ", b.batch_id";
        }
        return column + (by.nullable ? " desc nulls last" : " desc") + ", b.batch_id desc";
    }
}
