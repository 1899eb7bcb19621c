package dev.carillon.list;

import org.jspecify.annotations.Nullable;

/**
 * How a page is to be read.
 *
 * @param found which rows, if they were searched for before; null: they are looked for with the page
 * @param known the mark of the page that need not be read, for it is known; null: it is read in any case
 */
record Reading(String organizationId, ListQuery query, Source source, @Nullable Found found,
        @Nullable Long known) {

    Reading {
        if (found == null && query.filtered()) {
            throw new IllegalArgumentException("what a filter lets through is searched for first");
        }
    }

    static Reading kept(String organizationId, ListQuery query) {
        return new Reading(organizationId, query, Source.KEPT, null, null);
    }

    static Reading kept(String organizationId, ListQuery query, Found found) {
        return new Reading(organizationId, query, Source.KEPT, found, null);
    }

    /** Not of what takes a search. */
    static Reading sealed(String organizationId, ListQuery query) {
        return new Reading(organizationId, query, Source.SEALED, null, null);
    }

    static Reading recounted(String organizationId, ListQuery query) {
        return new Reading(organizationId, query, Source.RECOUNTED, null, null);
    }

    static Reading recounted(String organizationId, ListQuery query, Found found) {
        return new Reading(organizationId, query, Source.RECOUNTED, found, null);
    }

    /** The same, unless the page has this mark; null: in any case. */
    Reading unless(@Nullable Long mark) {
        return new Reading(organizationId, query, source, found, mark);
    }
}
