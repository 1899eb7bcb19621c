package dev.carillon.carrier.sip.message;

import static dev.carillon.carrier.sip.message.HeaderName.CALL_ID;
import static dev.carillon.carrier.sip.message.HeaderName.CONTACT;
import static dev.carillon.carrier.sip.message.HeaderName.CONTENT_TYPE;
import static dev.carillon.carrier.sip.message.HeaderName.CSEQ;
import static dev.carillon.carrier.sip.message.HeaderName.FROM;
import static dev.carillon.carrier.sip.message.HeaderName.MAX_FORWARDS;
import static dev.carillon.carrier.sip.message.HeaderName.RECORD_ROUTE;
import static dev.carillon.carrier.sip.message.HeaderName.ROUTE;
import static dev.carillon.carrier.sip.message.HeaderName.TO;
import static dev.carillon.carrier.sip.message.HeaderName.VIA;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A request or a response, never changed. Headers stand as they were written; the readers take one apart when
 * asked, and throw {@link SipSyntax} where it is missing or wrong. A message that was only parsed may lack
 * anything: {@link #requireComplete} says whether a transaction can be made of it.
 */
public sealed interface SipMessage permits SipRequest, SipResponse {

    Headers headers();

    Body body();

    /** With these headers instead. */
    SipMessage with(Headers headers);

    /** With headers that are made of its own: {@code m.with(h -> h.add("Supported", "timer"))}. */
    SipMessage with(UnaryOperator<Headers> change);

    /** With this body and its type. */
    SipMessage with(String contentType, Body body);

    /** What goes over the wire, with the right Content-Length. Refused where it would be too long. */
    byte[] bytes();

    /** Refused unless it has what every message must have, each in its form (RFC 3261 8.1.1). */
    void requireComplete();

    /** Every hop, the latest first; at least one. */
    default List<Via> vias() {
        List<Via> hops = members(VIA, Header::hops);
        Limits.check(!hops.isEmpty(), "there is no Via");
        return hops;
    }

    default Via topVia() {
        return single(VIA).latestHop();
    }

    default NameAddress from() {
        return single(FROM).address();
    }

    default NameAddress to() {
        return single(TO).address();
    }

    default String callId() {
        String callId = single(CALL_ID).value();
        Limits.check(!callId.isEmpty() && callId.indexOf(' ') < 0 && callId.indexOf('\t') < 0,
                "Call-ID is no word");
        return callId;
    }

    default CSeq cseq() {
        return single(CSEQ).cseq();
    }

    /** Where the sender wants to be reached. A lone {@code *} is nobody. */
    default List<NameAddress> contacts() {
        List<Header> fields = headers().fields(CONTACT);
        boolean nobody = fields.size() == 1 && fields.getFirst().value().equals("*");
        return nobody ? List.of() : members(fields, Header::addresses);
    }

    default List<NameAddress> routes() {
        return members(ROUTE, Header::addresses);
    }

    default List<NameAddress> recordRoutes() {
        return members(RECORD_ROUTE, Header::addresses);
    }

    /** How many hops it may still take; 70 where it does not say. */
    default int maxForwards() {
        return headers().first(MAX_FORWARDS).map(SipMessage::hops).orElse(70);
    }

    /** The type of the body in lower case, without parameters: {@code application/sdp}; empty without one. */
    default String contentType() {
        String type = headers().first(CONTENT_TYPE).orElse("");
        int end = type.indexOf(';');
        return Octets.stripped(end < 0 ? type : type.substring(0, end)).toLowerCase(Locale.ROOT);
    }

    private Header single(String name) {
        return headers().field(name).orElseThrow(() -> new SipSyntax("there is no " + name));
    }

    private <T> List<T> members(String name, Function<Header, List<T>> reader) {
        return members(headers().fields(name), reader);
    }

    private static <T> List<T> members(List<Header> fields, Function<Header, List<T>> reader) {
        if (fields.size() <= 1) {
            return fields.isEmpty() ? List.of() : reader.apply(fields.getFirst());
        }
        var members = new ArrayList<T>();
        for (Header field : fields) {
            members.addAll(reader.apply(field));
            Limits.check(members.size() <= Limits.HEADERS, "a list has too many members");
        }
        return members;
    }

    private static int hops(String value) {
        long hops = Octets.number(value, 255);
        Limits.check(hops >= 0, "Max-Forwards is out of range");
        return (int) hops;
    }
}
