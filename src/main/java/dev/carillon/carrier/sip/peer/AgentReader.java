package dev.carillon.carrier.sip.peer;

import java.util.ArrayList;
import java.util.List;

import dev.carillon.carrier.sip.message.SipSyntax;
import dev.carillon.carrier.sip.message.SipUri;
import dev.carillon.carrier.sip.peer.SipAgent.HeaderFrom;
import dev.carillon.carrier.sip.transaction.Transport;

/** Reads how an agent is called, and says of everything that is wrong what is allowed. Used once. */
final class AgentReader {

    private static final int LONGEST_URI = 255;
    private static final int LONGEST_VARIABLE = 255;
    private static final String URI =
            "sip: or sips: with a host, and ;transport=udp, tcp or tls, of at most " + LONGEST_URI
                    + " octets";

    private final SettingsObject settings;

    AgentReader(String json) {
        this.settings = SettingsObject.parse("sip", json);
    }

    SipAgent agent() {
        String text = settings.text("uri", LONGEST_URI)
                .orElseThrow(() -> settings.wrong("uri", "is missing", URI));
        SipUri uri = uri(text);
        String host = HostText.read(uri.host())
                .orElseThrow(() -> settings.wrong("uri", "has a host that is none", URI));
        Transport transport = transport(uri);
        var agent = new SipAgent(text, transport, host, uri.port(),
                TrustReader.read(settings, transport, host),
                settings.text("username", TrunkReader.LONGEST_USER).orElse(null),
                settings.object("headers").map(AgentReader::headers).orElse(List.of()));
        settings.end();
        return agent;
    }

    private SipUri uri(String text) {
        SipUri uri;
        try {
            uri = SipUri.parse(text);
        } catch (SipSyntax e) {
            throw settings.wrong("uri", "is not a SIP address: " + e.getMessage(), URI);
        }
        if (uri.user().indexOf(':') >= 0) {
            throw settings.wrong("uri", "has a password, which everybody could read",
                    "username, and secrets.password");
        }
        if (!uri.headers().isEmpty()) {
            throw settings.wrong("uri", "has headers", "none: they are given in headers");
        }
        return uri;
    }

    private Transport transport(SipUri uri) {
        String asked = uri.transport();
        if (uri.secure()) {
            // A sips: address names the transport below TLS, which is TCP.
            if (!List.of("", "tcp", "tls").contains(asked)) {
                throw settings.wrong("uri", "is sips: over a transport without TLS", URI);
            }
            return Transport.TLS;
        }
        if (asked.isEmpty()) {
            return Transport.UDP;
        }
        if (!TrunkReader.TRANSPORTS.contains(asked)) {
            throw settings.wrong("uri", "has a transport that is not known", URI);
        }
        return TrunkReader.transport(asked);
    }

    private static List<HeaderFrom> headers(SettingsObject headers) {
        var from = new ArrayList<HeaderFrom>();
        List<String> asked = headers.names();
        List<String> names = HeaderRules.names(headers);
        for (int i = 0; i < names.size(); i++) {
            from.add(
                    new HeaderFrom(names.get(i), headers.text(asked.get(i), LONGEST_VARIABLE).orElseThrow()));
        }
        return from;
    }
}
