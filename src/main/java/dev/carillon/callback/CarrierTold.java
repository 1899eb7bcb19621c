package dev.carillon.callback;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.carillon.call.CarrierWord.Status;
import dev.carillon.http.FormBody;

/**
 * What a carrier says of one leg of a call.
 *
 * @param carrierId what it calls the leg
 * @param sequence  its counting of the leg's words; null: it does not count
 * @param sip       the SIP status of an end; 0: none
 * @param seconds   how long it lasted; 0: it has not ended, or nobody was there
 */
record CarrierTold(Status status, String carrierId, @Nullable Integer sequence, int sip, int seconds) {

    /** What says that it was said longer ago than this changes nothing. */
    static final Duration WINDOW = Duration.ofMinutes(15);

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
    private static final int LARGEST_SIP = 699;

    /** Empty for what is of no use: a status that nobody knows, a leg without an id. */
    static Optional<CarrierTold> read(FormBody form) {
        Optional<Status> status = form.one("CallStatus").flatMap(Status::of);
        Optional<String> id = form.one("CallSid").filter(sid -> ID.matcher(sid).matches());
        if (status.isEmpty() || id.isEmpty()) {
            return Optional.empty();
        }
        int sip = number(form, "SipResponseCode").orElse(0);
        return Optional
                .of(new CarrierTold(status.get(), id.get(), number(form, "SequenceNumber").orElse(null),
                        sip <= LARGEST_SIP ? sip : 0, number(form, "CallDuration").orElse(0)));
    }

    /** Whether it says itself that it is not of now: somebody says again what was said before. */
    static boolean isStale(FormBody form, Instant now) {
        return form.one("Timestamp").flatMap(CarrierTold::moment)
                .filter(at -> Duration.between(at, now).abs().compareTo(WINDOW) > 0).isPresent();
    }

    private static Optional<Instant> moment(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static Optional<Integer> number(FormBody form, String name) {
        return form.one(name).filter(text -> NUMBER.matcher(text).matches()).map(Integer::valueOf);
    }
}
