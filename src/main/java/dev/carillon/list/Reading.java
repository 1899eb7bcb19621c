package dev.carillon.list;

import org.jspecify.annotations.Nullable;

/**
 * How a page is to be read.
 *
 * @param total what the filter lets through, if that was counted before; null: it is counted with the page
 */
record Reading(String organizationId, ListQuery query, Source source, @Nullable Long total) {

    static Reading kept(String organizationId, ListQuery query, @Nullable Long total) {
        return new Reading(organizationId, query, Source.KEPT, total);
    }

    /** Without a filter: one would take its time. */
    static Reading sealed(String organizationId, ListQuery query) {
        return new Reading(organizationId, query, Source.SEALED, null);
    }

    static Reading recounted(String organizationId, ListQuery query) {
        return new Reading(organizationId, query, Source.RECOUNTED, null);
    }
}
