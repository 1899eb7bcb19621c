package dev.carillon.carrier.sip.dialog;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.carillon.carrier.sip.message.Header;
import dev.carillon.carrier.sip.message.HeaderName;
import dev.carillon.carrier.sip.message.Headers;
import dev.carillon.carrier.sip.message.NameAddress;
import dev.carillon.carrier.sip.message.Parameter;
import dev.carillon.carrier.sip.message.SipMessage;
import dev.carillon.carrier.sip.message.SipRequest;
import dev.carillon.carrier.sip.message.SipSyntax;
import dev.carillon.carrier.sip.message.SipUri;
import dev.carillon.carrier.sip.message.Via;
import dev.carillon.carrier.sip.transaction.Hop;
import dev.carillon.carrier.sip.transaction.Transport;
import dev.carillon.carrier.sip.transaction.Wire;

/** What we say of ourselves. */
final class Own {

    /** What we understand in a dialog. */
    static final String METHODS = "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE";

    private static final String USER = "carillon";
    private static final Header UNDERSTOOD = new Header(HeaderName.ALLOW, METHODS);
    private static final Header EXTENSIONS = new Header(HeaderName.SUPPORTED, "timer");
    private static final Header NAME = new Header(HeaderName.USER_AGENT, "Carillon");

    private Own() {
    }

    /** The headers with which requests and answers say where we are reached and what we understand. */
    static Headers added(Headers headers, Header contact) {
        return headers.replace(contact, UNDERSTOOD, EXTENSIONS, NAME);
    }

    /** Where requests within the dialog reach us by this transport from whom requests reach with this Via. */
    static Header contact(Via via, Transport transport) {
        SipUri uri = SipUri.of(USER, via.host(), via.port());
        String text = transport == Transport.UDP
                ? uri.text()
                : uri.with(uri.parameters().with(
                        new Parameter("transport", transport.name().toLowerCase(Locale.ROOT)))).text();
        return new Header(HeaderName.CONTACT, NameAddress.of(text).text());
    }

    /** The members of a header; what cannot be read is not there, for a call does not break of it. */
    static List<String> elements(SipMessage message, String name) {
        try {
            return message.headers().elements(name);
        } catch (SipSyntax e) {
            return List.of();
        }
    }

    /** An ACK cannot be challenged, so it has the answers that its INVITE had (RFC 3261 §22.1). */
    static SipRequest withCredentialsOf(SipRequest invite, SipRequest ack) {
        return with(credentials(invite), ack);
    }

    /** The answers to challenges that a request has. */
    static List<Header> credentials(SipRequest request) {
        var credentials = new ArrayList<Header>(0);
        for (Header header : request.headers().entries()) {
            if (header.name().equals(HeaderName.AUTHORIZATION)
                    || header.name().equals(HeaderName.PROXY_AUTHORIZATION)) {
                credentials.add(header);
            }
        }
        return List.copyOf(credentials);
    }

    /** A request with these headers as well. */
    static SipRequest with(List<Header> more, SipRequest request) {
        SipRequest with = request;
        for (Header header : more) {
            with = with.with(headers -> headers.add(header.name(), header.value()));
        }
        return with;
    }

    /** The address that we are reached at from there: a name or an address, without brackets. */
    static String address(Wire wire, Hop to) {
        String host = wire.via(to).host();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

}
