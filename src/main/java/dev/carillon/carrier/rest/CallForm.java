package dev.carillon.carrier.rest;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.carillon.call.CarrierWord.Leg;
import dev.carillon.carrier.rest.RestTrunk.Detection;

/**
 * What the carrier is asked for, as a form: whom to call, how long at most, which agent to bridge to when
 * somebody has answered, and where to tell of both legs. All of it goes with the one request, so that from
 * then on the carrier acts alone.
 */
final class CallForm {

    private static final String POST = "POST";
    private static final List<String> EVENTS = List.of("initiated", "ringing", "answered", "completed");

    private final List<String> pairs = new ArrayList<>();

    private CallForm() {
    }

    /** The request of a call. */
    static String of(RestOrder order) {
        var form = new CallForm();
        form.add("To", order.plan().toNumber());
        form.add("From", order.plan().fromNumber());
        form.add("Twiml", twiml(order));
        form.add("Timeout", seconds(order.plan().ringTimeout()));
        form.add("TimeLimit", seconds(order.plan().longestCall()));
        form.add("StatusCallback", order.trunk().callback(order.names().call(), Leg.CALLED));
        form.add("StatusCallbackMethod", POST);
        EVENTS.forEach(event -> form.add("StatusCallbackEvent", event));
        if (order.trunk().detection() != Detection.OFF) {
            form.detect(order);
        }
        return String.join("&", form.pairs);
    }

    /** The request that ends one. */
    static String ending(String status) {
        return "Status=" + status;
    }

    /** Beside the call: whoever has answered does not wait for the verdict. */
    private void detect(RestOrder order) {
        add("MachineDetection",
                order.trunk().detection() == Detection.ENABLE ? "Enable" : "DetectMessageEnd");
        add("AsyncAmd", "true");
        add("AsyncAmdStatusCallback", order.trunk().detectionCallback(order.names().call()));
        add("AsyncAmdStatusCallbackMethod", POST);
    }

    private void add(String name, String value) {
        pairs.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
    }

    static String twiml(RestOrder order) {
        RestLine.Agent agent = order.agent();
        var sip = new StringBuilder("<Sip");
        attribute(sip, "statusCallback", order.trunk().callback(order.names().call(), Leg.AGENT));
        attribute(sip, "statusCallbackMethod", POST);
        attribute(sip, "statusCallbackEvent", String.join(" ", EVENTS));
        login(sip, agent.login());
        sip.append('>').append(Xml.text(SipHeaders.address(agent, order.names()))).append("</Sip>");
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response><Dial timeout=\""
                + seconds(order.plan().agentSetup()) + "\">" + sip + "</Dial></Response>";
    }

    private static void login(StringBuilder sip, RestLine.@Nullable Login login) {
        if (login != null) {
            attribute(sip, "username", login.username());
            attribute(sip, "password", login.password());
        }
    }

    private static void attribute(StringBuilder tag, String name, String value) {
        tag.append(' ').append(name).append("=\"").append(Xml.text(value)).append('"');
    }

    /** Whole ones, at least 1. */
    private static String seconds(Duration length) {
        return Long.toString(Math.max(1, length.toMillis() / 1_000));
    }
}
