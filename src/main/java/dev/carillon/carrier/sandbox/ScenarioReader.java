package dev.carillon.carrier.sandbox;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.carillon.base.Refusal;
import dev.carillon.call.Outcome;

/** Reads a scenario from a trunk's settings, and says of every wrong one what is allowed. Used once. */
final class ScenarioReader {

    private static final JsonMapper MAPPER = JsonMapper
            .builder(JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final double FASTEST = 10_000;
    private static final double SLOWEST = 0.001;
    private static final double LONGEST_SECONDS = 86_400;
    private static final String NUMBER_OR_PAIR = "a number, or [least, most], from 0 to a day";
    private static final Set<Outcome> PLAYED = EnumSet
            .complementOf(EnumSet.of(Outcome.CANCELLED, Outcome.NOT_PLACED));

    private final JsonNode settings;
    private final Set<String> unread = new TreeSet<>();

    ScenarioReader(String json) {
        this.settings = tree(json);
        unread.addAll(settings.propertyNames());
    }

    Scenario scenario() {
        Scenario lively = Scenario.LIVELY;
        double speed = speed();
        var scenario = new Scenario(seed(lively.seed()), span("setup", lively.setup()).at(speed),
                span("ring", lively.ring()).at(speed), span("join", lively.join()).at(speed),
                span("talk", lively.talk()).at(speed), span("no_answer", lively.noAnswer()).at(speed),
                shares(lively.shares()));
        for (String name : unread) {
            throw wrong(name, "is not a setting of the sandbox",
                    "seed, speed, outcomes, and setup, ring, join, talk,"
                            + " no_answer with _seconds or _millis");
        }
        return scenario;
    }

    private static JsonNode tree(String json) {
        JsonNode tree;
        try {
            tree = MAPPER.readTree(json);
        } catch (JacksonException e) {
            throw Refusal.invalid("settings", "not valid JSON: " + e.getOriginalMessage(), "a JSON object");
        }
        if (!tree.isObject()) {
            throw Refusal.invalid("settings", "not an object", "a JSON object");
        }
        return tree;
    }

    private long seed(long otherwise) {
        JsonNode seed = take("seed");
        if (seed.isMissingNode()) {
            return otherwise;
        }
        if (!seed.isIntegralNumber() || !seed.canConvertToLong()) {
            throw wrong("seed", "not a whole number of 64 bits", "-2^63 to 2^63 - 1");
        }
        return seed.longValue();
    }

    private double speed() {
        JsonNode speed = take("speed");
        if (speed.isMissingNode()) {
            return 1;
        }
        if (!speed.isNumber() || !(speed.doubleValue() >= SLOWEST) || speed.doubleValue() > FASTEST) {
            throw wrong("speed", "not a number in its bounds", "0.001 to 10000; 1 is the pace of real calls");
        }
        return speed.doubleValue();
    }

    private Span span(String name, Span otherwise) {
        JsonNode seconds = take(name + "_seconds");
        JsonNode millis = take(name + "_millis");
        if (!seconds.isMissingNode() && !millis.isMissingNode()) {
            throw wrong(name + "_millis", name + "_seconds is there, too", "one of the two");
        }
        if (!seconds.isMissingNode()) {
            return span(name + "_seconds", seconds, 1_000_000);
        }
        return millis.isMissingNode() ? otherwise : span(name + "_millis", millis, 1_000);
    }

    private static Span span(String name, JsonNode value, int unitMicros) {
        boolean pair = value.isArray() && value.size() == 2;
        long low = micros(name, pair ? value.path(0) : value, unitMicros);
        long high = pair ? micros(name, value.path(1), unitMicros) : low;
        if (low > high) {
            throw wrong(name, "the least is more than the most", NUMBER_OR_PAIR);
        }
        return new Span(low, high);
    }

    private static long micros(String name, JsonNode value, int unitMicros) {
        double micros = value.isNumber() ? value.doubleValue() * unitMicros : Double.NaN;
        if (!(micros >= 0 && micros <= LONGEST_SECONDS * 1_000_000)) {
            throw wrong(name, "not a length of time", NUMBER_OR_PAIR);
        }
        return Math.round(micros);
    }

    private List<Scenario.Share> shares(List<Scenario.Share> otherwise) {
        JsonNode outcomes = take("outcomes");
        if (outcomes.isMissingNode()) {
            return otherwise;
        }
        var shares = new ArrayList<Scenario.Share>();
        double all = 0;
        for (var entry : outcomes.properties()) {
            Scenario.Share share = share(entry.getKey(), entry.getValue());
            shares.add(share);
            all += share.weight();
        }
        if (!(all > 0) || !Double.isFinite(all)) {
            throw wrong("outcomes", "no outcome has a weight",
                    "an object of outcomes with their weights, above 0 together");
        }
        // jsonb does not keep the order in which they were written; the draw must not depend on it.
        shares.sort(Comparator.comparing(Scenario.Share::outcome));
        return List.copyOf(shares);
    }

    private static Scenario.Share share(String word, JsonNode weight) {
        Outcome outcome = Outcome.of(word).filter(PLAYED::contains).orElse(null);
        if (outcome == null) {
            throw wrong("outcomes", "\"" + word + "\" is not an outcome that the sandbox plays", words());
        }
        if (!weight.isNumber() || !(weight.doubleValue() >= 0) || !Double.isFinite(weight.doubleValue())) {
            throw wrong("outcomes." + word, "not a weight", "a number, at least 0");
        }
        return new Scenario.Share(outcome, weight.doubleValue());
    }

    private JsonNode take(String name) {
        unread.remove(name);
        return settings.path(name);
    }

    private static String words() {
        return String.join(", ", PLAYED.stream().map(Outcome::word).toList());
    }

    private static Refusal wrong(String name, String what, String allowed) {
        return Refusal.invalid("settings." + name, what, allowed);
    }
}
