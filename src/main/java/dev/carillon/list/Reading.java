package dev.carillon.list;

import org.jspecify.annotations.Nullable;

/**
 * How a page is to be read.
 *
 * @param found which rows, if they were searched for before; null: they are looked for with the page
 */
record Reading(String organizationId, ListQuery query, Source source, @Nullable Found found) {

    Reading {
        if (found == null && query.filtered()) {
            throw new IllegalArgumentException("what a filter lets through is searched for first");
        }
    }

    static Reading kept(String organizationId, ListQuery query) {
        return new Reading(organizationId, query, Source.KEPT, null);
    }

    static Reading kept(String organizationId, ListQuery query, Found found) {
        return new Reading(organizationId, query, Source.KEPT, found);
    }

    /** Not of what takes a search. */
    static Reading sealed(String organizationId, ListQuery query) {
        return new Reading(organizationId, query, Source.SEALED, null);
    }

    static Reading recounted(String organizationId, ListQuery query) {
        return new Reading(organizationId, query, Source.RECOUNTED, null);
    }

    static Reading recounted(String organizationId, ListQuery query, Found found) {
        return new Reading(organizationId, query, Source.RECOUNTED, found);
    }

    /** What was searched for before; only for statements about that. */
    Found searched() {
        if (found == null) {
            throw new IllegalStateException("nothing was searched for");
        }
        return found;
    }
}
