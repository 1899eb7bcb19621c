package dev.carillon.db;

/**
 * The database cannot be reached, or was lost on the way. Whether the transaction that met this was committed
 * is then unknown; the record of an Idempotency-Key tells. Asked again later, everything works by itself.
 */
public final class DatabaseAway extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DatabaseAway(Throwable cause) {
        super("the database is away: " + reason(cause), cause);
    }

    private static String reason(Throwable cause) {
        Throwable last = cause;
        while (last.getCause() != null) {
            last = last.getCause();
        }
        String text = last.getMessage();
        return text == null ? last.getClass().getSimpleName() : text.lines().findFirst().orElse("");
    }
}
