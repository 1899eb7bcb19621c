package dev.carillon.carrier.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

import dev.carillon.base.Chance;
import dev.carillon.carrier.rest.RestLine.Agent;
import dev.carillon.carrier.rest.RestLine.Login;
import dev.carillon.carrier.rest.RestTrunk.Detection;

/** What is asked of the carrier, whatever its parts are. */
class CallFormTest {

    private static final RestTrunk TRUNK = Orders.trunk("https://api.example.com");
    private static final String HOSTILE = "&<>\"'%?;=#+ \t\r\n\u0000\u001b\u00e4\u20ac]]><!--/:@\\";

    private static Map<String, List<String>> form(RestTrunk trunk, RestLine line) {
        return FakeCarrier.form(CallForm.of(Orders.order(trunk, line)));
    }

    /** The document of an order, as the carrier's reader sees it. */
    private static Element dial(RestLine line) throws Exception {
        String twiml = form(TRUNK, line).getOrDefault("Twiml", List.of("")).getFirst();
        Element root = DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(new ByteArrayInputStream(twiml.getBytes(StandardCharsets.UTF_8))).getDocumentElement();
        assertEquals("Response", root.getTagName());
        assertEquals(1, root.getChildNodes().getLength());
        return (Element) root.getFirstChild();
    }

    private static Element sip(RestLine line) throws Exception {
        Element dial = dial(line);
        assertEquals(1, dial.getChildNodes().getLength());
        return (Element) dial.getFirstChild();
    }

    /** The headers of a SIP address, decoded. */
    private static Map<String, String> headers(String address) {
        var headers = new LinkedHashMap<String, String>();
        for (String pair : address.substring(address.indexOf('?') + 1).split("&", -1)) {
            String[] parts = pair.split("=", -1);
            assertEquals(2, parts.length, pair);
            // No plus is left that a reader of forms could take for a space.
            assertFalse(pair.contains("+"), pair);
            headers.put(URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
                    URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return headers;
    }

    private static RestLine line(Map<String, String> headers) {
        return new RestLine(Orders.TOKEN, new Agent(Orders.AGENT, null, headers));
    }

    @Test
    void one_request_has_all_that_the_carrier_needs_to_the_end() {
        Map<String, List<String>> form = form(TRUNK, Orders.line());
        assertEquals(List.of(Orders.NUMBER), form.get("To"));
        assertEquals(List.of(Orders.CALLER), form.get("From"));
        assertEquals(List.of("30"), form.get("Timeout"));
        assertEquals(List.of("3600"), form.get("TimeLimit"));
        assertEquals(List.of(Orders.PUBLIC + "/callbacks/rest/" + Orders.CALL_ID + "/called"),
                form.get("StatusCallback"));
        assertEquals(List.of("initiated", "ringing", "answered", "completed"),
                form.get("StatusCallbackEvent"));
        assertFalse(form.containsKey("MachineDetection"));
    }

    @Test
    void whoever_has_answered_does_not_wait_until_the_carrier_knows_who_it_is() {
        var trunk = Orders.trunk("https://api.example.com", Detection.ENABLE);
        Map<String, List<String>> form = form(trunk, Orders.line());
        assertEquals(List.of("Enable"), form.get("MachineDetection"));
        assertEquals(List.of("true"), form.get("AsyncAmd"));
        assertEquals(List.of(Orders.PUBLIC + "/callbacks/rest/" + Orders.CALL_ID + "/answered-by"),
                form.get("AsyncAmdStatusCallback"));
        assertEquals(List.of("DetectMessageEnd"),
                form(Orders.trunk("https://api.example.com", Detection.DETECT_MESSAGE_END), Orders.line())
                        .get("MachineDetection"));
    }

    @Test
    void the_agent_is_called_with_the_calls_id_and_its_leg_is_told_of() throws Exception {
        assertEquals("5", dial(Orders.line()).getAttribute("timeout"));
        Element sip = sip(Orders.line());
        assertEquals("Sip", sip.getTagName());
        assertEquals(Orders.AGENT + "?X-Carillon-Task=task_1&X-Carillon-Call=" + Orders.CALL_ID
                + "&X-Carillon-Token=calltoken_1", sip.getTextContent());
        assertEquals(Orders.PUBLIC + "/callbacks/rest/" + Orders.CALL_ID + "/agent",
                sip.getAttribute("statusCallback"));
        assertFalse(sip.hasAttribute("username"));
    }

    @Test
    void a_login_stays_what_it_is() throws Exception {
        var login = new Login("a\"><Hangup/>", "\t&amp;\n' ");
        Element sip = sip(new RestLine(Orders.TOKEN, new Agent(Orders.AGENT, login, Map.of())));
        assertEquals(login.username(), sip.getAttribute("username"));
        assertEquals(login.password(), sip.getAttribute("password"));
    }

    @Test
    void whatever_the_variables_say_it_stays_what_they_say() throws Exception {
        RandomGenerator random = Chance.seeded(7);
        for (int i = 0; i < 2_000; i++) {
            var headers = new LinkedHashMap<String, String>();
            headers.put("X-One", drawn(random));
            headers.put("X-Two", drawn(random));
            Map<String, String> read = headers(sip(line(headers)).getTextContent());
            read.keySet().removeIf(name -> name.startsWith("X-Carillon-"));
            assertEquals(headers, read);
        }
    }

    private static String drawn(RandomGenerator random) {
        var text = new StringBuilder();
        for (int i = random.nextInt(30); i > 0; i--) {
            text.append(HOSTILE.charAt(random.nextInt(HOSTILE.length())));
        }
        return text.toString();
    }

    @Test
    void a_variable_that_is_too_long_is_left_out_and_the_others_are_told() throws Exception {
        var headers = new LinkedHashMap<String, String>();
        headers.put("X-Long", "x".repeat(2_000));
        headers.put("X-Short", "Ada");
        headers.put("X-Carillon-Task", "somebody else's");
        String address = sip(line(headers)).getTextContent();
        assertEquals(
                Map.of("X-Carillon-Task", "task_1", "X-Carillon-Call", Orders.CALL_ID, "X-Carillon-Token",
                        "calltoken_1", "X-Short", "Ada"),
                headers(address));
    }

    @Test
    void no_text_of_an_order_tells_a_secret_or_a_number() {
        RestOrder order = Orders.order(TRUNK, new RestLine(Orders.TOKEN,
                new Agent(Orders.AGENT, new Login("ada", "pass word"), Map.of("X-Name", "Lovelace"))));
        String text = order + " " + order.names() + " " + order.account() + " " + order.agent() + " "
                + order.agent().login();
        for (String secret : List.of(Orders.TOKEN, "pass word", "calltoken_1", "Lovelace", Orders.NUMBER)) {
            assertFalse(text.contains(secret), text);
        }
        assertTrue(text.contains("order"));
    }
}
