package dev.carillon.call;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/**
 * Rules as the schema keeps them: JSON, written and read here only. What is read was checked before it was
 * written.
 */
public final class RuleText {

    private static final ObjectMapper JSON = JsonMapper.shared();

    private RuleText() {
    }

    /** The spans of a window; of none at all an empty list. */
    public static String ofSpans(List<CallingWindow.Span> spans) {
        return JSON.writeValueAsString(spans.stream().map(RuleText::span).toList());
    }

    /** The spans as they were written. */
    public static List<CallingWindow.Span> spans(String text) {
        var spans = new ArrayList<CallingWindow.Span>();
        for (JsonNode span : JSON.readTree(text)) {
            var days = new TreeSet<DayOfWeek>();
            span.get("days").forEach(day -> days.add(DayOfWeek.of(day.asInt())));
            spans.add(new CallingWindow.Span(days, time(span, "start_time"), time(span, "end_time")));
        }
        return spans;
    }

    private static Map<String, Object> span(CallingWindow.Span span) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("days", span.days().stream().map(DayOfWeek::getValue).sorted().toList());
        fields.put("start_time", span.start().toString());
        fields.put("end_time", span.end().toString());
        return fields;
    }

    /** Where trunks may call, of which one may have no list at all. */
    public static List<Destinations> destinations(String text) {
        var destinations = new ArrayList<Destinations>();
        for (JsonNode of : JSON.readTree(text)) {
            var countries = new TreeSet<String>();
            of.get("countries").forEach(country -> countries.add(country.asString()));
            var kinds = new TreeSet<Numbering.Kind>();
            of.path("kinds").forEach(kind -> kinds.add(Numbering.Kind.of(kind.asString())));
            destinations.add(of.get("countries").isNull()
                    ? Destinations.ANYWHERE
                    : new Destinations(countries, kinds));
        }
        return destinations;
    }

    public static String ofRetryRules(List<RetryRule> rules) {
        return JSON.writeValueAsString(rules.stream().map(RuleText::rule).toList());
    }

    public static List<RetryRule> retryRules(String text) {
        var rules = new ArrayList<RetryRule>();
        for (JsonNode rule : JSON.readTree(text)) {
            Outcome condition = Outcome.of(rule.get("condition").asString()).orElseThrow();
            RetryRule.Timing timing = rule.has("time")
                    ? new RetryRule.Timing.At(time(rule, "time"))
                    : new RetryRule.Timing.After(Duration.ofMinutes(rule.get("minutes").asLong()));
            rules.add(new RetryRule(condition, timing));
        }
        return rules;
    }

    /**
     * The plan of a batch: rules of which none holds let nothing be tried again, no rules at all are the
     * default ones.
     *
     * @param text its rules as they were written; null: it has none of its own
     */
    public static RetryPlan retryPlan(@Nullable String text, boolean spread) {
        List<RetryRule> rules = text == null ? List.of() : retryRules(text);
        return new RetryPlan(text == null || !rules.isEmpty(), rules, spread);
    }

    private static Map<String, Object> rule(RetryRule rule) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("condition", rule.condition().word());
        switch (rule.timing()) {
            case RetryRule.Timing.At(LocalTime time) -> fields.put("time", time.toString());
            case RetryRule.Timing.After(Duration span) -> fields.put("minutes", span.toMinutes());
        }
        return fields;
    }

    public static String ofStopLoss(List<StopLoss> rules) {
        return JSON.writeValueAsString(rules.stream().map(RuleText::stop).toList());
    }

    public static List<StopLoss> stopLoss(String text) {
        var rules = new ArrayList<StopLoss>();
        for (JsonNode rule : JSON.readTree(text)) {
            var measure = StopLoss.Measure.valueOf(rule.get("measure").asString().toUpperCase(Locale.ROOT));
            rules.add(new StopLoss(measure, rule.get("percent").asDouble(),
                    rule.get("minimum_calls").asInt(),
                    Duration.ofMinutes(rule.get("window_minutes").asLong())));
        }
        return rules;
    }

    private static Map<String, Object> stop(StopLoss rule) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("measure", rule.measure().word());
        fields.put("percent", rule.percent());
        fields.put("minimum_calls", rule.minimum());
        fields.put("window_minutes", rule.window().toMinutes());
        return fields;
    }

    public static String ofZones(Map<String, ZoneId> zones) {
        var fields = new TreeMap<String, String>();
        zones.forEach((country, zone) -> fields.put(country, zone.getId()));
        return JSON.writeValueAsString(fields);
    }

    /** Zones by country. */
    public static Map<String, ZoneId> zones(String text) {
        var zones = new TreeMap<String, ZoneId>();
        JSON.readTree(text).properties()
                .forEach(e -> zones.put(e.getKey(), ZoneId.of(e.getValue().asString())));
        return zones;
    }

    private static LocalTime time(JsonNode fields, String name) {
        return LocalTime.parse(fields.get(name).asString());
    }
}
