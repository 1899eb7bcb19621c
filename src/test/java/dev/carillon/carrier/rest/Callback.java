package dev.carillon.carrier.rest;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

import dev.carillon.contract.Signed;

/**
 * What a carrier tells by one request, and how it is signed.
 *
 * @param address as the carrier was given it
 * @param signed  the address that is signed
 */
record Callback(String address, TreeMap<String, String> form, String secret, String signed) {

    /** @param namesAndValues in turns */
    static Callback of(String address, String... namesAndValues) {
        var form = new TreeMap<String, String>();
        for (int i = 0; i + 1 < namesAndValues.length; i += 2) {
            form.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return new Callback(address, form, Orders.TOKEN, address);
    }

    Callback with(String name, String value) {
        var more = new TreeMap<>(form);
        more.put(name, value);
        return new Callback(address, more, secret, signed);
    }

    Callback by(String other) {
        return new Callback(address, form, other, signed);
    }

    Callback signing(String other) {
        return new Callback(address, form, secret, other);
    }

    String path() {
        return address.substring(Orders.PUBLIC.toString().length());
    }

    String body() {
        var pairs = new ArrayList<String>();
        form.forEach((name, value) -> pairs.add(encoded(name) + "=" + encoded(value)));
        return String.join("&", pairs);
    }

    String signature() {
        var text = new StringBuilder(signed);
        form.forEach((name, value) -> text.append(name).append(value));
        return Signed.hmacSha1(secret, text.toString());
    }

    /** The words of a whole call that found its agent, in their order. */
    static List<Callback> completed(String called, String agent) {
        return List.of(leg(called, "CA1", "initiated", 0), leg(called, "CA1", "ringing", 1),
                leg(called, "CA1", "in-progress", 2), leg(agent, "CA2", "initiated", 0),
                leg(agent, "CA2", "ringing", 1), leg(agent, "CA2", "in-progress", 2),
                leg(agent, "CA2", "completed", 3), leg(called, "CA1", "completed", 3));
    }

    static Callback leg(String address, String id, String status, int sequence) {
        return of(address, "CallSid", id, "AccountSid", "AC1", "CallStatus", status, "From", Orders.CALLER,
                "SequenceNumber", String.valueOf(sequence), "To", Orders.NUMBER, "Direction", "outbound-api");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
