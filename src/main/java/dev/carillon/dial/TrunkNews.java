package dev.carillon.dial;

import dev.carillon.call.Trunk;

/**
 * What a carrier has learnt of a trunk beside its calls.
 *
 * @param words for people; possibly empty
 */
public record TrunkNews(Trunk trunk, Kind kind, String words) {

    /** What has changed. */
    public enum Kind {

        /** It was there, and does not answer any more. */
        AWAY,

        /** It answers again. */
        BACK,

        /** It is another one now: its settings were changed. */
        CHANGED,

        /** It is not there any more, or its carrier does not know it any more: no more news of it follows. */
        GONE
    }
}
