package dev.carillon.carrier.sip.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

class SdpTest {

    private static final Sdp PLAIN = Sdp.parse(SampleSdp.PLAIN);
    private static final Sdp RICH = Sdp.parse(SampleSdp.RICH);
    private static final Origin OURS = Origin.of(77, "192.0.2.1");

    @Test
    void what_call_control_needs_is_read() {
        assertEquals(new Origin("gw", "8001", "3", "203.0.113.5"), PLAIN.origin());
        Media audio = PLAIN.media().getFirst();
        assertEquals("audio", audio.kind());
        assertEquals(40000, audio.port());
        assertEquals("RTP/AVP", audio.protocol());
        assertEquals(List.of("8", "0", "101"), audio.formats());
        assertEquals("203.0.113.5", audio.address());
        assertEquals(Direction.INACTIVE, audio.direction());
    }

    @Test
    void a_stream_has_its_own_address_and_direction_or_those_of_the_session() {
        assertEquals(List.of("2001:db8::3", "", "192.0.2.77"),
                RICH.media().stream().map(Media::address).toList());
        assertEquals(List.of(Direction.SENDONLY, Direction.SENDONLY, Direction.RECVONLY),
                RICH.media().stream().map(Media::direction).toList());
        assertEquals(List.of(49170, 0, 9), RICH.media().stream().map(Media::port).toList());
        Sdp silent = Sdp.parse(SampleSdp.PLAIN.replace("a=inactive\r\n", ""));
        assertEquals(Direction.SENDRECV, silent.media().getFirst().direction());
    }

    @Test
    void what_is_not_touched_stays_as_it_was() {
        assertEquals(SampleSdp.PLAIN, PLAIN.text());
        assertEquals(SampleSdp.RICH, RICH.text());
        assertEquals(SampleSdp.PLAIN, Sdp.parse(SampleSdp.PLAIN.replace("\r\n", "\n") + "\n").text());
    }

    @Test
    void a_direction_is_changed_where_it_stood() {
        assertEquals(SampleSdp.PLAIN.replace("inactive", "sendrecv"), PLAIN.with(Direction.SENDRECV).text());
    }

    @Test
    void a_direction_of_the_session_goes_to_its_streams_and_what_is_refused_stays() {
        Sdp turned = RICH.with(Direction.INACTIVE);
        assertEquals(SampleSdp.RICH.replace("a=sendonly\r\n", "").replace("a=recvonly", "a=inactive")
                .replace("m=video", "a=inactive\r\nm=video"), turned.text());
    }

    @Test
    void an_origin_is_replaced_and_its_version_rises() {
        Sdp first = PLAIN.with(OURS);
        assertEquals(SampleSdp.PLAIN.replace("o=gw 8001 3 IN IP4 203.0.113.5", "o=- 77 1 IN IP4 192.0.2.1"),
                first.text());
        assertEquals("2", first.with(first.origin().next()).origin().version());
        assertEquals("10000000000000000000000",
                new Origin("-", "1", "9999999999999999999999", "h").next().version());
        assertTrue(PLAIN.with(Origin.of(1, "2001:db8::1")).text().contains("o=- 1 1 IN IP6 2001:db8::1\r\n"));
        assertThrows(SipSyntax.class, () -> new Origin("-", "1", "x", "h").next());
    }

    @Test
    void streams_are_the_same_but_for_their_direction_and_their_origin() {
        assertTrue(PLAIN.hasSameStreams(PLAIN.with(Direction.SENDONLY).with(OURS)));
        assertTrue(RICH.hasSameStreams(RICH.with(Direction.SENDONLY)));
    }

    @Test
    void another_address_port_codec_or_key_is_another_stream() {
        for (List<String> change : List.of(List.of("c=IN IP4 203.0.113.5", "c=IN IP4 203.0.113.6"),
                List.of("audio 40000", "audio 40002"), List.of("8 0 101", "8 101"), List.of("0 101", "0 96"),
                List.of("PCMA/8000", "G722/8000"), List.of("0-15", "0-16"), List.of("RTP/AVP", "RTP/SAVP"),
                List.of("a=ptime:20", "a=crypto:1 x"), List.of("t=0 0", "t=0 0\r\na=fingerprint:x"))) {
            Sdp other = Sdp.parse(SampleSdp.PLAIN.replace(change.getFirst(), change.getLast()));
            assertFalse(other.hasSameStreams(PLAIN), change.toString());
        }
        Sdp more = Sdp.parse(SampleSdp.PLAIN + "m=video 0 RTP/AVP 31\r\n");
        assertFalse(more.hasSameStreams(PLAIN));
        assertFalse(PLAIN.hasSameStreams(more));
    }

    @Test
    void a_held_offer_has_a_real_address_the_usual_codecs_and_no_direction() {
        assertEquals("""
                v=0
                o=- 77 1 IN IP4 192.0.2.1
                s=-
                c=IN IP4 192.0.2.1
                t=0 0
                m=audio 4000 RTP/AVP 0 8 101
                a=rtpmap:0 PCMU/8000
                a=rtpmap:8 PCMA/8000
                a=rtpmap:101 telephone-event/8000
                a=fmtp:101 0-16
                a=inactive
                """.replace("\n", "\r\n"), HeldSdp.offer(OURS, 4000).text());
        assertEquals("2001:db8::1",
                HeldSdp.offer(Origin.of(1, "2001:db8::1"), 4000).media().getFirst().address());
        assertThrows(SipSyntax.class, () -> HeldSdp.offer(OURS, 0));
    }

    @Test
    void an_answer_for_nobody_takes_one_stream_and_refuses_the_others() {
        Sdp offer = Sdp.parse(SampleSdp.PLAIN + "m=audio 5 RTP/AVP 0\r\nm=video 7 RTP/AVP 31 32\r\n");
        assertEquals("""
                v=0
                o=- 77 1 IN IP4 192.0.2.1
                s=-
                c=IN IP4 192.0.2.1
                t=0 0
                m=audio 4000 RTP/AVP 8 0 101
                a=rtpmap:8 PCMA/8000
                a=rtpmap:101 telephone-event/8000
                a=fmtp:101 0-15
                a=inactive
                m=audio 0 RTP/AVP 0
                m=video 0 RTP/AVP 31 32
                """.replace("\n", "\r\n"), HeldSdp.answer(offer, OURS, 4000).text());
        Sdp refused = HeldSdp.answer(RICH, OURS, 4000);
        assertEquals(List.of(0, 0, 0), refused.media().stream().map(Media::port).toList());
        assertTrue(refused.text().contains("t=3034423619 3042462419\r\n"));
    }

    @Test
    void a_description_is_found_in_a_message_by_its_type() {
        SipRequest request = Sample.INVITE.request();
        assertEquals(Optional.empty(), Sdp.in(request));
        assertEquals(SampleSdp.PLAIN,
                Sdp.in(request.with("Application/SDP;x=y", PLAIN.body())).orElseThrow().text());
        assertEquals(Optional.empty(), Sdp.in(request.with("text/plain", PLAIN.body())));
        assertThrows(SipSyntax.class, () -> Sdp.in(request.with(Sdp.TYPE, Body.of("hello"))));
    }

    @Test
    void a_space_at_the_end_of_a_line_does_no_harm_and_stays() {
        String spaced = SampleSdp.PLAIN.replace("101\r\n", "101 \r\n")
                .replace("203.0.113.5\r", "203.0.113.5 \r");
        assertEquals(PLAIN.media().getFirst().formats(), Sdp.parse(spaced).media().getFirst().formats());
        assertEquals("203.0.113.5", Sdp.parse(spaced).media().getFirst().address());
        assertEquals("203.0.113.5", Sdp.parse(spaced).origin().address());
        assertEquals(spaced, Sdp.parse(spaced).text());
    }

    @Test
    void what_is_no_description_is_refused() {
        for (List<String> change : List.of(List.of("v=0", "v=1"), List.of("v=0\r\n", ""),
                List.of("o=gw", "x=gw"), List.of("s=call", "o=a 1 1 IN IP4 h"), List.of("s=call", ""),
                List.of("s=call", "call"), List.of("s=call", "S=call"), List.of("s=call", "s=ca\0ll"),
                List.of("s=call", "s=ca\rll"), List.of("8001 3 IN", "8001 IN"),
                List.of("IN IP4 203", "OUT IP4 203"),
                List.of("audio 40000", "audio x"), List.of("audio 40000", "audio 65536"),
                List.of("audio 40000", "audio -1"), List.of("audio 40000", "audio"), List.of(" 8 0 101", ""),
                List.of(" 8 0 101", "  8"), List.of("c=IN IP4 203.0.113.5\r\n", ""),
                List.of("c=IN IP4 203.0.113.5", "c=IN IP4"), List.of("s=call", "s=" + "x".repeat(8_191)))) {
            String wrong = SampleSdp.PLAIN.replace(change.getFirst(), change.getLast());
            assertThrows(SipSyntax.class, () -> Sdp.parse(wrong), change.toString());
        }
        assertThrows(SipSyntax.class, () -> Sdp.parse(""));
        assertThrows(SipSyntax.class, () -> Sdp.parse(SampleSdp.PLAIN + "a=x\r\n".repeat(2_000)));
        assertThrows(SipSyntax.class,
                () -> Sdp.parse(SampleSdp.PLAIN + "m=audio 1 RTP/AVP 0\r\n".repeat(32)));
    }
}
