package dev.carillon.carrier.rest;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

import dev.carillon.call.SettingsObject;
import dev.carillon.carrier.rest.RestTrunk.Detection;

/** Reads a trunk's settings, and says of every wrong one what is allowed. Used once. */
final class RestTrunkReader {

    private static final URI TWILIO = URI.create("https://api.twilio.com");
    private static final Pattern SID = Pattern.compile("[A-Za-z0-9_-]+");
    private static final int LONGEST_SID = 64;
    private static final String SIDS = "1 to " + LONGEST_SID + " letters, digits, - and _";
    private static final int LONGEST_ADDRESS = 200;
    private static final int LARGEST_PORT = 65_535;
    private static final String ADDRESS = "https:// with a host, perhaps a port and a path, of at most "
            + LONGEST_ADDRESS + " characters; no user, query or fragment";
    private static final List<String> DETECTIONS = List.of("off", "enable", "detect_message_end");

    private final SettingsObject settings;

    RestTrunkReader(String json) {
        this.settings = SettingsObject.parse("settings", json);
    }

    RestTrunk trunk() {
        var trunk = new RestTrunk(account(), address("base_url").orElse(TWILIO),
                address("public_url").orElseThrow(() -> settings.wrong("public_url", "is missing", ADDRESS)),
                detection());
        settings.end();
        return trunk;
    }

    private String account() {
        String sid = settings.text("account_sid", LONGEST_SID)
                .orElseThrow(() -> settings.wrong("account_sid", "is missing", SIDS));
        if (!SID.matcher(sid).matches()) {
            throw settings.wrong("account_sid", "is not an account's id", SIDS);
        }
        return sid;
    }

    private Optional<URI> address(String name) {
        return settings.text(name, LONGEST_ADDRESS).map(text -> {
            try {
                var address = new URI(withoutSlash(text));
                if (fits(address)) {
                    return address;
                }
            } catch (URISyntaxException e) {
                throw settings.wrong(name, "is not an address", ADDRESS);
            }
            throw settings.wrong(name, "is not an address that is taken", ADDRESS);
        });
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
        return settings.word("amd", DETECTIONS)
                .map(word -> Detection.valueOf(word.toUpperCase(Locale.ROOT))).orElse(Detection.OFF);
    }
}
