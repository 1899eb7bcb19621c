package dev.carillon.carrier.sip.peer;

import java.util.ArrayList;
import java.util.List;

import dev.carillon.call.SettingsObject;
import dev.carillon.carrier.sip.peer.SipAgent.HeaderFrom;

/** Reads how an agent is called, and says of everything that is wrong what is allowed. Used once. */
final class AgentReader {

    private static final int LONGEST_VARIABLE = 255;
    private static final String INSTEAD = "username, secrets.password and headers beside a bare address";

    private final SettingsObject settings;

    AgentReader(String json) {
        this.settings = SettingsObject.parse("sip", json);
    }

    SipAgent agent() {
        AddressReader.Address address = new AddressReader(settings, "uri", INSTEAD).required();
        var agent = new SipAgent(address.uri(), address.transport(), address.host(), address.port(),
                TrustReader.read(settings, address.transport(), address.host()),
                settings.text("username", TrunkReader.LONGEST_USER).orElse(null),
                settings.object("headers").map(AgentReader::headers).orElse(List.of()));
        settings.end();
        return agent;
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
