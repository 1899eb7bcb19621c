package dev.carillon.carrier.sip.transaction;

import org.jspecify.annotations.Nullable;

/** What a transaction does when something happens: the texts beside the arrows of the RFC's figures. */
enum Action {

    /** A client's request or a server's latest answer goes out, for the first time or again. */
    SEND,

    /** The ACK of a final that is no 2xx (§17.1.1.3). */
    SEND_ACK,

    /** 100, for the user is slow; or not, for it has spoken. */
    SEND_100, STOP_TRYING(Timer.TRYING),

    /** No more copies of an INVITE that nobody has answered. */
    STOP_A(Timer.A),

    /** A CANCEL waits for a provisional answer; it goes if one was waiting; it goes. */
    WANT_CANCEL, CANCEL_IF_WANTED, SEND_CANCEL,

    START_A(Timer.A), START_B(Timer.B), START_D(Timer.D), START_E(Timer.E), START_F(Timer.F),
    START_G(Timer.G),
    START_H(Timer.H), START_I(Timer.I), START_J(Timer.J), START_K(Timer.K), START_L(Timer.L),
    START_M(Timer.M), START_TRYING(Timer.TRYING), START_CANCELLED(Timer.CANCELLED),
    START_UNANSWERED(Timer.UNANSWERED), START_FORGOTTEN(Timer.FORGOTTEN),

    /** The timer that fired runs again, for longer; in Proceeding, timer E rests T2 at once (§17.1.2.2). */
    REPEAT_A(Timer.A), REPEAT_E(Timer.E), REPEAT_G(Timer.G), REST_E(Timer.E),

    /** The user is told: the request or the response, an ACK, that time is up, that sending failed. */
    TELL, TELL_ACK, TELL_TIMEOUT, TELL_FAILED;

    private final @Nullable Timer timer;

    Action() {
        this(null);
    }

    Action(@Nullable Timer timer) {
        this.timer = timer;
    }

    @Nullable Timer timer() {
        return timer;
    }

    boolean tells() {
        return name().startsWith("TELL");
    }
}
