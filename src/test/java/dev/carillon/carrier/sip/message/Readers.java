package dev.carillon.carrier.sip.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.random.RandomGenerator;

/** Every reader of a message, and that what each reads is written so that it is read as the same. */
final class Readers {

    private static final Login LOGIN = new Login("us\"er", "secret");

    private Readers() {
    }

    /** Says whether the message is complete. */
    static boolean readAll(SipMessage message, RandomGenerator random) {
        refusedOr(() -> sameAgain(message));
        refusedOr(() -> message.vias().forEach(via -> assertEquals(via, Via.parse(via.text()))));
        refusedOr(() -> assertEquals(message.vias().getFirst(), message.topVia()));
        refusedOr(() -> sameAgain(message.from()));
        refusedOr(() -> sameAgain(message.to()));
        refusedOr(() -> message.contacts().forEach(Readers::sameAgain));
        refusedOr(() -> message.routes().forEach(Readers::sameAgain));
        refusedOr(() -> message.recordRoutes().forEach(Readers::sameAgain));
        refusedOr(() -> assertEquals(message.cseq(), CSeq.parse(message.cseq().text())));
        refusedOr(message::callId);
        refusedOr(message::maxForwards);
        refusedOr(message::contentType);
        for (Header header : message.headers().entries()) {
            refusedOr(() -> message.headers().elements(header.name()));
            refusedOr(() -> message.headers().items(header.name()));
        }
        refusedOr(() -> Sdp.in(message).ifPresent(Readers::readAll));
        if (message instanceof SipRequest request) {
            readRequest(request, random);
            if (refusedOr(request::requireComplete)) {
                // Whoever asks is answered: nothing that came in is too large to go back.
                answered(Answer.to(request, 486, "t" + random.nextInt(9)), request);
            }
        } else if (message instanceof SipResponse response) {
            challenged(response, random);
        }
        return refusedOr(message::requireComplete);
    }

    static void readAll(Sdp sdp) {
        sameAgain(sdp);
        sdp.origin();
        refusedOr(() -> sameAgain(sdp.with(sdp.origin().next())));
        refusedOr(() -> sameAgain(HeldSdp.answer(sdp, Origin.of(1, "192.0.2.1"), 4000)));
        for (Direction direction : Direction.values()) {
            refusedOr(() -> {
                Sdp turned = sdp.with(direction);
                assertTrue(turned.hasSameStreams(sdp));
                assertTrue(turned.media().stream()
                        .allMatch(it -> it.port() == 0 || it.direction() == direction));
                sameAgain(turned);
            });
        }
    }

    private static void readRequest(SipRequest request, RandomGenerator random) {
        refusedOr(() -> assertEquals(request.sipUri(), SipUri.parse(request.sipUri().text())));
        refusedOr(() -> request.sipUri().userText());
        refusedOr(() -> answered(Answer.to(request, 100), request));
        refusedOr(() -> answered(Answer.to(request, 486, "t" + random.nextInt(9)), request));
        refusedOr(() -> {
            SipRequest seen = request.seenFrom("2001:db8::1", 5061);
            assertEquals("2001:db8::1", seen.topVia().received().orElseThrow());
            assertEquals(request.vias().size(), seen.vias().size());
            sameAgain(seen);
        });
    }

    private static void answered(SipResponse answer, SipRequest request) {
        for (String name : List.of("Via", "From", "Call-ID", "CSeq", "Record-Route")) {
            assertEquals(request.headers().all(name), answer.headers().all(name));
        }
        sameAgain(answer);
    }

    private static void challenged(SipResponse response, RandomGenerator random) {
        SipRequest request = Sample.INVITE.request();
        new Digest(LOGIN, random).answer(request, response).ifPresent(answer -> {
            assertEquals(request.headers().entries().size() + 1, answer.headers().entries().size());
            sameAgain(answer);
        });
    }

    private static void sameAgain(SipMessage message) {
        assertEquals(message, SipParser.datagram(message.bytes()));
    }

    private static void sameAgain(NameAddress address) {
        assertEquals(address, NameAddress.parse(address.text()));
        refusedOr(address::tag);
        refusedOr(() -> assertEquals(address.sipUri(), SipUri.parse(address.sipUri().text())));
    }

    private static void sameAgain(Sdp sdp) {
        Sdp again = Sdp.parse(sdp.text());
        assertEquals(sdp.text(), again.text());
        assertEquals(sdp.media(), again.media());
    }

    private static boolean refusedOr(Runnable read) {
        try {
            read.run();
            return true;
        } catch (SipSyntax e) {
            assertTrue(e.toString().length() < 200);
            return false;
        }
    }
}
