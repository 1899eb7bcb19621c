package dev.carillon.http;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Why a network ended a call, as it is kept and shown; null is what it did not say.
 *
 * @param sipStatus  the status of the SIP response
 * @param q850Cause  the cause by ITU-T Q.850
 * @param reasonText the carrier's reason
 */
public record NetworkCause(@Nullable Integer sipStatus, @Nullable Integer q850Cause,
        @Nullable String reasonText) {

    /** Its three fields, into the object that is being written. */
    public void write(JsonGenerator json) {
        number(json, "sip_status", sipStatus);
        number(json, "q850_cause", q850Cause);
        json.writeStringProperty("reason_text", reasonText);
    }

    private static void number(JsonGenerator json, String name, @Nullable Integer value) {
        if (value == null) {
            json.writeNullProperty(name);
        } else {
            json.writeNumberProperty(name, value);
        }
    }
}
