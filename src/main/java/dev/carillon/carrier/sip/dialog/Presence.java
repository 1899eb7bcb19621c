package dev.carillon.carrier.sip.dialog;

import java.util.Optional;
import java.util.function.Consumer;

import dev.carillon.carrier.sip.message.Body;
import dev.carillon.carrier.sip.message.Header;
import dev.carillon.carrier.sip.message.HeaderName;
import dev.carillon.carrier.sip.message.Headers;
import dev.carillon.carrier.sip.message.NameAddress;
import dev.carillon.carrier.sip.message.SipRequest;
import dev.carillon.carrier.sip.message.SipResponse;
import dev.carillon.carrier.sip.message.SipUri;
import dev.carillon.carrier.sip.transaction.ClientEvent;
import dev.carillon.carrier.sip.transaction.Hop;

/**
 * The question whether a peer is there: OPTIONS outside of every dialog (RFC 3261 §11). Whoever answers at
 * all is, but for a proxy that says it does not serve (503) or has reached nobody (408).
 */
final class Presence {

    private final Legs home;

    Presence(Legs home) {
        this.home = home;
    }

    /** @param told why nobody is there; empty where somebody is */
    void ask(String uri, Hop to, Consumer<Optional<String>> told) {
        String host = home.ground().wire().via(to).host();
        String from = NameAddress.of(SipUri.of("carillon", host, -1).text()).withTag(home.ground().word())
                .text();
        var headers = Headers.of(new Header(HeaderName.MAX_FORWARDS, "70"),
                new Header(HeaderName.FROM, from),
                new Header(HeaderName.TO, NameAddress.of(uri).text()),
                new Header(HeaderName.CALL_ID, home.newCallId()),
                new Header(HeaderName.CSEQ, "1 OPTIONS"), new Header("Accept", "application/sdp"));
        var options = new SipRequest("OPTIONS", uri, Own.added(headers, home.contact(to)), Body.NONE);
        home.transactions().send(options, to, event -> heard(event, told));
    }

    private static void heard(ClientEvent event, Consumer<Optional<String>> told) {
        switch (event) {
            case ClientEvent.Answered(SipResponse response) -> {
                if (!response.isProvisional()) {
                    told.accept(response.status() == 503 || response.status() == 408
                            ? Optional.of("it answers " + response.status() + " to OPTIONS")
                            : Optional.empty());
                }
            }
            case ClientEvent.TimedOut() -> told.accept(Optional.of("it does not answer OPTIONS"));
            case ClientEvent.NotSent(String why) -> told.accept(Optional.of(why));
        }
    }
}
