package dev.carillon.directory;

import java.util.List;
import java.util.function.BiConsumer;

import tools.jackson.core.JsonGenerator;

import dev.carillon.http.Answer;
import dev.carillon.http.Paging;

/** Some of the rows of a list, and how many there are. */
record Page<T>(List<T> rows, long total, Paging paging) {

    /** @param what in the plural: {@code caller_ids}, {@code Caller IDs} */
    Answer answer(String name, String what, BiConsumer<T, JsonGenerator> write) {
        return new Answer(200, what + " retrieved successfully", json -> {
            json.writeArrayPropertyStart(name);
            for (T row : rows) {
                json.writeStartObject();
                write.accept(row, json);
                json.writeEndObject();
            }
            json.writeEndArray();
            paging.write(json, total);
            json.writeNumberProperty("returned_count", rows.size());
        });
    }
}
