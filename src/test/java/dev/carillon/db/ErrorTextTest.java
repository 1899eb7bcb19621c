package dev.carillon.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;

import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
class ErrorTextTest {

    private static final String ADD = "insert into do_not_call values (:organization_id, :number, :at)";

    @Test
    void a_statement_that_fails_does_not_tell_its_values() {
        try (var database = Database.open(TestPostgres.database(), "test", 1)) {
            JdbiException failed = assertThrows(JdbiException.class,
                    () -> database.transaction(handle -> handle
                            .createUpdate(ADD).bind("organization_id", "o").bind("number", "+4915112345678")
                            .bind("at", "x")
                            .execute()));
            JdbiException twice = assertThrows(JdbiException.class, () -> database.transaction(handle -> {
                String same = "insert into do_not_call values ('o', ?, clock_timestamp())";
                return handle.execute(same, "+4915112345678") + handle.execute(same, "+4915112345678");
            }));
            String text = text(failed) + text(twice);
            assertTrue(text.contains("insert into do_not_call") && text.contains("do_not_call_pkey"), text);
            assertFalse(text.contains("4915112345678"), text);
            assertEquals(SqlState.UNIQUE_VIOLATION, SqlState.of(twice));
        }
    }

    private static String text(Throwable thrown) {
        var text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
