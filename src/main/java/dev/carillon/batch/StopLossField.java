package dev.carillon.batch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import tools.jackson.core.JsonGenerator;

import dev.carillon.call.StopLoss;
import dev.carillon.call.StopLoss.Measure;
import dev.carillon.http.Fields;

/** {@code stop_loss} as requests and answers have it: each measure at most once. */
final class StopLossField {

    private static final String NAME = "stop_loss";
    private static final double LEAST_PERCENT = 0.1;
    private static final double MOST_PERCENT = 100;
    private static final int MOST_CALLS = 1_000_000;
    private static final int LONGEST_MINUTES = 43_200;
    private static final int HOUR = 60;
    private static final int ABANDON_CALLS = 300;
    private static final int OTHER_CALLS = 100;
    private static final List<String> MEASURES = Arrays.stream(Measure.values()).map(Measure::word).toList();

    private StopLossField() {
    }

    /** The rules; null, or an empty array: none. */
    static List<StopLoss> read(Fields body) {
        List<Fields> given = body.objects(NAME, 0, MEASURES.size()).orElse(List.of());
        var measures = new ArrayList<Measure>();
        var rules = new ArrayList<StopLoss>();
        for (Fields f : given) {
            StopLoss rule = rule(f);
            int before = measures.indexOf(rule.measure());
            if (before >= 0) {
                throw f.wrong("measure", "is the same as " + NAME + "[" + before + "].measure",
                        "each measure once");
            }
            measures.add(rule.measure());
            rules.add(rule);
        }
        return rules;
    }

    private static StopLoss rule(Fields f) {
        Measure measure = f.word("measure", MEASURES)
                .map(word -> Measure.valueOf(word.toUpperCase(Locale.ROOT)))
                .orElseThrow(f.missing("measure", String.join(", ", MEASURES)));
        boolean abandoned = measure == Measure.ABANDON_RATE;
        return new StopLoss(measure,
                f.decimal("percent", LEAST_PERCENT, MOST_PERCENT)
                        .orElseThrow(f.missing("percent", "a number, 0.1 to 100")),
                f.integer("minimum_calls", 1, MOST_CALLS).orElse(abandoned ? ABANDON_CALLS : OTHER_CALLS),
                Duration.ofMinutes(f.integer("window_minutes", 1, LONGEST_MINUTES)
                        .orElse(abandoned ? LONGEST_MINUTES : HOUR)));
    }

    static void write(JsonGenerator json, List<StopLoss> rules) {
        json.writeArrayPropertyStart(NAME);
        for (StopLoss rule : rules) {
            json.writeStartObject();
            json.writeStringProperty("measure", rule.measure().word());
            json.writeNumberProperty("percent", rule.percent());
            json.writeNumberProperty("minimum_calls", rule.minimum());
            json.writeNumberProperty("window_minutes", rule.window().toMinutes());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
