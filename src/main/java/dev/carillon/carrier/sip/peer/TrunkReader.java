package dev.carillon.carrier.sip.peer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.carillon.call.SettingsObject;
import dev.carillon.carrier.sip.peer.SipTrunk.Address;
import dev.carillon.carrier.sip.peer.SipTrunk.HeaderTemplate;
import dev.carillon.carrier.sip.peer.SipTrunk.Offer;
import dev.carillon.carrier.sip.transaction.Transport;
import dev.carillon.carrier.sip.transaction.Trust;

/** Reads the settings of a SIP trunk, and says of every wrong one what is allowed. Used once. */
final class TrunkReader {

    static final int LONGEST_USER = 255;
    static final List<String> TRANSPORTS = List.of("udp", "tcp", "tls");

    private static final int MOST_ADDRESSES = 10;
    private static final int GREATEST_PORT = 65_535;
    private static final int SHORTEST_SESSION = 90;
    private static final int LONGEST_SECONDS = 86_400;
    private static final int SHORTEST_KEEP_ALIVE = 5;
    private static final Duration SESSION = Duration.ofMinutes(30);
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(30);
    private static final List<String> OFFERS = List.of("early", "late");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{[a-z_]+\\}");

    private final SettingsObject settings;

    TrunkReader(String json) {
        this.settings = SettingsObject.parse("settings", json);
    }

    SipTrunk trunk() {
        List<Address> addresses = addresses();
        Transport transport = settings.word("transport", TRANSPORTS).map(TrunkReader::transport)
                .orElse(Transport.UDP);
        var trunk = new SipTrunk(addresses, transport,
                TrustReader.read(settings, transport, onlyHost(addresses)), domain(addresses),
                settings.text("username", LONGEST_USER).orElse(null),
                settings.word("offer", OFFERS).map(word -> Offer.valueOf(word.toUpperCase(Locale.ROOT)))
                        .orElse(Offer.EARLY),
                settings.object("numbers").map(NumberFormat::read).orElse(NumberFormat.E164),
                settings.object("headers").map(TrunkReader::headers).orElse(List.of()),
                seconds("session_expires_seconds", SHORTEST_SESSION, SESSION),
                seconds("keep_alive_seconds", SHORTEST_KEEP_ALIVE, KEEP_ALIVE),
                new AddressReader(settings, "announcement", "a bare address").read()
                        .map(TrunkReader::announcement).orElse(null));
        settings.end();
        return trunk;
    }

    /** The transport of its word. */
    static Transport transport(String word) {
        return Transport.valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** Whoever plays it is asked for by name alone: over TLS by the system's authorities. */
    private static SipAgent announcement(AddressReader.Address address) {
        Trust trust = address.transport() == Transport.TLS ? new Trust(address.host(), null) : null;
        return new SipAgent(address.uri(), address.transport(), address.host(), address.port(), trust, null,
                List.of());
    }

    private List<Address> addresses() {
        String allowed = "an array of 1 to " + MOST_ADDRESSES + " objects with a host";
        List<SettingsObject> objects = settings.objects("addresses", MOST_ADDRESSES)
                .orElseThrow(() -> settings.wrong("addresses", "is missing", allowed));
        var addresses = new ArrayList<Address>();
        for (SettingsObject object : objects) {
            addresses.add(new Address(host(object, "host")
                    .orElseThrow(() -> object.wrong("host", "is missing", HostText.ALLOWED)),
                    object.whole("port", 1, GREATEST_PORT).orElse(-1),
                    object.whole("priority", 0, GREATEST_PORT).orElse(1),
                    object.whole("weight", 0, GREATEST_PORT).orElse(1)));
            object.end();
        }
        return addresses;
    }

    private String domain(List<Address> addresses) {
        return HostText.inUri(host(settings, "domain").orElse(addresses.getFirst().host()));
    }

    private static Optional<String> host(SettingsObject object, String name) {
        return object.text(name, HostText.LONGEST).map(text -> HostText.read(text)
                .orElseThrow(() -> object.wrong(name, "is not a host", HostText.ALLOWED)));
    }

    private static @Nullable String onlyHost(List<Address> addresses) {
        List<String> hosts = addresses.stream().map(Address::host).distinct().toList();
        return hosts.size() == 1 ? hosts.getFirst() : null;
    }

    private static List<HeaderTemplate> headers(SettingsObject headers) {
        var templates = new ArrayList<HeaderTemplate>();
        List<String> asked = headers.names();
        List<String> names = HeaderRules.names(headers);
        for (int i = 0; i < names.size(); i++) {
            String value = HeaderRules.value(headers, asked.get(i));
            String rest = value.replace(HeaderTemplate.CALLER_ID, "").replace(HeaderTemplate.CALLED, "");
            if (PLACEHOLDER.matcher(rest).find()) {
                throw headers.wrong(asked.get(i), "stands for something that is not known",
                        HeaderTemplate.CALLER_ID + " and " + HeaderTemplate.CALLED);
            }
            templates.add(new HeaderTemplate(names.get(i), value));
        }
        return templates;
    }

    private Duration seconds(String name, int least, Duration otherwise) {
        return settings.whole(name, 0, LONGEST_SECONDS).map(seconds -> {
            if (seconds > 0 && seconds < least) {
                throw settings.wrong(name, "is too short",
                        "0 (off), or " + least + " to " + LONGEST_SECONDS);
            }
            return Duration.ofSeconds(seconds);
        }).orElse(otherwise);
    }
}
