package dev.carillon.carrier.rest;

import java.util.List;
import java.util.Optional;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

import dev.carillon.call.CarrierWord.Status;

/** An answer of the carrier's API, as far as it is of use. */
record RestAnswer(int status, JsonNode body) {

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final int LONGEST_TEXT = 200;
    private static final int LONGEST_ID = 64;

    /** Whatever the body is. */
    static RestAnswer of(int status, String body) {
        try {
            return new RestAnswer(status, MAPPER.readTree(body));
        } catch (JacksonException e) {
            return new RestAnswer(status, MissingNode.getInstance());
        }
    }

    boolean isGood() {
        return status >= 200 && status < 300;
    }

    /** The carrier's id of the call that it tells of. */
    Optional<String> carrierId() {
        return text("sid").filter(RestAnswer::isId);
    }

    /** How far that call is. */
    Optional<Status> callStatus() {
        return text("status").flatMap(Status::of);
    }

    /** The calls of which it tells, where it tells of several. */
    List<RestAnswer> calls() {
        return body.path("calls").valueStream().map(call -> new RestAnswer(status, call)).toList();
    }

    /** The carrier's own number of what is wrong; 0: it tells none. */
    int code() {
        return body.path("code").asInt(0);
    }

    /** What is wrong, for people: the carrier's words, without line breaks and without anybody's number. */
    String words() {
        String said = text("message").orElse("").replaceAll("[\\p{Cntrl}\\s]+", " ")
                .replaceAll("\\+?\\(?\\d(?:[\\s().-]*\\d){4,}", "…").strip();
        String words = "HTTP " + status + (code() == 0 ? "" : ", code " + code())
                + (said.isEmpty() ? "" : ": " + said);
        return words.length() <= LONGEST_TEXT ? words : words.substring(0, LONGEST_TEXT);
    }

    private Optional<String> text(String name) {
        JsonNode value = body.path(name);
        return value.isString() ? Optional.of(value.stringValue()) : Optional.empty();
    }

    /** It becomes a part of an address. */
    private static boolean isId(String text) {
        return !text.isEmpty() && text.length() <= LONGEST_ID
                && text.chars()
                        .allMatch(c -> c == '-' || c == '_' || (c < 128 && Character.isLetterOrDigit(c)));
    }
}
