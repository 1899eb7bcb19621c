package dev.carillon.carrier.sip;

import java.io.IOException;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import dev.carillon.carrier.CarrierHouse.Way;
import dev.carillon.carrier.sip.message.Answer;
import dev.carillon.carrier.sip.message.Body;
import dev.carillon.carrier.sip.message.Header;
import dev.carillon.carrier.sip.message.Headers;
import dev.carillon.carrier.sip.message.Parameter;
import dev.carillon.carrier.sip.message.Sdp;
import dev.carillon.carrier.sip.message.SipMessage;
import dev.carillon.carrier.sip.message.SipRequest;
import dev.carillon.carrier.sip.message.SipResponse;
import dev.carillon.carrier.sip.message.Via;
import dev.carillon.carrier.sip.transaction.Hop;
import dev.carillon.carrier.sip.transaction.Transport;
import dev.carillon.carrier.sip.transport.SipListening;
import dev.carillon.carrier.sip.transport.SipTransport;

/**
 * A trunk with telephones and agents at one UDP port: a number is called as it was said to go, and an agent's
 * name says what it does. It answers by the message alone, on a network that loses nothing. Thread-safe.
 */
final class Telephones implements AutoCloseable {

    static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private static final String TAG = "t1";
    private static final String AGENT = "agent-";

    private final SipTransport transport;
    private final Map<String, Way> ways = new HashMap<>();
    private final Map<String, Set<String>> calls = new HashMap<>();
    private final Map<String, SipRequest> invites = new HashMap<>();
    private final Set<String> over = new HashSet<>();

    Telephones() throws IOException {
        transport = SipTransport.open(SipListening.at(LOOPBACK, 0, 0), this::heard);
        transport.allow(Set.of(LOOPBACK));
    }

    int port() {
        return transport.ports().getOrDefault(Transport.UDP, -1);
    }

    /** The address of an agent for such calls. */
    String agent(Way way) {
        return "sip:" + AGENT + way.name().toLowerCase(Locale.ROOT) + "@127.0.0.1:" + port();
    }

    synchronized void goes(String number, Way way) {
        ways.put(number, way);
    }

    synchronized int placed(String number) {
        return calls.getOrDefault(number, Set.of()).size();
    }

    /** Whether every call to this number has ended here. */
    synchronized boolean isOver(String number) {
        return over.containsAll(calls.getOrDefault(number, Set.of()));
    }

    private synchronized void heard(SipMessage message, Hop from) {
        if (!(message instanceof SipRequest request)) {
            return;
        }
        switch (request.method()) {
            case "INVITE" -> invited(request, from);
            case "ACK" -> acknowledged(request, from);
            case "CANCEL" -> cancelled(request, from);
            case "BYE" -> {
                over.add(request.callId());
                say(Answer.to(request, 200), from);
            }
            default -> say(Answer.to(request, 200, TAG), from);
        }
    }

    private void invited(SipRequest invite, Hop from) {
        if (invite.to().tag().isPresent()) {
            answer(invite, from);
            return;
        }
        if (invites.putIfAbsent(invite.callId(), invite) != null) {
            return;
        }
        String user = invite.sipUri().user();
        if (user.startsWith(AGENT)) {
            agentInvited(user, invite, from);
        } else {
            calls.computeIfAbsent(user, _ -> new HashSet<>()).add(invite.callId());
            rung(ways.getOrDefault(user, Way.IS_BUSY), invite, from);
        }
    }

    private void rung(Way way, SipRequest invite, Hop from) {
        if (way == Way.IS_BUSY) {
            refuse(invite, 486, from);
            return;
        }
        say(Answer.to(invite, 180, TAG), from);
        switch (way) {
            case DECLINES -> refuse(invite, 603, from);
            case ENDS, TALKS, HAS_NO_AGENT -> answer(invite, from);
            case RINGS, IS_BUSY, LEADS_NOWHERE -> {
                // It goes on ringing.
            }
        }
    }

    private void agentInvited(String user, SipRequest invite, Hop from) {
        if (user.equals(AGENT + "has_no_agent")) {
            refuse(invite, 486, from);
        } else if (user.equals(AGENT + "rings")) {
            say(Answer.to(invite, 180, TAG), from);
        } else {
            answer(invite, from);
        }
    }

    private void refuse(SipRequest invite, int status, Hop to) {
        over.add(invite.callId());
        say(Answer.to(invite, status, TAG), to);
    }

    private void answer(SipRequest invite, Hop to) {
        String direction = Sdp.in(invite)
                .map(offer -> offer.media().getFirst().direction().word()).orElse("sendrecv");
        Sdp session = Sdp.parse("v=0\r\no=- 7 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
                + "m=audio 4000 RTP/AVP 0\r\na=" + direction + "\r\n");
        SipResponse ok = Answer.to(invite, 200, TAG)
                .with(headers -> headers.add("Contact", "<sip:127.0.0.1:" + port() + ">"));
        say(ok.with(Sdp.TYPE, session.body()), to);
    }

    /** An agent is acknowledged when it is joined: one that is done then hangs up. */
    private void acknowledged(SipRequest ack, Hop from) {
        SipRequest invite = invites.get(ack.callId());
        if (invite == null || over.contains(ack.callId())
                || !invite.sipUri().user().equals(AGENT + "ends")) {
            return;
        }
        over.add(ack.callId());
        Via via = transport.via(from);
        var branch = new Parameter("branch", "z9hG4bK" + ack.callId().hashCode());
        say(new SipRequest("BYE", invite.contacts().getFirst().uri(), Headers.of(
                new Header("Via", new Via(via.transport(), via.host(), via.port(),
                        via.parameters().with(branch)).text()),
                new Header("Max-Forwards", "70"), new Header("From", invite.to().withTag(TAG).text()),
                new Header("To", invite.headers().first("From").orElseThrow()),
                new Header("Call-ID", invite.callId()), new Header("CSeq", "7 BYE")), Body.NONE), from);
    }

    private void cancelled(SipRequest cancel, Hop from) {
        say(Answer.to(cancel, 200, TAG), from);
        SipRequest invite = invites.get(cancel.callId());
        if (invite != null && over.add(cancel.callId())) {
            say(Answer.to(invite, 487, TAG), from);
        }
    }

    private void say(SipMessage message, Hop to) {
        transport.send(message, to, _ -> {
        });
    }

    @Override
    public void close() {
        transport.close();
    }
}
