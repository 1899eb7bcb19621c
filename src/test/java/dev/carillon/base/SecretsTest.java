package dev.carillon.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {

    private static final String KEY = key(1);
    private static final String OTHER = key(2);
    private static final String PLACE = Secrets.place("o", "trunk", "trunk_1", "password");

    private final Secrets secrets = Secrets.of(KEY, null, Chance.seeded(7));

    private static String key(int of) {
        byte[] octets = new byte[32];
        octets[0] = (byte) of;
        return Base64.getEncoder().encodeToString(octets);
    }

    private static String refused(Secrets by, Sealed sealed, String place) {
        String text = assertThrows(Refusal.class, () -> by.open(sealed, place)).text();
        assertFalse(text.contains("hunter2"), text);
        return text;
    }

    @Test
    void what_is_sealed_is_opened_and_shows_nothing_meanwhile() {
        Sealed sealed = secrets.seal("hunter2 für alle", PLACE);
        assertEquals("hunter2 für alle", secrets.open(sealed, PLACE));
        assertFalse(new String(sealed.octets(), StandardCharsets.ISO_8859_1).contains("hunter"));
        assertEquals("a sealed secret", sealed.toString());
        assertTrue(secrets.canSeal());
    }

    @Test
    void the_same_secret_is_sealed_otherwise_each_time() {
        assertNotEquals(secrets.seal("hunter2", PLACE), secrets.seal("hunter2", PLACE));
    }

    @Test
    void two_of_the_same_octets_are_equal_and_nobody_changes_them() {
        Sealed sealed = secrets.seal("hunter2", PLACE);
        byte[] octets = sealed.octets();
        assertEquals(sealed, new Sealed(octets));
        assertEquals(sealed.hashCode(), new Sealed(octets).hashCode());
        octets[5] ^= 1;
        assertNotEquals(sealed, new Sealed(octets));
        assertEquals("hunter2", secrets.open(sealed, PLACE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"p/trunk/trunk_1/password", "o/agent/trunk_1/password", "o/trunk/trunk_2/password",
                    "o/trunk/trunk_1/auth_token"})
    void a_secret_opens_in_no_other_place(String place) {
        refused(secrets, secrets.seal("hunter2", PLACE), place);
    }

    @Test
    void another_key_does_not_open_it() {
        String text =
                refused(Secrets.of(OTHER, null, Chance.seeded(1)), secrets.seal("hunter2", PLACE), PLACE);
        assertTrue(text.contains("another key than secrets.key"), text);
    }

    @Test
    void the_key_of_before_still_opens_and_does_not_seal() {
        Secrets rotated = Secrets.of(OTHER, KEY, Chance.seeded(1));
        assertEquals("hunter2", rotated.open(secrets.seal("hunter2", PLACE), PLACE));
        Sealed later = rotated.seal("hunter3", PLACE);
        refused(secrets, later, PLACE);
        assertEquals("hunter3", Secrets.of(OTHER, null, Chance.seeded(1)).open(later, PLACE));
    }

    @Test
    void a_key_opens_what_it_has_sealed_although_another_has_the_same_mark() {
        Sealed sealed = secrets.seal("hunter2", PLACE);
        int same = 0;
        for (int of = 2; same < 2; of++) {
            byte[] octets = new byte[32];
            octets[1] = (byte) of;
            octets[2] = (byte) (of >> 8);
            Secrets other = Secrets.of(Base64.getEncoder().encodeToString(octets), KEY, Chance.seeded(1));
            if (other.seal("x", PLACE).octets()[0] == sealed.octets()[0]) {
                assertEquals("hunter2", other.open(sealed, PLACE));
                same++;
            }
        }
    }

    @Test
    void what_was_changed_or_cut_is_not_opened() {
        byte[] octets = secrets.seal("hunter2", PLACE).octets();
        for (int i = 0; i < octets.length; i++) {
            byte[] changed = octets.clone();
            changed[i] ^= 1;
            refused(secrets, new Sealed(changed), PLACE);
            refused(secrets, new Sealed(Arrays.copyOf(octets, i)), PLACE);
        }
    }

    @Test
    void without_a_key_nothing_is_sealed_or_opened() {
        assertFalse(Secrets.none().canSeal());
        assertThrows(IllegalStateException.class, () -> Secrets.none().seal("hunter2", PLACE));
        String text = refused(Secrets.none(), secrets.seal("hunter2", PLACE), PLACE);
        assertTrue(text.contains("has no secrets.key"), text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hunter2", "AAAA", "not base64 at all, is it? no, it is not. no!"})
    void a_key_is_32_octets_in_base64(String text) {
        assertFalse(Secrets.isKey(text));
        assertTrue(Secrets.isKey(KEY));
    }
}
