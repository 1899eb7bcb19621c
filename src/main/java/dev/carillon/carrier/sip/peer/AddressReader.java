package dev.carillon.carrier.sip.peer;

import java.util.List;
import java.util.Optional;

import dev.carillon.call.SettingsObject;
import dev.carillon.carrier.sip.message.SipSyntax;
import dev.carillon.carrier.sip.message.SipUri;
import dev.carillon.carrier.sip.transaction.Transport;

/** Reads a SIP address that is called, and says of everything that is wrong what is allowed. */
final class AddressReader {

    private static final int LONGEST = 255;
    private static final String ALLOWED =
            "sip: or sips: with a host, and ;transport=udp, tcp or tls, of at most "
                    + LONGEST + " octets";

    private final SettingsObject settings;
    private final String name;
    private final String instead;

    /**
     * @param name    of the setting
     * @param instead what to give where an address has a password or headers in it
     */
    AddressReader(SettingsObject settings, String name, String instead) {
        this.settings = settings;
        this.name = name;
        this.instead = instead;
    }

    /**
     * An address.
     *
     * @param uri  as it was written
     * @param host IPv6 without brackets
     * @param port -1: what SRV says, else the default port
     */
    record Address(String uri, Transport transport, String host, int port) {
    }

    /** Empty where the setting is not there. */
    Optional<Address> read() {
        return settings.text(name, LONGEST).map(this::read);
    }

    Address required() {
        return read().orElseThrow(() -> settings.wrong(name, "is missing", ALLOWED));
    }

    private Address read(String text) {
        SipUri uri = uri(text);
        String host = HostText.read(uri.host())
                .orElseThrow(() -> settings.wrong(name, "has a host that is none", ALLOWED));
        return new Address(text, transport(uri), host, uri.port());
    }

    private SipUri uri(String text) {
        SipUri uri;
        try {
            uri = SipUri.parse(text);
        } catch (SipSyntax e) {
            throw settings.wrong(name, "is not a SIP address: " + e.getMessage(), ALLOWED);
        }
        if (uri.user().indexOf(':') >= 0) {
            throw settings.wrong(name, "has a password, which everybody could read", instead);
        }
        if (!uri.headers().isEmpty()) {
            throw settings.wrong(name, "has headers", instead);
        }
        return uri;
    }

    private Transport transport(SipUri uri) {
        String asked = uri.transport();
        if (uri.secure()) {
            // A sips: address names the transport below TLS, which is TCP.
            if (!List.of("", "tcp", "tls").contains(asked)) {
                throw settings.wrong(name, "is sips: over a transport without TLS", ALLOWED);
            }
            return Transport.TLS;
        }
        if (asked.isEmpty()) {
            return Transport.UDP;
        }
        if (!TrunkReader.TRANSPORTS.contains(asked)) {
            throw settings.wrong(name, "has a transport that is not known", ALLOWED);
        }
        return TrunkReader.transport(asked);
    }
}
