package dev.carillon.task;

import org.jdbi.v3.core.Handle;

/** What an organisation has to call with. */
public final class TrunkSql {

    private static final String HAS_LIVE = """
            select exists (select from trunk
                           where organization_id = :organization_id and kind <> 'sandbox')""";
    private static final String MAY_CALL_FROM = """
            select exists (select from caller_id c join trunk t on t.trunk_id = c.trunk_id
                           where c.organization_id = :organization_id and c.number in ('*', :number)
                             and (t.kind = 'sandbox') = :sandbox)""";

    private TrunkSql() {
    }

    /** The words that an answer which starts dialling begins with. */
    public static String note(Handle handle, String organizationId, String message) {
        return note(hasLive(handle, organizationId), message);
    }

    /** The same where it is known whether the organisation has a trunk on which phones ring. */
    public static String note(boolean hasLive, String message) {
        return hasLive ? message : message + " This organization has only the sandbox: no phone rings.";
    }

    /** Whether the organisation has a trunk on which phones ring. */
    public static boolean hasLive(Handle handle, String organizationId) {
        return handle.createQuery(HAS_LIVE).bind("organization_id", organizationId).mapTo(Boolean.class)
                .one();
    }

    /**
     * Whether the number is one of the organisation's caller IDs, in the sandbox or on a trunk on which
     * phones ring; in the sandbox any number may be one.
     */
    public static boolean mayCallFrom(Handle handle, String organizationId, String number,
            boolean sandbox) {
        return handle.createQuery(MAY_CALL_FROM).bind("organization_id", organizationId)
                .bind("number", number).bind("sandbox", sandbox).mapTo(Boolean.class).one();
    }
}
