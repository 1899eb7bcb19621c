package dev.carillon.carrier.sip.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;

/** Puts a message into octets. */
final class Writing {

    private Writing() {
    }

    static byte[] octets(String firstLine, SipMessage message) {
        var head = new StringBuilder(1024).append(firstLine).append("\r\n");
        for (Header entry : message.headers().entries()) {
            head.append(entry.name()).append(": ").append(entry.value()).append("\r\n");
        }
        Body body = message.body();
        head.append(HeaderName.CONTENT_LENGTH).append(": ").append(body.length()).append("\r\n\r\n");
        Limits.check(head.length() + body.length() <= Limits.MESSAGE, "the message is too long");
        byte[] octets = Arrays.copyOf(head.toString().getBytes(ISO_8859_1), head.length() + body.length());
        body.copyTo(octets, head.length());
        return octets;
    }
}
