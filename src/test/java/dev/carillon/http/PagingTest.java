package dev.carillon.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.JsonGenerator;

class PagingTest {

    @ParameterizedTest
    @CsvSource({"0,50,0,0,false,false", "0,100,2147483647,21474837,true,false",
            "21474836,100,2147483647,21474837,false,true", "2147483647,100,2147483647,21474837,false,true",
            "0,1,9223372036854775807,9223372036854775807,true,false",
            "0,100,9223372036854775807,92233720368547759,true,false"})
    void its_words_are_true_for_the_largest_totals(String page, String limit, String total, String pages,
            String next, String previous) {
        var out = new ByteArrayOutputStream();
        try (JsonGenerator json = Json.generator(out)) {
            json.writeStartObject();
            new Paging(Integer.parseInt(page), Integer.parseInt(limit)).write(json, Long.parseLong(total));
            json.writeEndObject();
        }
        assertEquals("{\"pagination\":{\"page\":%s,\"limit\":%s,\"total_count\":%s,\"total_pages\":%s,"
                .formatted(page, limit, total, pages)
                + "\"has_next_page\":%s,\"has_previous_page\":%s}}".formatted(next, previous),
                out.toString(StandardCharsets.UTF_8));
    }
}
