package dev.carillon.carrier.sip.transaction;

import org.jspecify.annotations.Nullable;

import dev.carillon.carrier.sip.message.Answer;
import dev.carillon.carrier.sip.message.SipParser;
import dev.carillon.carrier.sip.message.SipRequest;
import dev.carillon.carrier.sip.message.SipResponse;
import dev.carillon.carrier.sip.message.SipSyntax;

/** A request from the network on its way to our final answer. For the owner's queue only. */
public final class ServerTransaction extends Transaction {

    /** Far from every limit of a message that is read. */
    private static final int FEW = 1_400;

    private final Hop back;
    private final Requests user;
    private final String tag;

    /** Until it is answered finally; afterwards the answer is all that is sent. */
    private @Nullable SipRequest request;
    private @Nullable SipResponse latest;
    /** The final answer as it went out, in the place of {@link #latest}. */
    private byte @Nullable [] kept;
    private @Nullable SipRequest ack;

    /** @param request as it was heard, with where it came from in its Via */
    ServerTransaction(Transactions home, SipRequest request, Hop from, Requests user) {
        super(home, home.machines().server(request.method()),
                Key.heard(request), from.transport().reliable());
        this.back = from.answering(request.topVia());
        this.user = user;
        this.tag = home.ground().word();
        this.request = request;
    }

    /** Our tag for To, where the request has none: the same in every answer. */
    public String tag() {
        return tag;
    }

    /**
     * Sends an answer, and sends it again for as long as it may be asked for. A 2xx of an INVITE may be given
     * again, until its ACK is there: that is the user's to do (RFC 3261 §13.3.1.4). False when it is too
     * late, for the request has its final answer or nobody waits for it any more; then nothing is sent.
     */
    public boolean answer(SipResponse response) {
        SipResponse before = latest;
        latest = response;
        boolean taken = on(Event.answer(response.status()));
        if (!taken) {
            latest = before;
        } else if (!response.isProvisional()) {
            request = null;
            keepLittle(response);
        }
        return taken;
    }

    /**
     * Copies of the request are answered for 32 s, in which thousands of others end: octets take a fraction
     * of the room that a message does, and are seldom read again.
     */
    private void keepLittle(SipResponse answer) {
        latest = null;
        if (state() != State.ACCEPTED && state() != State.TERMINATED) {
            kept = octets(answer);
            latest = kept == null ? answer : null;
        }
    }

    /** Null where they are many, or where it cannot be written, which the wire has to say. */
    private static byte @Nullable [] octets(SipResponse answer) {
        try {
            byte[] octets = answer.bytes();
            return octets.length <= FEW ? octets : null;
        } catch (SipSyntax e) {
            return null;
        }
    }

    /** The same with an answer that says no more than its status. */
    public boolean answer(int status) {
        return request != null && answer(Answer.to(request, status, tag));
    }

    /** Whether it has no final answer and still waits for it. */
    public boolean waits() {
        return state() == State.TRYING || state() == State.PROCEEDING;
    }

    boolean again() {
        return on(Event.REQUEST);
    }

    boolean acknowledged(SipRequest heard) {
        ack = heard;
        boolean known = on(Event.ACK);
        ack = null;
        return known;
    }

    @Override
    void act(Action action) {
        switch (action) {
            case SEND -> send(answer());
            case SEND_100 -> {
                latest = Answer.to(heard(request), 100);
                send(latest);
            }
            case TELL -> user.heard(heard(request), this);
            case TELL_ACK -> user.acknowledged(heard(ack));
            case TELL_TIMEOUT ->
                user.failed(this, request == null ? "no ACK came" : "it has no answer in time");
            case TELL_FAILED -> user.failed(this, why());
            default -> throw new IllegalStateException("no action of a server: " + action);
        }
    }

    private @Nullable SipResponse answer() {
        return kept == null ? latest : (SipResponse) SipParser.datagram(kept);
    }

    private void send(@Nullable SipResponse response) {
        if (response != null) {
            home().ground().wire().send(response, back, sendFailed());
        }
    }

    private static SipRequest heard(@Nullable SipRequest request) {
        if (request == null) {
            throw new IllegalStateException("there is no request at hand");
        }
        return request;
    }
}
