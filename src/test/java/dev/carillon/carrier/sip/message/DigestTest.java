package dev.carillon.carrier.sip.message;

import static dev.carillon.carrier.sip.message.Sample.INVITE;
import static dev.carillon.carrier.sip.message.Sample.OK;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

import org.junit.jupiter.api.Test;

import dev.carillon.base.Chance;

class DigestTest {

    private static final Login MUFASA = new Login("Mufasa", "Circle of Life");
    private static final String NONCE = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";
    private static final Challenge.Use GET = new Challenge.Use("GET", "/dir/index.html",
            "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ", 1);

    private final Digest digest = new Digest(new Login("user", "pass"), Chance.seeded(1));
    private SipRequest request = INVITE.request();

    @Test
    void the_examples_of_rfc_7616_come_out() {
        String rest = "realm=\"http-auth@example.org\", qop=\"auth, auth-int\", nonce=\"" + NONCE + "\"";
        assertEquals("8ca523f5e9506fed4657c9700eebdbec",
                challenge("Digest " + rest + ", algorithm=MD5").response(MUFASA, GET));
        assertEquals("753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1",
                challenge("Digest " + rest + ", algorithm=SHA-256").response(MUFASA, GET));
    }

    @Test
    void the_example_of_rfc_2617_comes_out_and_without_qop_the_form_of_rfc_2069() {
        String rest = "Digest realm=\"testrealm@host.com\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\"";
        var login = new Login("Mufasa", "Circle Of Life");
        var use = new Challenge.Use("GET", "/dir/index.html", "0a4f113b", 1);
        assertEquals("6629fae49393a05397450978507c4ef1",
                challenge(rest + ", qop=\"auth,auth-int\"").response(login, use));
        assertEquals("670fd8c2df070c60b045671b8b24ff02", challenge(rest).response(login, use));
    }

    @Test
    void the_answer_says_all_that_it_was_made_of() {
        Challenge asked = challenge("digest  REALM = \"r\\\"\\\\\" , nonce=\"n\",opaque=\"\", qop=auth,"
                + " algorithm=sha-256, unknown=x");
        String answer = asked.answer(new Login("a\"ü", "p"), new Challenge.Use("BYE", "sip:x@y", "c", 0xabc));
        assertEquals(
                Octets.of("Digest username=\"a\\\"ü\", realm=\"r\\\"\\\\\", nonce=\"n\", uri=\"sip:x@y\","
                        + " response=\"" + asked.response(new Login("a\"ü", "p"),
                                new Challenge.Use("BYE", "sip:x@y", "c", 0xabc))
                        + "\", algorithm=SHA-256, opaque=\"\", cnonce=\"c\", qop=auth, nc=00000abc"),
                answer);
        assertEquals("r\"\\", asked.said("realm"));
    }

    @Test
    void without_qop_there_is_neither_count_nor_cnonce() {
        Parameters answer = answered(401, "Digest realm=\"r\", nonce=\"n\"");
        assertFalse(answer.has("qop") || answer.has("nc") || answer.has("cnonce") || answer.has("opaque"));
        assertFalse(answer.has("algorithm"));
    }

    @Test
    void the_strongest_that_we_know_is_answered() {
        Parameters answer = answered(401, "Digest realm=\"a\", nonce=\"1\", algorithm=MD5, qop=\"auth\"",
                "Digest realm=\"b\", nonce=\"2\", algorithm=SHA-512-256, qop=\"auth\"",
                "Digest realm=\"c\", nonce=\"3\", algorithm=SHA-256, qop=\"auth\"",
                "Digest realm=\"d\", nonce=\"4\", algorithm=SHA-256, qop=\"auth\"",
                "Digest realm=\"e\", nonce=\"5\", algorithm=SHA-256, qop=\"auth-int\"", "Basic realm=\"f\"",
                "Digest realm=\"g", "Digest");
        assertEquals(Optional.of("c"), answer.value("realm"));
        assertEquals(Optional.of("SHA-256"), answer.value("algorithm"));
    }

    @Test
    void what_we_cannot_answer_is_not_answered() {
        for (String value : List.of("Basic realm=\"f\"", "Digest realm=\"a\"", "Digest nonce=\"a\"", "",
                "Digest realm=\"a\", nonce=\"b\", qop=\"auth-int\"",
                "Digest realm=\"a\", realm=\"b\", nonce=\"c\"",
                "Digest realm=\"a\", nonce=\"b\", algorithm=MD5-sess")) {
            assertEquals(Optional.empty(), digest.answer(request, refusal(401, value)), value);
        }
        assertEquals(Optional.empty(),
                digest.answer(request, refusal(403, "Digest realm=\"r\", nonce=\"n\"")));
    }

    @Test
    void each_refusal_has_the_header_that_answers_it() {
        SipRequest answer =
                digest.answer(request, refusal(407, "Digest realm=\"p\", nonce=\"1\"")).orElseThrow();
        answer = digest.answer(answer, refusal(401, "Digest realm=\"s\", nonce=\"2\"")).orElseThrow();
        assertEquals(List.of("p"), realms(answer, "Proxy-Authorization"));
        assertEquals(List.of("s"), realms(answer, "Authorization"));
        assertEquals(answer, SipParser.datagram(answer.bytes()));
        SipResponse crossed =
                OK.first("SIP/2.0 401 x").and("Proxy-Authenticate: Digest realm=\"p\", nonce=\"1\"")
                        .response();
        assertEquals(Optional.empty(), digest.answer(request, crossed));
    }

    @Test
    void an_answer_that_was_wrong_is_not_given_again_but_one_that_was_late_is() {
        SipRequest first =
                digest.answer(request, refusal(401, "Digest realm=\"r\", nonce=\"1\"")).orElseThrow();
        assertEquals(Optional.empty(), digest.answer(first, refusal(401, "Digest realm=\"r\", nonce=\"2\"")));
        assertEquals(Optional.empty(),
                digest.answer(first, refusal(401, "Digest realm=\"r\", nonce=\"1\", stale=true")));
        assertTrue(digest.answer(first, refusal(401, "Digest realm=\"other\", nonce=\"1\"")).isPresent());
        SipRequest second = digest.answer(first, refusal(401, "Digest realm=\"r\", nonce=\"2\", stale=TRUE"))
                .orElseThrow();
        assertEquals(1, second.headers().all("Authorization").size());
        assertEquals(Optional.of("2"), credentials(second, "Authorization").value("nonce"));
    }

    @Test
    void each_use_of_a_nonce_is_counted_and_has_a_cnonce_of_its_own() {
        SipResponse asked = refusal(401, "Digest realm=\"r\", nonce=\"1\", qop=\"auth\"");
        assertEquals(request, digest.answerAgain(request));
        Parameters first = credentials(digest.answer(request, asked).orElseThrow(), "Authorization");
        Parameters second = credentials(digest.answerAgain(request), "Authorization");
        assertEquals(Optional.of("00000001"), first.value("nc"));
        assertEquals(Optional.of("00000002"), second.value("nc"));
        assertNotEquals(first.value("cnonce"), second.value("cnonce"));
        assertEquals(32, first.value("cnonce").orElseThrow().length());
        Parameters fresh = credentials(digest.answer(request,
                refusal(401, "Digest realm=\"r\", nonce=\"2\", qop=\"auth\"")).orElseThrow(),
                "Authorization");
        assertEquals(Optional.of("00000001"), fresh.value("nc"));
    }

    @Test
    void a_challenge_too_long_to_be_repeated_is_not_answered_and_not_remembered() {
        int room = Limits.CHALLENGE - "\"r\"\"\"\"\"".length();
        String fits = "Digest realm=\"r\", nonce=\"" + "n".repeat(room);
        assertEquals(Optional.empty(), digest.answer(request, refusal(401, fits + "n\"")));
        assertEquals(Optional.empty(), digest.answer(request, refusal(401, fits.replaceFirst("n{9}$", "")
                + "\\\"".repeat(5) + "\"")));
        assertEquals(request, digest.answerAgain(request));
        assertTrue(digest.answer(request, refusal(401, fits + "\"")).isPresent());
    }

    @Test
    void the_answers_to_other_realms_stay_and_later_requests_have_them_all() {
        SipRequest answer =
                digest.answer(request, refusal(407, "Digest realm=\"p\", nonce=\"1\"")).orElseThrow();
        answer = digest.answer(answer, refusal(407, "Digest realm=\"q\", nonce=\"2\"")).orElseThrow();
        answer = digest.answer(answer, refusal(407, "Digest realm=\"p\", nonce=\"3\", stale=true"))
                .orElseThrow();
        assertEquals(List.of("q", "p"), realms(answer, "Proxy-Authorization"));
        assertEquals(List.of("q", "p"), realms(digest.answerAgain(request), "Proxy-Authorization"));
    }

    @Test
    void a_realm_that_finds_each_answer_stale_is_answered_three_times() {
        assertEquals(3, answersTo(i -> "Digest realm=\"r\", stale=true, nonce=\"" + i + "\""));
        request = digest.answerAgain(INVITE.request());
        assertEquals(2, answersTo(i -> "Digest realm=\"r\", stale=true, nonce=\"x" + i + "\""));
    }

    @Test
    void four_realms_are_answered_for_one_request() {
        assertEquals(4, answersTo(i -> "Digest realm=\"" + i + "\", nonce=\"n\""));
        assertEquals(4, digest.answerAgain(INVITE.request()).headers().all("Authorization").size());
    }

    private int answersTo(IntFunction<String> challenges) {
        for (int i = 0; i < 20; i++) {
            Optional<SipRequest> answer = digest.answer(request, refusal(401, challenges.apply(i)));
            if (answer.isEmpty()) {
                return i;
            }
            request = answer.orElseThrow();
        }
        return 20;
    }

    @Test
    void the_count_of_a_nonce_goes_on_when_the_same_nonce_is_asked_with_again() {
        SipResponse asked = refusal(401, "Digest realm=\"r\", nonce=\"1\", qop=\"auth\"");
        digest.answer(request, asked);
        Parameters second = credentials(digest.answer(request, asked).orElseThrow(), "Authorization");
        assertEquals(Optional.of("00000002"), second.value("nc"));
    }

    @Test
    void the_password_is_in_nothing_that_is_sent_or_printed() {
        SipRequest answer =
                digest.answer(request, refusal(401, "Digest realm=\"r\", nonce=\"n\"")).orElseThrow();
        String sent = new String(answer.bytes(), ISO_8859_1);
        assertTrue(sent.contains("response="));
        for (String text : List.of(sent, digest.toString(), new Login("u", "pass").toString())) {
            assertFalse(text.contains("pass"), text);
        }
    }

    private static Challenge challenge(String value) {
        return Challenge.strongest(List.of(value)).orElseThrow();
    }

    private Parameters answered(int status, String... challenges) {
        return credentials(digest.answer(request, refusal(status, challenges)).orElseThrow(),
                "Authorization");
    }

    private static SipResponse refusal(int status, String... challenges) {
        SipResponse refusal = OK.first("SIP/2.0 " + status + " Tell Me").response();
        for (String value : challenges) {
            refusal = refusal
                    .with(h -> h.add(status == 407 ? "Proxy-Authenticate" : "WWW-Authenticate", value));
        }
        return refusal;
    }

    private static Parameters credentials(SipRequest request, String name) {
        return Challenge.credentials(request.headers().first(name).orElseThrow());
    }

    private static List<String> realms(SipRequest request, String name) {
        return request.headers().all(name).stream()
                .map(value -> Challenge.credentials(value).value("realm").orElseThrow()).toList();
    }
}
