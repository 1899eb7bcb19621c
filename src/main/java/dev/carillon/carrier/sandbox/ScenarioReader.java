package dev.carillon.carrier.sandbox;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

import dev.carillon.call.Outcome;
import dev.carillon.call.SettingsObject;

/** Reads a scenario from a trunk's settings, and says of every wrong one what is allowed. Used once. */
final class ScenarioReader {

    private static final double FASTEST = 10_000;
    private static final double SLOWEST = 0.001;
    private static final double LONGEST_SECONDS = 86_400;
    private static final String NUMBER_OR_PAIR = "a number, or [least, most], from 0 to a day";
    private static final Set<Outcome> PLAYED = EnumSet
            .complementOf(EnumSet.of(Outcome.CANCELLED, Outcome.NOT_PLACED));

    private final SettingsObject settings;

    ScenarioReader(String json) {
        this.settings = SettingsObject.parse("settings", json);
    }

    Scenario scenario() {
        Scenario lively = Scenario.LIVELY;
        double speed = speed();
        var scenario = new Scenario(seed(lively.seed()), span("setup", lively.setup()).at(speed),
                span("ring", lively.ring()).at(speed), span("join", lively.join()).at(speed),
                span("talk", lively.talk()).at(speed), span("no_answer", lively.noAnswer()).at(speed),
                shares(lively.shares()));
        settings.end();
        return scenario;
    }

    private long seed(long otherwise) {
        JsonNode seed = take("seed");
        if (seed.isMissingNode()) {
            return otherwise;
        }
        if (!seed.isIntegralNumber() || !seed.canConvertToLong()) {
            throw settings.wrong("seed", "not a whole number of 64 bits", "-2^63 to 2^63 - 1");
        }
        return seed.longValue();
    }

    private double speed() {
        JsonNode speed = take("speed");
        if (speed.isMissingNode()) {
            return 1;
        }
        if (!speed.isNumber() || !(speed.doubleValue() >= SLOWEST) || speed.doubleValue() > FASTEST) {
            throw settings.wrong("speed", "not a number in its bounds",
                    "0.001 to 10000; 1 is the pace of real calls");
        }
        return speed.doubleValue();
    }

    private Span span(String name, Span otherwise) {
        JsonNode seconds = take(name + "_seconds");
        JsonNode millis = take(name + "_millis");
        if (!seconds.isMissingNode() && !millis.isMissingNode()) {
            throw settings.wrong(name + "_millis", name + "_seconds is there, too", "one of the two");
        }
        if (!seconds.isMissingNode()) {
            return span(name + "_seconds", seconds, 1_000_000);
        }
        return millis.isMissingNode() ? otherwise : span(name + "_millis", millis, 1_000);
    }

    private Span span(String name, JsonNode value, int unitMicros) {
        boolean pair = value.isArray() && value.size() == 2;
        long low = micros(name, pair ? value.path(0) : value, unitMicros);
        long high = pair ? micros(name, value.path(1), unitMicros) : low;
        if (low > high) {
            throw settings.wrong(name, "the least is more than the most", NUMBER_OR_PAIR);
        }
        return new Span(low, high);
    }

    private long micros(String name, JsonNode value, int unitMicros) {
        double micros = value.isNumber() ? value.doubleValue() * unitMicros : Double.NaN;
        if (!(micros >= 0 && micros <= LONGEST_SECONDS * 1_000_000)) {
            throw settings.wrong(name, "not a length of time", NUMBER_OR_PAIR);
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
            throw settings.wrong("outcomes", "no outcome has a weight",
                    "an object of outcomes with their weights, above 0 together");
        }
        // jsonb does not keep the order in which they were written; the draw must not depend on it.
        shares.sort(Comparator.comparing(Scenario.Share::outcome));
        return List.copyOf(shares);
    }

    private Scenario.Share share(String word, JsonNode weight) {
        Outcome outcome = Outcome.of(word).filter(PLAYED::contains).orElse(null);
        if (outcome == null) {
            throw settings.wrong("outcomes",
                    "\"" + word + "\" is not an outcome that the sandbox plays", words());
        }
        if (!weight.isNumber() || !(weight.doubleValue() >= 0) || !Double.isFinite(weight.doubleValue())) {
            throw settings.wrong("outcomes." + word, "not a weight", "a number, at least 0");
        }
        return new Scenario.Share(outcome, weight.doubleValue());
    }

    private JsonNode take(String name) {
        return settings.node(name).orElse(MissingNode.getInstance());
    }

    private static String words() {
        return String.join(", ", PLAYED.stream().map(Outcome::word).toList());
    }
}
