package dev.carillon.doctor;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatements;

/** Puts questions to a database, within a transaction of the caller. */
final class ExaminationSql {

    /** Asked first, it is also the time of the snapshot. */
    private static final String NOW = "select statement_timestamp()";

    private ExaminationSql() {
    }

    static Instant now(Handle handle) {
        return handle.createQuery(NOW).mapTo(Instant.class).one();
    }

    /** What is broken at the given time. */
    static List<Finding> look(Handle handle, List<Question> questions, Instant now) {
        var findings = new ArrayList<Finding>();
        for (Question question : questions) {
            List<String> rows = rows(handle, question.sql(), now);
            if (!rows.isEmpty()) {
                findings.add(new Finding(question.law(), question.what(), rows));
            }
        }
        return findings;
    }

    /** Not every question is about time. */
    private static List<String> rows(Handle handle, String sql, Instant now) {
        String first = "select t.breach from (" + sql + ") t(breach) order by 1 limit 20";
        return handle.createQuery(first)
                .configure(SqlStatements.class, settings -> settings.setUnusedBindingAllowed(true))
                .bind("now", now).mapTo(String.class).list();
    }
}
