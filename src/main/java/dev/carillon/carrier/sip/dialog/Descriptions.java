package dev.carillon.carrier.sip.dialog;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.carillon.carrier.sip.message.Origin;
import dev.carillon.carrier.sip.message.Sdp;
import dev.carillon.carrier.sip.message.SipMessage;
import dev.carillon.carrier.sip.message.SipSyntax;

/**
 * What both sides of a dialog have said of the session. Ours has one id, and its version rises with each that
 * is not the one before (RFC 3264 §8), whoever it was taken from. For the owner's queue only.
 */
final class Descriptions {

    private Origin next;
    private @Nullable Sdp said;
    private @Nullable Sdp agreed;
    private @Nullable Sdp remote;

    Descriptions(Origin first) {
        this.next = first;
    }

    /** What an earlier process of ours had of it; that may have said some more versions since. */
    void resume(LegState.Said before, long versions) {
        next = origin(before.next()).later(versions);
        agreed = parsed(before.agreed());
        remote = parsed(before.theirs());
    }

    LegState.Said state() {
        return new LegState.Said(
                String.join(" ", next.user(), next.id(), next.version(), next.address()),
                agreed == null ? null : agreed.text(), remote == null ? null : remote.text());
    }

    static Origin origin(String words) {
        String[] four = words.split(" ", -1);
        return four.length == 4
                ? new Origin(four[0], four[1], four[2], four[3])
                : new Origin("", "", "", ""); // which is refused
    }

    static @Nullable Sdp parsed(@Nullable String text) {
        return text == null ? null : Sdp.parse(text);
    }

    /** The description of the other party, as one of this dialog's own: to be sent, for it has its number. */
    Sdp own(Sdp others) {
        Sdp before = said;
        if (before != null && others.with(before.origin()).text().equals(before.text())) {
            return before;
        }
        Sdp owned = others.with(next);
        next = next.next();
        said = owned;
        return owned;
    }

    /** What we said last holds: the other side has taken it. */
    void agree() {
        agreed = said;
    }

    /** What holds of ours; empty while nothing does. */
    Optional<Sdp> agreed() {
        return Optional.ofNullable(agreed);
    }

    /** The origin of what we say next, for a description that is made and not taken from anyone. */
    Origin origin() {
        return next;
    }

    /** What the other side says in this message; empty where there is none that can be read. */
    static Optional<Sdp> in(SipMessage message) {
        try {
            return Sdp.in(message);
        } catch (SipSyntax e) {
            return Optional.empty();
        }
    }

    /** What holds of theirs, or null. */
    @Nullable Sdp theirs() {
        return remote;
    }

    /** The other side has said this, and it holds. */
    void hear(Sdp description) {
        remote = description;
    }

    /** What holds of the other side; empty while nothing does. */
    Optional<Sdp> heard() {
        return Optional.ofNullable(remote);
    }

    /** Whether the other side only says again what holds. */
    boolean isKnown(Sdp description) {
        Sdp before = remote;
        return before != null && before.text().equals(description.text());
    }

    /** Whether who sends to the other side must be told of what it says now. */
    boolean changes(Sdp description) {
        Sdp before = remote;
        return before == null || !before.hasSameStreams(description);
    }
}
