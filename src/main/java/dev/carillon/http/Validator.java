package dev.carillon.http;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/**
 * A validator of JSON that leaves one value out: equal for texts that differ in nothing else. Two different
 * checksums of 32 bits: a change within four bytes, as of one figure, is always seen.
 */
final class Validator {

    private Validator() {
    }

    /**
     * The validator of a text.
     *
     * @param property whose value is left out, up to the comma behind it: the last one of this name
     */
    static String without(String property, byte[] text) {
        byte[] name = ('"' + property + "\":").getBytes(StandardCharsets.UTF_8);
        int from = lastIndexOf(name, text) + name.length;
        int to = from;
        while (text[to] != ',') {
            to++;
        }
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits((int) sum(new CRC32(), text, from, to))
                + hex.toHexDigits((int) sum(new CRC32C(), text, from, to));
    }

    private static int lastIndexOf(byte[] name, byte[] text) {
        int at = text.length - name.length;
        while (!startsAt(at, name, text)) {
            at--;
        }
        return at;
    }

    private static boolean startsAt(int at, byte[] name, byte[] text) {
        for (int i = 0; i < name.length; i++) {
            if (text[at + i] != name[i]) {
                return false;
            }
        }
        return true;
    }

    private static long sum(Checksum checksum, byte[] text, int from, int to) {
        checksum.update(text, 0, from);
        checksum.update(text, to, text.length - to);
        return checksum.getValue();
    }
}
