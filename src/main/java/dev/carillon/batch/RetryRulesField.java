package dev.carillon.batch;

import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

import dev.carillon.call.Outcome;
import dev.carillon.call.RetryRule;
import dev.carillon.call.RetryRule.Timing;
import dev.carillon.http.Fields;
import dev.carillon.http.Form;

/** {@code retry_rules} as requests and answers have them. */
final class RetryRulesField {

    private static final String NAME = "retry_rules";
    private static final int MOST = 100;
    private static final int LONGEST_MINUTES = 43_200;
    private static final String AFTER = "AFTER";
    private static final String AT = "AT";
    private static final String TIMING =
            "{\"type\": \"AFTER\", \"duration_minutes\": …} or {\"type\": \"AT\", \"time\": …}";
    private static final String MINUTES = "a whole number, 1 to " + LONGEST_MINUTES;
    private static final String TIME = "HH:MM, 00:00 to 23:59";
    private static final Form FORM = new Form("is not a time of day", TIME,
            Pattern.compile("([01][0-9]|2[0-3]):[0-5][0-9]").asMatchPredicate());
    private static final List<String> CONDITIONS = Arrays.stream(Outcome.values())
            .filter(Outcome::mayBeRetried).map(Outcome::word).toList();

    private RetryRulesField() {
    }

    /** The rules that are enabled, as they are without saying so; null when there are no rules at all. */
    static @Nullable List<RetryRule> read(Fields body) {
        List<Fields> given = body.objects(NAME, 0, MOST).orElse(List.of());
        Map<Outcome, Integer> first = new EnumMap<>(Outcome.class);
        var rules = new ArrayList<RetryRule>();
        for (int i = 0; i < given.size(); i++) {
            RetryRule rule = rule(given.get(i));
            if (given.get(i).bool("enabled").orElse(true)) {
                Integer before = first.putIfAbsent(rule.condition(), i);
                if (before != null) {
                    throw given.get(i).wrong("condition", "is the same as " + NAME + "[" + before
                            + "].condition, and both are enabled", "each condition in one enabled rule");
                }
                rules.add(rule);
            }
        }
        return given.isEmpty() ? null : rules;
    }

    private static RetryRule rule(Fields f) {
        String condition = f.word("condition", CONDITIONS)
                .orElseThrow(f.missing("condition", String.join(", ", CONDITIONS)));
        Fields timing = f.object("retry_timing").orElseThrow(f.missing("retry_timing", TIMING));
        return new RetryRule(Outcome.of(condition).orElseThrow(), timing(timing));
    }

    private static Timing timing(Fields f) {
        String type = f.word("type", List.of(AFTER, AT)).orElseThrow(f.missing("type", AFTER + ", " + AT));
        if (type.equals(AT)) {
            refuseWith(f, "duration_minutes", type);
            return new Timing.At(f.text("time", FORM).map(LocalTime::parse)
                    .orElseThrow(f.missing("time", TIME)));
        }
        refuseWith(f, "time", type);
        return new Timing.After(Duration.ofMinutes(f.integer("duration_minutes", 1, LONGEST_MINUTES)
                .orElseThrow(f.missing("duration_minutes", MINUTES))));
    }

    private static void refuseWith(Fields f, String other, String type) {
        if (f.raw(other).isPresent()) {
            throw f.wrong(other, "contradicts type " + type, "one of the two");
        }
    }

    static void write(JsonGenerator json, List<RetryRule> rules) {
        json.writeArrayPropertyStart(NAME);
        rules.forEach(rule -> write(json, rule));
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, RetryRule rule) {
        json.writeStartObject();
        json.writeStringProperty("condition", rule.condition().word());
        json.writeBooleanProperty("enabled", true);
        json.writeObjectPropertyStart("retry_timing");
        switch (rule.timing()) {
            case Timing.After(Duration span) -> {
                json.writeStringProperty("type", AFTER);
                json.writeNumberProperty("duration_minutes", span.toMinutes());
            }
            case Timing.At(LocalTime time) -> {
                json.writeStringProperty("type", AT);
                json.writeStringProperty("time", time.toString());
            }
        }
        json.writeEndObject();
        json.writeEndObject();
    }
}
