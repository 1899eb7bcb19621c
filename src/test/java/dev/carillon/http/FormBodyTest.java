package dev.carillon.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.carillon.base.Refusal;

class FormBodyTest {

    @Test
    void names_and_values_are_decoded_and_sorted_and_none_stands_twice() {
        FormBody form = FormBody.of("b=2&a=x+y%2B&b=1&b=2&empty=&flag&%C3%A4=%E2%82%AC&&");
        assertEquals("ax y+b1b2emptyflagä€", form.sorted());
        assertEquals(Optional.of("x y+"), form.one("a"));
        assertEquals(Optional.of(""), form.one("flag"));
        assertEquals(Optional.empty(), form.one("b"), "it has two");
        assertEquals(Optional.empty(), form.one("c"));
    }

    @Test
    void nothing_is_a_form_too() {
        assertEquals("", FormBody.of("").sorted());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=%", "a=%f", "a=%ff", "%zz=1", "a=1&b=%c3"})
    void what_does_not_decode_is_refused(String body) {
        assertThrows(Refusal.class, () -> FormBody.of(body));
    }
}
