package dev.carillon.upkeep;

import java.time.Instant;

import org.jdbi.v3.core.Handle;

/** Removes what has been kept long enough, of all organisations. */
final class RetentionSql {

    private static final String ANSWERS = """
            delete from idempotency where ctid = any(array(
                select i.ctid from idempotency i where i.created_at < :before
                order by i.created_at limit :most))""";

    private static final String EVENTS = """
            delete from event where ctid = any(array(
                select e.ctid from event e where e.at < :before limit :most))""";

    private static final String RECENT_CALLS = """
            delete from recent_call where ctid = any(array(
                select c.ctid from recent_call c where c.opened_at < :before limit :most))""";

    private static final String TALLIES = """
            delete from call_tally where ctid = any(array(
                select c.ctid from call_tally c where c.minute < :before limit :most))""";

    private static final String CARRIER_WORDS = """
            delete from carrier_word where ctid = any(array(
                select w.ctid from carrier_word w where w.told_at < :before limit :most))""";

    private RetentionSql() {
    }

    static int answers(Handle handle, Instant before) {
        return delete(handle, ANSWERS, before);
    }

    static int events(Handle handle, Instant before) {
        return delete(handle, EVENTS, before);
    }

    static int recentCalls(Handle handle, Instant before) {
        return delete(handle, RECENT_CALLS, before);
    }

    static int tallies(Handle handle, Instant before) {
        return delete(handle, TALLIES, before);
    }

    static int carrierWords(Handle handle, Instant before) {
        return delete(handle, CARRIER_WORDS, before);
    }

    private static int delete(Handle handle, String sql, Instant before) {
        return handle.createUpdate(sql).bind("before", before).bind("most", Upkeep.STEP).execute();
    }
}
