package dev.carillon.carrier.sip;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

import dev.carillon.carrier.sip.message.HeaderName;
import dev.carillon.carrier.sip.message.Octets;
import dev.carillon.carrier.sip.message.SipMessage;
import dev.carillon.carrier.sip.message.Via;
import dev.carillon.carrier.sip.transaction.Hop;
import dev.carillon.carrier.sip.transaction.Wire;

/**
 * Shows every message that goes out and comes in, as people read SIP: but for the answers to challenges and
 * the tokens of calls, of which only the name is shown. Thread-safe if its output is.
 */
final class SipTrace implements Wire {

    private static final List<String> SECRET = List.of(HeaderName.AUTHORIZATION,
            HeaderName.PROXY_AUTHORIZATION, "X-Carillon-Token");

    private final Wire wire;
    private final Consumer<String> out;

    /** @param out takes the lines of one message at a time */
    SipTrace(Wire wire, Consumer<String> out) {
        this.wire = wire;
        this.out = out;
    }

    @Override
    public Via via(Hop to) {
        return wire.via(to);
    }

    @Override
    public void send(SipMessage message, Hop to, Consumer<String> failed) {
        out.accept("──▶ " + place(to) + "\n" + text(message));
        wire.send(message, to, why -> {
            out.accept("──✕ " + place(to) + ": " + why + "\n");
            failed.accept(why);
        });
    }

    void heard(SipMessage message, Hop from) {
        out.accept("◀── " + place(from) + "\n" + text(message));
    }

    private static String place(Hop hop) {
        return hop.transport() + " " + hop.host() + ":" + hop.port();
    }

    static String text(SipMessage message) {
        SipMessage shown = message;
        for (String name : SECRET) {
            if (shown.headers().first(name).isPresent()) {
                shown = shown.with(headers -> headers.replace(name, "(hidden)"));
            }
        }
        String octets = new String(shown.bytes(), StandardCharsets.ISO_8859_1);
        return Octets.shown(octets).replace("\r\n", "\n");
    }
}
