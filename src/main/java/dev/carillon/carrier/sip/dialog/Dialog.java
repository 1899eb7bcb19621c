package dev.carillon.carrier.sip.dialog;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import dev.carillon.carrier.sip.message.Body;
import dev.carillon.carrier.sip.message.CSeq;
import dev.carillon.carrier.sip.message.Header;
import dev.carillon.carrier.sip.message.HeaderName;
import dev.carillon.carrier.sip.message.Headers;
import dev.carillon.carrier.sip.message.NameAddress;
import dev.carillon.carrier.sip.message.SipMessage;
import dev.carillon.carrier.sip.message.SipRequest;
import dev.carillon.carrier.sip.message.SipResponse;
import dev.carillon.carrier.sip.message.SipSyntax;
import dev.carillon.carrier.sip.message.SipUri;
import dev.carillon.carrier.sip.transaction.Hop;
import dev.carillon.carrier.sip.transaction.Transport;

/**
 * What ties the requests of one leg together (RFC 3261 §12): who the two are, where the other wants to be
 * reached and by which way, and how far both have counted. For the owner's queue only.
 */
final class Dialog {

    private static final Header HOPS = new Header(HeaderName.MAX_FORWARDS, "70");

    private final String callId;
    private final NameAddress local;
    private NameAddress remote;
    /** From, To and Call-ID, once a request had them. */
    private @Nullable List<Header> names;
    private String target;
    /** The latest Contact that the target is from. */
    private String contact = "";
    private @Nullable Way way;
    private List<NameAddress> routes = List.of();
    private long sent;
    private long heard = -1;
    private boolean confirmed;

    /** Where requests go from a hop, as it was worked out last. */
    private record Way(Hop first, Hop next) {
    }

    /** @param local with its tag; {@code remote} has none yet */
    Dialog(String callId, NameAddress local, NameAddress remote, String target) {
        this.callId = callId;
        this.local = local;
        this.remote = remote;
        this.target = target;
    }

    /** As an earlier process of ours has left it. */
    static Dialog of(LegState before) {
        var dialog = new Dialog(before.callId(), NameAddress.parse(before.local()),
                NameAddress.parse(before.remote()), before.target());
        dialog.routes = before.routes().stream().map(NameAddress::parse).toList();
        dialog.sent = before.sent();
        dialog.confirmed = true;
        return dialog;
    }

    /** Nothing that is sent from now on has a number up to this one. */
    void countFrom(long number) {
        sent = Math.max(sent, number);
    }

    String local() {
        return local.text();
    }

    String remote() {
        return remote.text();
    }

    String target() {
        return target;
    }

    List<String> routes() {
        return routes.stream().map(NameAddress::text).toList();
    }

    long sent() {
        return sent;
    }

    String callId() {
        return callId;
    }

    /** The same call as another answers it: the INVITE was forked (RFC 3261 §13.2.2.4). */
    Dialog fork(SipResponse answer, String uri) {
        var forked = new Dialog(callId, local, remote, uri);
        forked.sent = answer.cseq().number();
        forked.confirm(answer);
        return forked;
    }

    /** As an answer alone tells it. */
    static Dialog answeredBy(SipResponse answer) {
        NameAddress remote = answer.to();
        var dialog = new Dialog(answer.callId(), answer.from(), remote, remote.uri());
        dialog.sent = answer.cseq().number();
        dialog.confirm(answer);
        return dialog;
    }

    /** Its answer makes the dialog (RFC 3261 §12.1.2). */
    void confirm(SipResponse answer) {
        confirmed = true;
        remote = answer.to();
        names = null;
        way = null;
        learnTarget(answer);
        try {
            List<NameAddress> recorded = answer.recordRoutes();
            recorded.stream().filter(route -> SipUri.isSip(route.uri())).forEach(NameAddress::sipUri);
            routes = recorded.reversed();
        } catch (SipSyntax e) {
            routes = List.of(); // a way that cannot be read is none; the other side itself may be reached
        }
    }

    /** Whether a request from the other side belongs to it. */
    boolean owns(SipRequest request) {
        return confirmed && tag(request.to()).equals(tag(local)) && tag(request.from()).equals(tag(remote));
    }

    /** Whether an answer to a request of ours belongs to it. */
    boolean owns(SipResponse answer) {
        return tag(answer.from()).equals(tag(local)) && tag(answer.to()).equals(tag(remote));
    }

    private static String tag(NameAddress address) {
        return address.tag().orElse("");
    }

    /** Counts a request of the other side; false when it comes too late (RFC 3261 §12.2.2). */
    boolean counts(SipRequest request) {
        long number = request.cseq().number();
        boolean inOrder = number > heard;
        heard = Math.max(heard, number);
        return inOrder;
    }

    /** Where the other side wants to be reached from now on, if it says so in a way that we can follow. */
    void learnTarget(SipMessage message) {
        try {
            List<NameAddress> contacts = message.contacts();
            if (!contacts.isEmpty() && !contacts.getFirst().uri().equals(contact)) {
                SipUri uri = contacts.getFirst().sipUri();
                target = new SipUri(uri.secure(), uri.user(), uri.host(), uri.port(), uri.parameters(), "")
                        .text();
                contact = contacts.getFirst().uri();
                way = null;
            }
        } catch (SipSyntax e) {
            // One that cannot be read leaves us with the address that has led there so far.
            return;
        }
    }

    /** The number of the next request. */
    long count() {
        return ++sent;
    }

    /** The next request, whole but for its Via. */
    SipRequest request(String method) {
        return request(method, count());
    }

    /** The ACK of the INVITE with this number; whole but for its Via. */
    SipRequest ack(long number) {
        return request("ACK", number);
    }

    /** A request with this number, whole but for its Via. */
    SipRequest request(String method, long number) {
        var path = new ArrayList<>(routes);
        String uri = target;
        if (!path.isEmpty() && !isLoose(path.getFirst())) {
            // A proxy of RFC 2543 wants itself as the request's address (RFC 3261 §12.2.1.1).
            uri = path.removeFirst().uri();
            path.add(NameAddress.of(target));
        }
        var headers = new ArrayList<Header>();
        headers.add(HOPS);
        path.forEach(route -> headers.add(new Header(HeaderName.ROUTE, route.text())));
        headers.addAll(names());
        headers.add(Header.of(new CSeq(number, method)));
        return new SipRequest(method, uri, new Headers(headers), Body.NONE);
    }

    private List<Header> names() {
        List<Header> made = names;
        if (made == null) {
            made = List.of(Header.of(HeaderName.FROM, local), Header.of(HeaderName.TO, remote),
                    new Header(HeaderName.CALL_ID, callId));
            names = made;
        }
        return made;
    }

    private static boolean isLoose(NameAddress route) {
        return SipUri.isSip(route.uri()) && route.sipUri().parameters().has("lr");
    }

    /**
     * Where its requests go: to the first proxy of the way, or to the other side itself. An address that does
     * not say by what transport is reached by the one that has led there.
     */
    Hop hop(Hop first) {
        Way known = way;
        if (known == null || !known.first().equals(first)) {
            known = new Way(first, next(first));
            way = known;
        }
        return known.next();
    }

    private Hop next(Hop first) {
        String next = routes.isEmpty() ? target : routes.getFirst().uri();
        if (!SipUri.isSip(next)) {
            return first;
        }
        SipUri uri = SipUri.parse(next);
        Transport transport = transport(uri, first.transport());
        int port = uri.port() < 0 ? transport.defaultPort() : uri.port();
        return Hop.of(transport, bare(uri.host()), port, first.trust());
    }

    private static Transport transport(SipUri uri, Transport otherwise) {
        if (uri.secure()) {
            return Transport.TLS;
        }
        return switch (uri.transport().toLowerCase(Locale.ROOT)) {
            case "udp" -> Transport.UDP;
            case "tcp" -> otherwise == Transport.TLS ? Transport.TLS : Transport.TCP;
            case "tls" -> Transport.TLS;
            default -> otherwise;
        };
    }

    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
