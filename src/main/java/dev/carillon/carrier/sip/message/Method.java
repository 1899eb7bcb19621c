package dev.carillon.carrier.sip.message;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The methods that are often seen: each is one text, however many messages have it. */
final class Method {

    private static final Map<String, String> KNOWN =
            Stream.of("INVITE", "ACK", "BYE", "CANCEL", "OPTIONS", "UPDATE", "INFO", "PRACK", "REFER",
                    "NOTIFY", "SUBSCRIBE", "MESSAGE", "REGISTER", "PUBLISH")
                    .collect(Collectors.toUnmodifiableMap(Function.identity(), Function.identity()));

    private Method() {
    }

    /** The same text; the one that is kept, if it is known. Their case counts. */
    static String of(String written) {
        return KNOWN.getOrDefault(written, written);
    }
}
