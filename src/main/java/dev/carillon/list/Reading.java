package dev.carillon.list;

import org.jspecify.annotations.Nullable;

/**
 * How a page is to be read.
 *
 * @param recounted whether the figures are counted anew, and with a filter the total, too
 * @param total     what the filter lets through, if that was counted before; only for kept figures
 */
record Reading(String organizationId, ListQuery query, boolean recounted, @Nullable Long total) {

    static Reading kept(String organizationId, ListQuery query, @Nullable Long total) {
        return new Reading(organizationId, query, false, total);
    }

    static Reading recounted(String organizationId, ListQuery query) {
        return new Reading(organizationId, query, true, null);
    }
}
