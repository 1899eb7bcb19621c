package dev.carillon.carrier.sip.message;

import java.util.List;
import java.util.stream.Stream;

/** Session descriptions as peers make them. */
final class SampleSdp {

    static final String PLAIN = of("""
            v=0
            o=gw 8001 3 IN IP4 203.0.113.5
            s=call
            c=IN IP4 203.0.113.5
            t=0 0
            m=audio 40000 RTP/AVP 8 0 101
            a=rtpmap:8 PCMA/8000
            a=rtpmap:101 telephone-event/8000
            a=fmtp:101 0-15
            a=inactive
            a=ptime:20
            """);

    static final String RICH = of("""
            v=0
            o=- 20518 0 IN IP6 2001:db8::2
            s=-
            i=two streams, one of them refused
            b=AS:84
            t=3034423619 3042462419
            a=group:BUNDLE a v
            a=sendonly
            m=audio 49170/2 RTP/SAVP 111 9
            c=IN IP6 2001:db8::3/127
            a=rtpmap:111 opus/48000/2
            a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj
            m=video 0 RTP/AVP 31
            m=application 9 UDP/DTLS/SCTP webrtc-datachannel
            c=IN IP4 192.0.2.77/127/3
            a=recvonly
            """);

    private SampleSdp() {
    }

    static List<String> all() {
        return Stream.of(PLAIN, RICH, HeldSdp.offer(Origin.of(4, "192.0.2.1"), 4000).text(),
                HeldSdp.answer(Sdp.parse(RICH), Origin.of(4, "::1"), 4000).text()).toList();
    }

    private static String of(String lines) {
        return lines.replace("\n", "\r\n");
    }
}
