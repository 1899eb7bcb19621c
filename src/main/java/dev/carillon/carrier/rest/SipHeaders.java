package dev.carillon.carrier.rest;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The headers of a SIP address (RFC 3261 §19.1.1), by which a carrier is told what to say to an agent. What
 * does not fit into the octets that carriers take is left out: an agent finds all of it by the call's id.
 */
final class SipHeaders {

    private static final int MOST_OCTETS = 1_024;
    private static final String HEX = "0123456789ABCDEF";

    private SipHeaders() {
    }

    /** The agent's address, with what it needs to report of the call, and what its task says of it. */
    static String address(RestLine.Agent agent, RestOrder.Names names) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("X-Carillon-Task", names.task());
        headers.put("X-Carillon-Call", names.call());
        headers.put("X-Carillon-Token", names.token());
        agent.headers().forEach(headers::putIfAbsent);
        return agent.uri() + query(headers);
    }

    private static String query(Map<String, String> headers) {
        var query = new StringBuilder();
        for (var header : headers.entrySet()) {
            String one = (query.isEmpty() ? "?" : "&") + encoded(header.getKey()) + "="
                    + encoded(header.getValue());
            if (query.length() + one.length() <= MOST_OCTETS) {
                query.append(one);
            }
        }
        return query.toString();
    }

    /** Only what is unreserved stands for itself. */
    private static String encoded(String text) {
        var out = new StringBuilder(text.length() + 16);
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xFF);
            if (isUnreserved(c)) {
                out.append(c);
            } else {
                out.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
            }
        }
        return out.toString();
    }

    private static boolean isUnreserved(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'
                || c == '_' || c == '.' || c == '~';
    }
}
