package dev.carillon.http;

import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

import tools.jackson.databind.JsonNode;

import dev.carillon.base.Refusal;

/** Reads a moment in each of the three forms that a request may use. */
final class Moments {

    private static final String ALLOWED =
            "Unix seconds, Unix milliseconds, or text like 2026-01-31T09:00:00+01:00";
    private static final long FIRST_MILLISECOND = 100_000_000_000L;
    private static final Instant END = Instant.parse("9999-12-31T00:00:00Z");

    private Moments() {
    }

    static Instant read(String path, JsonNode node) {
        Instant moment = node.isString() ? text(path, node.stringValue()) : number(path, node);
        if (moment.isBefore(Instant.EPOCH) || moment.isAfter(END)) {
            throw Refusal.invalid(path, "is out of range", ALLOWED);
        }
        return moment.truncatedTo(ChronoUnit.MICROS);
    }

    private static Instant number(String path, JsonNode node) {
        if (!node.isIntegralNumber()) {
            throw Refusal.invalid(path, node.isNumber()
                    ? "must be a whole number"
                    : "must be a time, not " + Fields.kind(node), ALLOWED);
        }
        BigInteger value = node.bigIntegerValue();
        if (value.bitLength() > 62) {
            throw Refusal.invalid(path, "is out of range", ALLOWED);
        }
        long number = value.longValue();
        return number >= FIRST_MILLISECOND ? millis(path, number) : seconds(path, number);
    }

    private static Instant millis(String path, long millis) {
        return millis <= END.toEpochMilli() ? Instant.ofEpochMilli(millis) : seconds(path, -1);
    }

    private static Instant seconds(String path, long seconds) {
        if (seconds < 0) {
            throw Refusal.invalid(path, "is out of range", ALLOWED);
        }
        return Instant.ofEpochSecond(seconds);
    }

    private static Instant text(String path, String text) {
        try {
            return OffsetDateTime.parse(text, DateTimeFormatter.ISO_OFFSET_DATE_TIME).toInstant();
        } catch (DateTimeException e) {
            throw Refusal.invalid(path, "\"" + Shown.of(text) + "\" is not a time with an offset", ALLOWED);
        }
    }
}
