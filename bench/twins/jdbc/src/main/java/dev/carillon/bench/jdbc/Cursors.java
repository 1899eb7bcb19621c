package dev.carillon.bench.jdbc;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.zip.CRC32;

import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The texts of {@code next_cursor}, byte for byte as Carillon writes them (Cursors and Ids there). */
@Component
class Cursors {

    private static final int BLOCK = 16;

    private final SecretKeySpec key;

    Cursors(JdbcTemplate jdbc) {
        byte[] bytes = jdbc.queryForObject("select id_key from installation", byte[].class);
        this.key = new SecretKeySpec(bytes, "AES");
    }

    String write(ListSql.Place place) {
        Sort sort = place.sort();
        byte order = (byte) (sort.by().ordinal() * 2 + sort.order().ordinal());
        byte[] value = place.value() == null
                ? new byte[0]
                : ("=" + place.value()).getBytes(StandardCharsets.UTF_8);
        byte[] block = block(place.batchId(), mark(order, value));
        byte[] all = ByteBuffer.allocate(1 + BLOCK + value.length).put(order).put(block).put(value).array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
    }

    private byte[] block(long batchId, int mark) {
        try {
            Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, key);
            return cipher.doFinal(ByteBuffer.allocate(BLOCK).putLong(batchId)
                    .putInt(mark | Integer.MIN_VALUE).putInt(0).array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no AES", e);
        }
    }

    private static int mark(byte order, byte[] value) {
        var crc = new CRC32();
        crc.update(order);
        crc.update(value);
        return (int) crc.getValue() & Integer.MAX_VALUE;
    }
}
