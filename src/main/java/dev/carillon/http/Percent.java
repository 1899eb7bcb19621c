package dev.carillon.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * Percent-encoding, strictly: what is not percent-encoded UTF-8 is nothing, and never a replacement
 * character.
 */
final class Percent {

    private Percent() {
    }

    /** The text, or null when it is broken. */
    static @Nullable String decode(String raw, boolean plusIsSpace) {
        if (plain(raw)) {
            return raw;
        }
        byte[] in = raw.getBytes(StandardCharsets.UTF_8);
        var bytes = new ByteArrayOutputStream(in.length);
        for (int i = 0; i < in.length; i++) {
            if (in[i] != '%') {
                bytes.write(in[i] == '+' && plusIsSpace ? ' ' : in[i]);
            } else if (i + 2 < in.length && hex(in[i + 1]) >= 0 && hex(in[i + 2]) >= 0) {
                bytes.write(hex(in[i + 1]) * 16 + hex(in[i + 2]));
                i += 2;
            } else {
                return null;
            }
        }
        return utf8(bytes.toByteArray());
    }

    /** Nearly everything that comes: nothing is encoded. */
    private static boolean plain(String raw) {
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%' || c == '+' || c >= 128) {
                return false;
            }
        }
        return true;
    }

    private static int hex(byte digit) {
        return digit < 0 ? -1 : Character.digit((char) digit, 16);
    }

    private static @Nullable String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
