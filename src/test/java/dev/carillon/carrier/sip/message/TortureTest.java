package dev.carillon.carrier.sip.message;

import static dev.carillon.carrier.sip.message.Sample.INVITE;
import static dev.carillon.carrier.sip.message.Sample.OK;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Messages of the kinds that RFC 4475 and RFC 5118 torture parsers with, each made anew here: those that are
 * right are read right, and those that are wrong are refused, in the right place.
 */
class TortureTest {

    /** A message, what is asked of it, and the answer. */
    private record Right(String kind, Sample sample, Function<SipMessage, Object> asks, Object answer) {
    }

    /** A message that cannot even be read. */
    private record Unreadable(String kind, Sample sample) {
    }

    /** A message that is read, so that it could be answered with 400, but is not complete. */
    private record Incomplete(String kind, Sample sample) {
    }

    private static Right right(String kind, Sample sample, Function<SipMessage, Object> asks, Object answer) {
        return new Right(kind, sample, asks, answer);
    }

    private static final String LONG = "x".repeat(800);

    private static final List<Right> RIGHT = List.of(
            right("spaces wherever they may be",
                    INVITE.without("To").and("tO \t:", "  sip:bob@hive.example ;",
                            "\t tag  =  \"t\"  ; spare"),
                    m -> m.to(), new NameAddress("", "sip:bob@hive.example",
                            new Parameters(List.of(new Parameter("tag", "\"t\""),
                                    new Parameter("spare", null))))),
            right("a Via that goes over lines", INVITE.without("Via").and("v:  SIP  / 2.0", " /", "  TCP ",
                    " hop.example  :  5061 ; branch =", " z9hG4bK2 ,SIP/2.0/UDP other.example"),
                    m -> m.vias().stream().map(Via::text).toList(),
                    List.of("SIP/2.0/TCP hop.example:5061;branch=z9hG4bK2", "SIP/2.0/UDP other.example")),
            right("a sequence number with zeros, folded",
                    INVITE.without("CSeq").and("cseq: 0042", "   INVITE"),
                    m -> m.cseq(), new CSeq(42, "INVITE")),
            right("hops with zeros", INVITE.with("Max-Forwards: 0068"), m -> m.maxForwards(), 68),
            right("a header that nobody knows and that looks like nothing", INVITE.and("Odd-One: ;;,,;\"<"),
                    m -> m.headers().all("odd-one"), List.of(";;,,;\"<")),
            right("a header without a value", INVITE.and("s:"), m -> m.headers().first("Subject").get(), ""),
            right("every character of a token in a method", INVITE.first("A-z.0!%*_+`'~ sip:x@y SIP/2.0")
                    .with("CSeq: 9 A-z.0!%*_+`'~"), m -> m.cseq().method(), "A-z.0!%*_+`'~"),
            right("every character of a user", INVITE.first(
                    "INVITE sip:u-_.!~*'()&=+$,;?/:p&=+$,w@y.example;q=$+ SIP/2.0"),
                    m -> ((SipRequest) m).sipUri().user(), "u-_.!~*'()&=+$,;?/:p&=+$,w"),
            right("quotation marks and a backslash in a name",
                    INVITE.with("From: \"a \\\"b\\\\\" <sip:a@b.example>;tag=1"), m -> m.from().display(),
                    "a \"b\\"),
            right("a name of several scripts",
                    INVITE.with("From: " + Octets.of("\"Ünä ☎\"") + " <sip:a@b.example>"),
                    m -> m.from().display(), "Ünä ☎"),
            right("escapes in a user", INVITE.first("INVITE sip:%61%40b%2B1@y.example SIP/2.0"),
                    m -> ((SipRequest) m).sipUri().userText(), "a@b+1"),
            right("an escaped null, which stays escaped", INVITE.first("INVITE sip:a%00b@y.example SIP/2.0"),
                    m -> ((SipRequest) m).sipUri().userText(), "a%00b"),
            right("a per cent sign that is no escape, for it is in no URI",
                    INVITE.first("M%45T sip:x@y.example SIP/2.0").with("CSeq: 1 M%45T"),
                    m -> ((SipRequest) m).method(), "M%45T"),
            right("no space before an angle bracket", INVITE.with("From: Ann<sip:ann@b.example>;tag=1"),
                    m -> m.from().display(), "Ann"),
            right("long values",
                    INVITE.with("From: \"" + LONG + "\" <sip:" + LONG + "@b.example;" + LONG + "="
                            + LONG + ">;tag=" + LONG).with("Call-ID: " + LONG),
                    m -> m.callId(), LONG),
            right("a second message behind the first in a datagram", INVITE.and("Content-Length: 2")
                    .body("okBYE sip:x@y.example SIP/2.0\r\n\r\n"), m -> m.body().text(), "ok"),
            right("semicolons in a user", INVITE.first("INVITE sip:u;par=a%3Db@y.example;t=1 SIP/2.0"),
                    m -> ((SipRequest) m).sipUri().user() + ((SipRequest) m).sipUri().parameters().text(),
                    "u;par=a%3Db;t=1"),
            right("transports that nobody knows", INVITE.without("Via").and(
                    "Via: SIP/2.0/PIGEON a.example, SIP/2.0/sctp b.example",
                    "Via: SIP/2.0/TLS-SCTP c.example"),
                    m -> m.vias().stream().map(Via::transport).toList(),
                    List.of("PIGEON", "SCTP", "TLS-SCTP")),
            right("a body of several parts with any octets",
                    INVITE.with("c: Multipart/Mixed ;boundary=\"--x\"")
                            .body("----x\r\n\r\n\0\1\2\377\r\n----x--"),
                    m -> m.contentType() + m.body().length(),
                    "multipart/mixed22"),
            right("a reason in another script", OK.first("SIP/2.0 200 " + Octets.of("= 2**3 * 5**2 но")),
                    m -> Octets.shown(((SipResponse) m).reason()), "= 2**3 * 5**2 но"),
            right("an empty reason", OK.first("SIP/2.0 183 "), m -> ((SipResponse) m).reason(), ""),
            right("an empty reason without its space", OK.first("SIP/2.0 183"),
                    m -> ((SipResponse) m).status(), 183),
            right("a date of another zone, which is not ours to judge",
                    INVITE.and("Date: Mon, 2 Feb 2026 10:00:00 CEST"),
                    m -> m.headers().all("Date"), List.of("Mon, 2 Feb 2026 10:00:00 CEST")),
            right("a name that needed quotation marks", INVITE.with("From: Bee, Ann <sip:ann@b.example>"),
                    m -> m.from().display(), "Bee, Ann"),
            right("a branch that is only the cookie",
                    INVITE.with("Via: SIP/2.0/UDP h.example;branch=z9hG4bK"),
                    m -> m.topVia().branch().get(), "z9hG4bK"),
            right("a URI of a scheme that nobody knows",
                    INVITE.first("INVITE nobody.knows:this!at-all SIP/2.0"),
                    m -> ((SipRequest) m).uri(), "nobody.knows:this!at-all"),
            right("a scheme that is known, and unusual",
                    INVITE.first("INVITE tel:+1-555;phone-context=x SIP/2.0")
                            .with("To: <tel:+1-555>"),
                    m -> m.to().uri(), "tel:+1-555"),
            right("extensions that are required",
                    INVITE.and("Require: nothing.else , 100rel", "require: new"),
                    m -> m.headers().elements("Require"), List.of("nothing.else", "100rel", "new")),
            right("a content type that nobody knows",
                    INVITE.with("Content-Type: application/bees").body("<bee>"),
                    m -> m.contentType() + m.body().text(), "application/bees<bee>"),
            right("credentials of a scheme that nobody knows",
                    INVITE.and("Authorization: Hum note=\"a,b\", key=c"),
                    m -> m.headers().elements("Authorization"), List.of("Hum note=\"a,b\", key=c")),
            right("a single header twice with one value", INVITE.and("i: 7a@192.0.2.7"),
                    m -> m.headers().all("Call-ID"), List.of("7a@192.0.2.7")),
            right("an answer by a host that cannot be",
                    OK.with("Via: SIP/2.0/UDP 255.255.255.255;branch=z9hG4bK4"),
                    m -> m.topVia().host(), "255.255.255.255"),
            right("no hop left", INVITE.with("Max-Forwards: 0"), m -> m.maxForwards(), 0),
            right("parameters of the address and of what surrounds it",
                    INVITE.with("Contact: <sip:u@h.example;a=1>;a=2"),
                    m -> m.contacts().getFirst().parameters().text()
                            + m.contacts().getFirst().sipUri().parameters().text(),
                    ";a=2;a=1"),
            right("parameters behind a bare address are not its own",
                    INVITE.with("Contact: sip:u@h.example;a=2"),
                    m -> m.contacts().getFirst().uri() + " " + m.contacts().getFirst().parameters().text(),
                    "sip:u@h.example ;a=2"),
            right("escaped headers in a Contact", INVITE.with("Contact: <sip:u@h.example?Route=%3Csip:r%3E>"),
                    m -> m.contacts().getFirst().sipUri().headers(), "Route=%3Csip:r%3E"),
            right("a request as it was made before there were branches", INVITE.without("Max-Forwards")
                    .without("Contact").with("Via: SIP/2.0/UDP old.example")
                    .with("From: sip:ann@old.example"),
                    m -> m.from().tag().isPresent() || m.topVia().branch().isPresent(), false),
            right("everybody as a contact", INVITE.with("Contact: *"), m -> m.contacts(), List.of()),
            right("an IPv6 host with a port", INVITE.first("INVITE sip:[2001:db8::10]:5070 SIP/2.0"),
                    m -> ((SipRequest) m).sipUri(), SipUri.of("", "[2001:db8::10]", 5070)),
            right("an IPv6 host that ends like one with a port",
                    INVITE.first("INVITE sip:[2001:db8::10:5070] SIP/2.0"),
                    m -> ((SipRequest) m).sipUri(), SipUri.of("", "[2001:db8::10:5070]", -1)),
            right("a received address with brackets",
                    OK.with("Via: SIP/2.0/UDP [2001:db8::9];received=[2001:db8::9:1]"),
                    m -> m.topVia().received().get(), "2001:db8::9:1"),
            right("a received address without",
                    OK.with("Via: SIP/2.0/UDP [2001:db8::9]:1;received=2001:db8::9:1"),
                    m -> m.topVia().received().get(), "2001:db8::9:1"),
            right("hops of both kinds of address",
                    OK.without("Via").and("Via: SIP/2.0/UDP [::1]:5060, SIP/2.0/TLS"
                            + " 192.0.2.1", "Via: SIP/2.0/UDP [2001:db8::192.0.2.1]"),
                    m -> m.vias().stream().map(Via::host).toList(),
                    List.of("[::1]", "192.0.2.1", "[2001:db8::192.0.2.1]")),
            right("an IPv4 address within IPv6", INVITE.with("Contact: <sip:u@[::ffff:192.0.2.10]:19823>"),
                    m -> m.contacts().getFirst().sipUri().host(), "[::ffff:192.0.2.10]"),
            right("three colons before an IPv4 address mean two",
                    INVITE.first("INVITE sip:u@[2001:db8:::192.0.2.1] SIP/2.0"),
                    m -> ((SipRequest) m).sipUri().host(), "[2001:db8::192.0.2.1]"));

    private static final List<Unreadable> UNREADABLE = List.of(
            new Unreadable("a length longer than what is there",
                    INVITE.and("Content-Length: 9").body("short")),
            new Unreadable("a length below nothing", INVITE.and("Content-Length: -9")),
            new Unreadable("a length beyond all numbers", INVITE.and("l: 4294967296")),
            new Unreadable("two lengths", INVITE.and("Content-Length: 0", "l: 1").body("x")),
            new Unreadable("angle brackets around the URI", INVITE.first("INVITE <sip:u@h.example> SIP/2.0")),
            new Unreadable("a space in the URI", INVITE.first("INVITE sip:u@h.example; lr SIP/2.0")),
            new Unreadable("a tab in the first line", INVITE.first("INVITE\tsip:u@h.example SIP/2.0")),
            new Unreadable("two spaces in the first line", INVITE.first("INVITE  sip:u@h.example SIP/2.0")),
            new Unreadable("a space behind the first line", INVITE.first("INVITE sip:u@h.example SIP/2.0 ")),
            new Unreadable("a version to come", INVITE.first("INVITE sip:u@h.example SIP/7.0")),
            new Unreadable("an answer of a version to come", OK.first("SIP/3.0 200 OK")),
            new Unreadable("no version", INVITE.first("INVITE sip:u@h.example")),
            new Unreadable("a status beyond all numbers", OK.first("SIP/2.0 4294967301 no")),
            new Unreadable("a status that is too great", OK.first("SIP/2.0 700 no")),
            new Unreadable("a status that is too small", OK.first("SIP/2.0 099 no")),
            new Unreadable("a status that is none", OK.first("SIP/2.0 2x0 no")),
            new Unreadable("two addresses of the caller", INVITE.and("f: <sip:eve@h.example>;tag=a1")),
            new Unreadable("two Call-IDs", INVITE.and("Call-ID: other")),
            new Unreadable("two sequence numbers", INVITE.and("CSeq: 2 INVITE")),
            new Unreadable("two counts of hops", INVITE.and("Max-Forwards: 69")),
            new Unreadable("a name that is no token", INVITE.and("Sub ject: x")),
            new Unreadable("a line without a colon", INVITE.and("Subject")),
            new Unreadable("a fold where nothing is to go on", INVITE.and(" Subject: x")),
            new Unreadable("a null in a name, escaped as the grammar has it",
                    INVITE.with("From: \"a\\\0b\" <sip:a@b.example>;tag=1")),
            new Unreadable("a LF alone, which would be a header of its own",
                    INVITE.with("Call-ID: 1\nRoute: <sip:evil.example>")),
            new Unreadable("a CR alone", INVITE.with("Call-ID: 1\rRoute: <sip:evil.example>")),
            new Unreadable("a character that deletes", INVITE.and("Subject: a\177b")),
            new Unreadable("a URI of other than ASCII", INVITE.first("INVITE sip:\374@h.example SIP/2.0")));

    private static final List<Incomplete> INCOMPLETE = List.of(
            new Incomplete("commas and semicolons with nothing between",
                    INVITE.with("Via: SIP/2.0/UDP h.example;;,;,,")),
            new Incomplete("an empty member in a list of contacts",
                    INVITE.with("Contact: <sip:a@b.example>,,")),
            new Incomplete("numbers that are too great, in a request",
                    INVITE.with("CSeq: 36893488147 INVITE")),
            new Incomplete("numbers that are too great, in an answer", OK.with("CSeq: 92923948347 INVITE")),
            new Incomplete("more hops than there may be", INVITE.with("Max-Forwards: 300")),
            new Incomplete("a quotation mark that is not closed",
                    INVITE.with("To: \"Mr. B <sip:b@h.example>")),
            new Incomplete("headers in the URI",
                    INVITE.first("INVITE sip:u@h.example?Route=%3Csip:r%3E SIP/2.0")),
            new Incomplete("a Contact that needs angle brackets",
                    INVITE.with("Contact: sip:u@h.example?Route=%3Csip:r%3E")),
            new Incomplete("a space within an address", INVITE.with("To: \"B\" < sip:b@h.example >")),
            new Incomplete("another method in the sequence number", INVITE.with("CSeq: 1 OPTIONS")),
            new Incomplete("a method that nobody knows, and another one", INVITE.first(
                    "NEW sip:u@h.example SIP/2.0").with("CSeq: 1 NEWER")),
            new Incomplete("no Via", INVITE.without("Via")),
            new Incomplete("no From", INVITE.without("From")),
            new Incomplete("no To", INVITE.without("To")),
            new Incomplete("no Call-ID", INVITE.without("Call-ID")),
            new Incomplete("no sequence number", INVITE.without("CSeq")),
            new Incomplete("an empty Call-ID", INVITE.with("Call-ID:")),
            new Incomplete("a Call-ID of two words", INVITE.with("Call-ID: a b")),
            new Incomplete("a way back that is none", OK.with("Record-Route: edge.example")),
            new Incomplete("a tag twice", INVITE.with("From: <sip:a@b.example>;tag=1;Tag=2")),
            new Incomplete("an empty tag", INVITE.with("From: <sip:a@b.example>;tag=")),
            new Incomplete("an angle bracket that is not closed", INVITE.with("Route: <sip:a@b.example;lr")),
            new Incomplete("a Via of another protocol", INVITE.with("Via: SIP/7.0/UDP h.example")),
            new Incomplete("a Via without a host", INVITE.with("Via: SIP/2.0/UDP ;branch=z9hG4bK3")),
            new Incomplete("a port that is none", INVITE.with("Via: SIP/2.0/UDP h.example:70000")),
            new Incomplete("an IPv6 host without brackets", INVITE.first("INVITE sip:2001:db8::10 SIP/2.0")),
            new Incomplete("an IPv6 Via without brackets", INVITE.with("Via: SIP/2.0/UDP 2001:db8::9:1")),
            new Incomplete("three colons before anything else",
                    INVITE.first("INVITE sip:u@[2001:db8:::1] SIP/2.0")));

    /** All of them, the wrong ones too. */
    static Stream<Sample> samples() {
        return Stream.concat(RIGHT.stream().map(Right::sample), Stream.concat(
                UNREADABLE.stream().map(Unreadable::sample), INCOMPLETE.stream().map(Incomplete::sample)));
    }

    @TestFactory
    Stream<DynamicTest> what_is_right_is_read_right() {
        return RIGHT.stream().map(it -> DynamicTest.dynamicTest(it.kind, () -> {
            SipMessage message = it.sample.read();
            assertDoesNotThrow(message::requireComplete);
            assertEquals(it.answer, it.asks.apply(message));
            assertEquals(message, SipParser.datagram(message.bytes()));
        }));
    }

    @TestFactory
    Stream<DynamicTest> what_cannot_be_read_is_refused_by_the_parser() {
        return UNREADABLE.stream().map(it -> DynamicTest.dynamicTest(it.kind,
                () -> assertThrows(SipSyntax.class, it.sample::read)));
    }

    @TestFactory
    Stream<DynamicTest> what_can_be_read_but_lacks_something_is_refused_as_incomplete() {
        return INCOMPLETE.stream().map(it -> DynamicTest.dynamicTest(it.kind, () -> {
            SipMessage message = it.sample.read();
            assertThrows(SipSyntax.class, message::requireComplete);
        }));
    }
}
