package dev.carillon.batch;

import java.util.List;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import dev.carillon.call.CallingWindow.Span;
import dev.carillon.call.RuleText;

/** Reads the hours that hold for all batch calls of an organisation. */
final class OrganizationWindowSql {

    private static final String FIND = """
            select coalesce(calling_window::text, '') from organization
            where organization_id = :organization_id""";

    private OrganizationWindowSql() {
    }

    /** Its spans; null: it says nothing; none at all: it wants none. */
    static @Nullable List<Span> find(Handle handle, String organizationId) {
        String text = handle.createQuery(FIND).bind("organization_id", organizationId).mapTo(String.class)
                .findOne().orElse("");
        return text.isEmpty() ? null : RuleText.spans(text);
    }
}
