package dev.carillon.carrier.sip.transaction;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import dev.carillon.carrier.sip.message.SipRequest;
import dev.carillon.carrier.sip.message.SipResponse;

/** A request of ours on its way to its final answer. For the owner's queue only. */
public final class ClientTransaction extends Transaction {

    private Consumer<ClientEvent> listener;

    /** What goes out again, and where; nothing once nothing does. */
    private @Nullable Sent sent;
    /** Of one that we have sent ourselves nobody needs to hear it, for timer or INVITE ends. */
    private Consumer<ClientEvent> cancelListener = ClientTransaction::ignored;
    private boolean cancelWanted;
    private boolean cancelled;

    /** What the event at hand brought: read by the actions of its row and not kept. */
    private @Nullable SipResponse response;

    /** @param request as it goes out, with our Via */
    ClientTransaction(Transactions home, SipRequest request, Hop to, Consumer<ClientEvent> listener) {
        super(home, home.machines().client(request.method()),
                Key.ours(request.topVia().branch().orElseThrow(), request.method()),
                to.transport().reliable());
        this.listener = listener;
        this.sent = new Sent(request, to);
    }

    private record Sent(SipRequest request, Hop to) {
    }

    /**
     * Asks the other side to stop an INVITE that it has not answered finally (RFC 3261 §9.1). The CANCEL goes
     * as soon as a provisional answer is there. The INVITE still has its own end: mostly 487, but a 2xx may
     * have crossed the CANCEL, and after 64·T1 without any it is {@link ClientEvent.TimedOut}. Other
     * requests, and one that has its answer, go on as if nothing was said.
     */
    public void cancel() {
        if (!cancelled) {
            on(Event.CANCEL);
        }
    }

    /** The same for one that an earlier process has sent: what becomes of the CANCEL is told, too. */
    void cancel(Consumer<ClientEvent> ofCancel) {
        cancelListener = ofCancel;
        cancel();
    }

    /**
     * Cancels an INVITE of which nothing was heard yet, and sends no more copies of it: should the first have
     * arrived after all, its first answer is answered by the CANCEL.
     */
    public void withdraw() {
        if (!on(Event.WITHDRAW)) {
            cancel();
        }
    }

    boolean receive(SipResponse received) {
        response = received;
        boolean known = on(Event.response(received.status()));
        response = null;
        if (state() == State.COMPLETED || state() == State.ACCEPTED) {
            keepLittle();
        }
        return known;
    }

    /** Whoever hears of it from now on: copies of an answer come long after what they are for. */
    public void tell(Consumer<ClientEvent> other) {
        if (state() != State.COMPLETED) {
            listener = other;
        }
    }

    @Override
    void act(Action action) {
        switch (action) {
            case SEND -> send(sent());
            case SEND_ACK -> {
                var ack = new Sent(SameBranch.ack(sent().request(), answer()), sent().to());
                sent = ack;
                send(ack);
            }
            case WANT_CANCEL -> cancelWanted = true;
            case CANCEL_IF_WANTED -> {
                if (cancelWanted) {
                    on(Event.CANCEL);
                }
            }
            case SEND_CANCEL -> sendCancel();
            case TELL -> listener.accept(new ClientEvent.Answered(answer()));
            case TELL_TIMEOUT -> listener.accept(new ClientEvent.TimedOut());
            case TELL_FAILED -> listener.accept(new ClientEvent.NotSent(why()));
            default -> throw new IllegalStateException("no action of a client: " + action);
        }
    }

    private void send(Sent out) {
        home().ground().wire().send(out.request(), out.to(), sendFailed());
    }

    /** Its own transaction carries it. */
    private void sendCancel() {
        cancelled = true;
        home().begin(new ClientTransaction(home(), SameBranch.cancel(sent().request()), sent().to(),
                cancelListener));
    }

    /**
     * Copies of its answer are absorbed for 32 s, in which thousands of others end: beside what it needs for
     * that it keeps nothing. Only an INVITE that was refused sends something again, its ACK, which has no
     * body; and only one that was taken has something to tell.
     */
    private void keepLittle() {
        Sent last = sent;
        boolean again = last != null && state() == State.COMPLETED && last.request().method().equals("ACK");
        sent = again ? last : null;
        if (state() == State.COMPLETED) {
            listener = ClientTransaction::ignored;
        }
    }

    private static void ignored(ClientEvent event) {
        // Nobody waits for it.
    }

    private Sent sent() {
        if (sent == null) {
            throw new IllegalStateException("nothing is sent again");
        }
        return sent;
    }

    private SipResponse answer() {
        if (response == null) {
            throw new IllegalStateException("there is no answer at hand");
        }
        return response;
    }
}
