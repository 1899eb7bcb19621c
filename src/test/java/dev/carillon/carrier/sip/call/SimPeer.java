package dev.carillon.carrier.sip.call;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.VirtualTimeline;
import dev.carillon.carrier.sip.message.Answer;
import dev.carillon.carrier.sip.message.Body;
import dev.carillon.carrier.sip.message.Header;
import dev.carillon.carrier.sip.message.Headers;
import dev.carillon.carrier.sip.message.Sdp;
import dev.carillon.carrier.sip.message.SipRequest;
import dev.carillon.carrier.sip.message.SipResponse;
import dev.carillon.carrier.sip.transaction.ClientEvent;
import dev.carillon.carrier.sip.transaction.Ground;
import dev.carillon.carrier.sip.transaction.Hop;
import dev.carillon.carrier.sip.transaction.Requests;
import dev.carillon.carrier.sip.transaction.ServerTransaction;
import dev.carillon.carrier.sip.transaction.Timers;
import dev.carillon.carrier.sip.transaction.Transactions;
import dev.carillon.carrier.sip.transaction.Transport;

/** A carrier or an agent of the tests: takes calls as its manners say, and remembers what it saw. */
final class SimPeer implements Requests {

    final Transactions transactions;
    final Map<String, Session> sessions = new HashMap<>();
    /** Of each number that was called, the INVITEs that were heard of it, with their Call-ID. */
    final Map<String, Set<String>> invited = new HashMap<>();
    final Manners manners;
    /** How many requests of a dialog had a number that did not follow those before. */
    int disordered;
    private final String host;
    private String contact;
    private final VirtualTimeline time;
    private final Set<ServerTransaction> cancelled = new HashSet<>();

    SimPeer(SimNetwork network, VirtualTimeline time, RandomGenerator chance, Place place) {
        this.host = place.host();
        this.contact = host;
        this.manners = place.manners();
        this.time = time;
        Executor owner = task -> time.wakeAt(time.now(), task);
        this.transactions = new Transactions(new Ground(network.wire(host), time, owner, chance),
                Timers.STANDARD, 10_000, this);
        network.host(host, transactions::receive);
    }

    /** Where it is and how it is. */
    record Place(String host, Manners manners) {
    }

    /** One dialog of its. */
    final class Session {

        final SipRequest invite;
        final ServerTransaction transaction;
        final List<Sdp> heard = new ArrayList<>();
        boolean answered;
        boolean acknowledged;
        boolean over;
        int said;
        private @Nullable Sdp last;
        private long count = 100;
        private long counted;
        final Set<Long> acknowledgedNumbers = new HashSet<>();

        Session(SipRequest invite, ServerTransaction transaction) {
            this.invite = invite;
            this.transaction = transaction;
            this.counted = invite.cseq().number();
            Sdp.in(invite).ifPresent(heard::add);
        }

        /** Where it sends audio to. */
        Optional<Sdp> remote() {
            return heard.isEmpty() ? Optional.empty() : Optional.of(heard.getLast());
        }

        private SipRequest request(String method) {
            count++;
            return new SipRequest(method, invite.contacts().getFirst().uri(), Headers.of(
                    new Header("Max-Forwards", "70"),
                    new Header("From", invite.to().withTag(transaction.tag()).text()),
                    new Header("To", invite.headers().first("From").orElseThrow()),
                    new Header("Call-ID", invite.callId()),
                    new Header("CSeq", count + " " + method),
                    new Header("Contact", "<sip:" + contact + ":5060>")), Body.NONE);
        }

        private void bye() {
            if (!over) {
                over = true;
                transactions.send(request("BYE"), back(), event -> {
                });
            }
        }

        /** Says that it is reached at another address of this host, and nothing else. */
        void moves() {
            contact = "moved@" + host;
            transactions.send(request("UPDATE"), back(), event -> {
            });
        }

        /** The same, with what it has said last of the session. */
        void movesByReinvite() {
            contact = "moved@" + host;
            SipRequest again = request("INVITE").with(Sdp.TYPE, Objects.requireNonNull(last).body());
            transactions.send(again, back(), event -> heldBy(again, event));
        }

        private void hold() {
            if (!over && acknowledged) {
                SipRequest again = request("INVITE").with(Sdp.TYPE, session("a=sendonly").body());
                transactions.send(again, back(), event -> heldBy(again, event));
            }
        }

        private void heldBy(SipRequest again, ClientEvent event) {
            if (event instanceof ClientEvent.Answered(SipResponse response) && response.isSuccess()) {
                Sdp.in(response).ifPresent(heard::add);
                var ack = new SipRequest("ACK", again.uri(), again.headers().remove("Content-Type")
                        .replace("CSeq", again.cseq().number() + " ACK"), Body.NONE);
                transactions.acknowledge(ack, back(), why -> {
                });
            }
        }

        private Sdp session(String direction) {
            said++;
            last = Sdp.parse("v=0\r\no=- 7 " + said + " IN IP4 " + host + "\r\ns=-\r\nc=IN IP4 " + host
                    + "\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n" + direction + "\r\n");
            return last;
        }
    }

    /** How many dialogs it thinks there are. */
    long open() {
        return sessions.values().stream().filter(s -> s.answered && !s.over).count();
    }

    private Hop back() {
        return Hop.of(Transport.UDP, CallWorld.OURS, 5060);
    }

    private void in(int millis, Runnable task) {
        if (millis >= 0) {
            time.wakeAt(time.now().plusMillis(millis), task);
        }
    }

    @Override
    public void heard(SipRequest request, ServerTransaction transaction) {
        Session session = sessions.get(request.callId());
        if (session != null && request.to().tag().isPresent()) {
            disordered += request.cseq().number() <= session.counted ? 1 : 0;
            session.counted = Math.max(session.counted, request.cseq().number());
        }
        switch (request.method()) {
            case "INVITE" -> {
                if (request.to().tag().isEmpty()) {
                    invited(request, transaction);
                } else {
                    again(session, request, transaction);
                }
            }
            case "BYE" -> bye(session, request, transaction);
            default -> transaction.answer(session == null || session.over
                    ? Answer.to(request, 481)
                    : timed(Answer.to(request, 200)));
        }
    }

    private void invited(SipRequest request, ServerTransaction transaction) {
        if (manners.challenge() > 0 && request.headers().first(
                manners.challenge() == 401 ? "Authorization" : "Proxy-Authorization").isEmpty()) {
            String name = manners.challenge() == 401 ? "WWW-Authenticate" : "Proxy-Authenticate";
            transaction.answer(Answer.to(request, manners.challenge(), transaction.tag()).with(h -> h
                    .add(name, "Digest realm=\"x\", nonce=\"n\", qop=\"auth\", algorithm=SHA-256")));
            return;
        }
        invited.computeIfAbsent(request.sipUri().user(), n -> new HashSet<>())
                .add(request.callId() + " " + request.cseq().number());
        var session = new Session(request, transaction);
        sessions.put(request.callId(), session);
        in(manners.tryingMillis(), () -> provisional(transaction, 100));
        in(manners.ringMillis(), () -> provisional(transaction, 180));
        in(manners.finalMillis(), () -> finish(session));
    }

    private static void provisional(ServerTransaction transaction, int status) {
        if (transaction.waits()) {
            transaction.answer(status);
        }
    }

    private void finish(Session session) {
        if (!session.transaction.waits()) {
            return;
        }
        SipResponse answer = Answer.to(session.invite, manners.status(), session.transaction.tag());
        Header said = manners.said();
        if (said != null) {
            answer = answer.with(h -> h.add(said.name(), said.value()));
        }
        if (manners.status() == 200) {
            session.answered = true;
            boolean held = session.remote().isPresent() && session.remote().get().media().getFirst()
                    .direction().word().equals("inactive");
            SipResponse ok = withContact(answer).with(Sdp.TYPE,
                    session.session(held ? "a=inactive" : "a=sendrecv").body());
            repeat(session, timed(ok), 500, 0);
        } else {
            session.over = true;
            session.transaction.answer(answer);
        }
    }

    private SipResponse timed(SipResponse ok) {
        return manners.sessionTimer()
                ? ok.with(h -> h.add("Session-Expires", "90;refresher=uac").add("Allow", "UPDATE"))
                : ok;
    }

    private SipResponse withContact(SipResponse answer) {
        return answer.with(h -> h.add("Contact", "<sip:" + contact + ":5060>"));
    }

    private void repeat(Session session, SipResponse ok, int rest, int waited) {
        boolean acknowledged = session.acknowledgedNumbers.contains(session.invite.cseq().number());
        if (!acknowledged && waited < 32_000) {
            session.transaction.answer(ok);
            in(rest, () -> repeat(session, ok, Math.min(2 * rest, 4_000), waited + rest));
        } else if (!acknowledged) {
            session.bye();
        }
    }

    private void again(@Nullable Session session, SipRequest request, ServerTransaction transaction) {
        if (session == null || session.over) {
            transaction.answer(Answer.to(request, 481));
            return;
        }
        if (manners.reinvite() == 200) {
            Sdp.in(request).ifPresent(session.heard::add);
            SipResponse ok = withContact(Answer.to(request, 200)).with(Sdp.TYPE,
                    session.session(mirrored(request)).body());
            resend(session, new Reply(transaction, timed(ok)), 500, 0);
        } else if (manners.reinvite() > 0) {
            transaction.answer(Answer.to(request, manners.reinvite()));
        }
    }

    /** What goes the other way than what is offered (RFC 3264 §6.1). */
    private static String mirrored(SipRequest request) {
        return switch (Sdp.in(request).orElseThrow().media().getFirst().direction()) {
            case SENDRECV -> "a=sendrecv";
            case SENDONLY -> "a=recvonly";
            case RECVONLY -> "a=sendonly";
            case INACTIVE -> "a=inactive";
        };
    }

    /** An answer to a re-INVITE, until its ACK. */
    private record Reply(ServerTransaction transaction, SipResponse ok) {
    }

    private void resend(Session session, Reply reply, int rest, int waited) {
        if (!session.acknowledgedNumbers.contains(reply.ok().cseq().number()) && waited < 32_000
                && !session.over) {
            reply.transaction().answer(reply.ok());
            in(rest, () -> resend(session, reply, Math.min(2 * rest, 4_000), waited + rest));
        }
    }

    private void bye(@Nullable Session session, SipRequest request, ServerTransaction transaction) {
        if (session == null || session.over || !session.answered) {
            transaction.answer(Answer.to(request, 481));
        } else if (manners.bye() > 0) {
            session.over = true;
            transaction.answer(Answer.to(request, manners.bye()));
        }
    }

    @Override
    public void acknowledged(SipRequest ack) {
        Session session = sessions.get(ack.callId());
        if (session == null) {
            return;
        }
        session.acknowledgedNumbers.add(ack.cseq().number());
        if (!session.acknowledged) {
            session.acknowledged = true;
            Sdp.in(ack).ifPresent(session.heard::add);
            in(manners.byeMillis(), session::bye);
            in(manners.holdMillis(), session::hold);
        }
    }

    @Override
    public void cancelled(ServerTransaction invite) {
        if (!manners.deafToCancel() && cancelled.add(invite)) {
            invite.answer(487);
            sessions.values().stream().filter(s -> s.transaction == invite).forEach(s -> s.over = true);
        }
    }

    @Override
    public void failed(ServerTransaction transaction, String why) {
        // What it could not say is lost, as on any other way.
    }
}
