package dev.carillon.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

class ValidatorTest {

    private static String of(String text) {
        return Validator.without("metrics_as_of", text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void only_the_value_of_the_property_is_left_out() {
        String early = "{\"name\":\"metrics_as_of\\\":1,\",\"metrics_as_of\":1,\"next_cursor\":null}}";
        assertEquals(of(early), of(early.replace("of\":1,", "of\":1999999999999,")));
        assertNotEquals(of(early), of(early.replace("of\\\":1,", "of\\\":2,")));
        assertNotEquals(of(early), of(early.replace("null", "\"x\"")));
    }
}
