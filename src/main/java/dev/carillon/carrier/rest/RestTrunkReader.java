package dev.carillon.carrier.rest;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.carillon.base.Refusal;
import dev.carillon.carrier.rest.RestTrunk.Detection;

/** Reads a trunk's settings, and says of every wrong one what is allowed. Used once. */
final class RestTrunkReader {

    private static final JsonMapper MAPPER = JsonMapper
            .builder(JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final String TWILIO = "https://api.twilio.com";
    private static final Pattern SID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final int LONGEST_ADDRESS = 200;
    private static final int LARGEST_PORT = 65_535;
    private static final String ADDRESS = "https:// with a host, perhaps a port and a path, of at most "
            + LONGEST_ADDRESS + " characters; no user, query or fragment";
    private static final String DETECTIONS = "off, enable, detect_message_end";

    private final JsonNode settings;
    private final Set<String> unread = new TreeSet<>();

    RestTrunkReader(String json) {
        this.settings = tree(json);
        unread.addAll(settings.propertyNames());
    }

    RestTrunk trunk() {
        var trunk = new RestTrunk(account(), address("base_url", TWILIO), address("public_url", ""),
                detection());
        for (String name : unread) {
            String shown = name.matches("[A-Za-z0-9_-]{1,40}") ? name : "…";
            throw wrong(shown, "is not a setting of a rest trunk", "account_sid, base_url, public_url, amd");
        }
        return trunk;
    }

    private static JsonNode tree(String json) {
        JsonNode tree;
        try {
            tree = MAPPER.readTree(json);
        } catch (JacksonException e) {
            throw Refusal.invalid("settings", "not valid JSON: " + e.getOriginalMessage(), "a JSON object");
        }
        if (!tree.isObject()) {
            throw Refusal.invalid("settings", "not an object", "a JSON object");
        }
        return tree;
    }

    private String account() {
        String sid = text("account_sid", "");
        if (!SID.matcher(sid).matches()) {
            throw wrong("account_sid", sid.isEmpty() ? "is missing" : "is not an account's id",
                    "1 to 64 letters, digits, - and _");
        }
        return sid;
    }

    private URI address(String name, String otherwise) {
        String text = text(name, otherwise);
        if (text.isEmpty()) {
            throw wrong(name, "is missing", ADDRESS);
        }
        URI address;
        try {
            address = new URI(withoutSlash(text));
        } catch (URISyntaxException e) {
            throw wrong(name, "is not an address", ADDRESS);
        }
        if (text.length() > LONGEST_ADDRESS || !fits(address)) {
            throw wrong(name, "is not an address that is taken", ADDRESS);
        }
        return address;
    }

    private static boolean fits(URI address) {
        return "https".equals(address.getScheme()) && address.getHost() != null && address.getPort() != 0
                && address.getPort() <= LARGEST_PORT && address.getRawUserInfo() == null
                && address.getRawQuery() == null && address.getRawFragment() == null;
    }

    private static String withoutSlash(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == '/') {
            end--;
        }
        return text.substring(0, end);
    }

    private Detection detection() {
        String word = text("amd", "off");
        for (Detection detection : Detection.values()) {
            if (detection.name().toLowerCase(Locale.ROOT).equals(word)) {
                return detection;
            }
        }
        throw wrong("amd", "is not known", DETECTIONS);
    }

    private String text(String name, String otherwise) {
        unread.remove(name);
        JsonNode value = settings.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return otherwise;
        }
        if (!value.isString()) {
            throw wrong(name, "is not text", "text");
        }
        return value.stringValue();
    }

    private static Refusal wrong(String name, String what, String allowed) {
        return Refusal.invalid("settings." + name, what, allowed);
    }
}
