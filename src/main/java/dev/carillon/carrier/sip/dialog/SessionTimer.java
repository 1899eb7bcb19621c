package dev.carillon.carrier.sip.dialog;

import java.time.Duration;
import java.util.Optional;

import dev.carillon.carrier.sip.message.HeaderName;
import dev.carillon.carrier.sip.message.Item;
import dev.carillon.carrier.sip.message.SipMessage;
import dev.carillon.carrier.sip.message.SipRequest;
import dev.carillon.carrier.sip.message.SipResponse;
import dev.carillon.carrier.sip.message.SipSyntax;
import dev.carillon.carrier.sip.transaction.ClientEvent;

/**
 * Signs of life (RFC 4028): whoever of the two was made the refresher gives one in half of the time agreed
 * on, and tries again where that was not taken; without one the session ends, so that nothing is left of a
 * side that is gone. For the owner's queue only.
 */
final class SessionTimer {

    private static final String TIMER = "timer";
    private static final Duration LEAST = Duration.ofSeconds(90);
    private static final Duration LONGEST = Duration.ofDays(7);
    private static final Duration BEFORE_THE_END = Duration.ofSeconds(32);
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(5);
    private static final int DEMANDS = 3;

    private final Leg leg;
    private final Alarm refresh;
    private final Alarm expiry;
    private Duration asked;
    private Duration least = LEAST;
    private Duration length = Duration.ZERO;
    private boolean ours;
    private boolean updates;
    private int demands;

    SessionTimer(Leg leg) {
        this.leg = leg;
        this.refresh = new Alarm(leg.home().ground());
        this.expiry = new Alarm(leg.home().ground());
        this.asked = leg.invitation().sessionExpires();
    }

    /** The first INVITE with what we ask for. */
    SipRequest asked(SipRequest invite) {
        return asked.isZero()
                ? invite
                : invite.with(headers -> headers
                        .replace(HeaderName.SESSION_EXPIRES, Long.toString(asked.toSeconds()))
                        .replace(HeaderName.MIN_SE, Long.toString(least.toSeconds())));
    }

    /** A later request of ours that changes the session: it refreshes it, too, and the roles stay. */
    SipRequest kept(SipRequest request) {
        return length.isZero()
                ? request
                : request.with(headers -> headers
                        .replace(HeaderName.SESSION_EXPIRES,
                                length.toSeconds() + ";refresher=" + (ours ? "uac" : "uas"))
                        .replace(HeaderName.MIN_SE, Long.toString(least.toSeconds())));
    }

    /** The same INVITE with as long a session as the other side demands (422); not more often than thrice. */
    Optional<SipRequest> longer(SipRequest invite, SipResponse refusal) {
        Duration demanded = seconds(refusal.headers().first(HeaderName.MIN_SE).orElse(""));
        if (asked.isZero() || demanded.isZero() || ++demands > DEMANDS) {
            return Optional.empty();
        }
        least = longerOf(least, demanded);
        asked = longerOf(asked, least);
        return Optional.of(asked(invite));
    }

    private static Duration longerOf(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }

    /** The answer that made the dialog says what was agreed on. */
    void begin(SipResponse accepted) {
        updates = Own.elements(accepted, HeaderName.ALLOW).contains("UPDATE");
        agreed(accepted, true);
    }

    /** A request of ours was taken, and counts as a sign of life. */
    void refreshed(SipResponse accepted) {
        agreed(accepted, ours);
    }

    /** One of ours was not taken: another is tried before the time runs out. */
    void unrefreshed() {
        if (!length.isZero() && ours) {
            refresh.set(BETWEEN_TRIES, this::refresh);
        }
    }

    /**
     * A request of the other side is a sign of its life: our answer to it says so, and who gives the next.
     * One that does not know of timers cannot be asked to (RFC 4028 §9).
     */
    SipResponse answered(SipRequest request, SipResponse answer) {
        Optional<Item> wish = item(request);
        boolean knows = Own.elements(request, HeaderName.SUPPORTED).contains(TIMER);
        length = wish.map(item -> bounded(seconds(item.word()))).filter(asked -> !asked.isZero())
                .orElse(length);
        if (length.isZero()) {
            return answer;
        }
        ours = !knows || wish.isEmpty() || wish.get().parameters().value("refresher").orElse("uac")
                .equalsIgnoreCase("uas");
        start();
        SipResponse timed = answer.with(headers -> headers.replace(HeaderName.SESSION_EXPIRES,
                length.toSeconds() + ";refresher=" + (ours ? "uas" : "uac")));
        return ours ? timed : timed.with(headers -> headers.replace(HeaderName.REQUIRE, TIMER));
    }

    void end() {
        refresh.clear();
        expiry.clear();
    }

    LegState.Refresh state() {
        return new LegState.Refresh(length.toSeconds(), ours, updates);
    }

    /** Goes on as an earlier process had agreed on. */
    void resume(LegState.Refresh before) {
        length = Duration.ofSeconds(Math.clamp(before.seconds(), 0, LONGEST.toSeconds()));
        ours = before.ours();
        updates = before.updates();
        start();
    }

    /** A sign of life at once, whoever owes one. Who is not there any more says so, or says nothing. */
    void probe() {
        refresh();
    }

    /** Without a word about it there is no timer (RFC 4028 §7.2). */
    private void agreed(SipResponse response, boolean otherwise) {
        Optional<Item> agreed = item(response);
        length = agreed.map(item -> bounded(seconds(item.word()))).orElse(Duration.ZERO);
        ours = agreed.flatMap(item -> item.parameters().value("refresher"))
                .map(role -> role.equalsIgnoreCase("uac")).orElse(otherwise);
        start();
    }

    private void start() {
        end();
        if (length.isZero()) {
            return;
        }
        Duration third = length.dividedBy(3);
        expiry.set(length.minus(third.compareTo(BEFORE_THE_END) < 0 ? third : BEFORE_THE_END),
                this::expired);
        if (ours) {
            refresh.set(length.dividedBy(2), this::refresh);
        }
    }

    private void refresh() {
        if (leg.isChanging()) {
            unrefreshed();
        } else if (updates) {
            update(kept(leg.requests().next("UPDATE")));
        } else {
            leg.descriptions().agreed().ifPresent(leg::offer);
        }
    }

    private void update(SipRequest update) {
        leg.home().transactions().send(update, leg.hop(), event -> {
            switch (event) {
                case ClientEvent.Answered(SipResponse response) -> updated(update, response);
                case ClientEvent.TimedOut() -> expired();
                case ClientEvent.NotSent _ -> unrefreshed();
            }
        });
    }

    private void updated(SipRequest update, SipResponse response) {
        if (response.isProvisional() || !leg.isConfirmed()) {
            return;
        }
        switch (response.status()) {
            case 408, 481 -> expired();
            case 405, 501 -> {
                updates = false;
                refresh();
            }
            default -> {
                if (response.isSuccess()) {
                    leg.dialog().learnTarget(response);
                    refreshed(response);
                    leg.user().renewed(leg);
                } else {
                    leg.requests().challenged(update, response).ifPresentOrElse(this::update,
                            this::unrefreshed);
                }
            }
        }
    }

    private void expired() {
        leg.giveUp("SIP;cause=408;text=\"session timer expired\"");
    }

    private static Optional<Item> item(SipMessage message) {
        try {
            return message.headers().first(HeaderName.SESSION_EXPIRES).map(Item::parse);
        } catch (SipSyntax e) {
            return Optional.empty();
        }
    }

    /** A few seconds would be signs of life and little else: RFC 4028 §4 has 90 as the least. */
    private static Duration bounded(Duration length) {
        return length.isZero() ? length : longerOf(length, LEAST);
    }

    private static Duration seconds(String digits) {
        try {
            return Duration.ofSeconds(Math.clamp(Long.parseLong(digits.strip()), 0, LONGEST.toSeconds()));
        } catch (NumberFormatException e) {
            return Duration.ZERO;
        }
    }
}
