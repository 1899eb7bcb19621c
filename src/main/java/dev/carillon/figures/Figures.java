package dev.carillon.figures;

import java.time.Instant;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

import dev.carillon.http.Json;

/** One row of figures: whose they are, what was counted, and what was measured. */
record Figures(Group group, Counts counts, Times times) {

    private static final double HUNDRED = 100;

    /** What its calls have in common; null is what was not grouped by. */
    record Group(@Nullable String batchCallId, @Nullable String trunkId, @Nullable String fromNumber,
            @Nullable Instant since) {

        static final Group ALL = new Group(null, null, null, null);
    }

    /**
     * Attempts that were placed and have ended, and what became of them.
     *
     * @param live      those that have not ended; they count nowhere else
     * @param seizures  those that the network took
     * @param effective those that the network carried to an answer or to a called party's refusal
     * @param tasks     whose attempts they are
     * @param contacted those of the tasks that a person answered
     */
    record Counts(long attempts, long live, long seizures, long answered, long byPerson, long joined,
            long completed, long abandoned, long effective, long tasks, long contacted) {

        static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    /** Means and percentiles; null where there was nothing to measure. */
    record Times(@Nullable Double acdSeconds, @Nullable Double pddMeanMillis, @Nullable Double pddP95Millis,
            @Nullable Double agentP50Millis, @Nullable Double agentP95Millis) {

        static final Times NONE = new Times(null, null, null, null, null);
    }

    /** Of no calls at all. */
    static Figures none() {
        return new Figures(Group.ALL, Counts.NONE, Times.NONE);
    }

    void write(JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("batch_call_id", group.batchCallId());
        json.writeStringProperty("trunk_id", group.trunkId());
        json.writeStringProperty("from_number", group.fromNumber());
        Json.seconds(json, "since", group.since());
        json.writeNumberProperty("attempts", counts.attempts());
        json.writeNumberProperty("live", counts.live());
        json.writeNumberProperty("seizures", counts.seizures());
        json.writeNumberProperty("answered", counts.answered());
        json.writeNumberProperty("answered_by_person", counts.byPerson());
        json.writeNumberProperty("joined", counts.joined());
        json.writeNumberProperty("completed", counts.completed());
        json.writeNumberProperty("abandoned", counts.abandoned());
        percent(json, "asr", counts.answered(), counts.seizures());
        percent(json, "abr", counts.answered(), counts.attempts());
        percent(json, "ner", counts.effective(), counts.seizures());
        percent(json, "abandon_rate", counts.abandoned(), counts.byPerson());
        percent(json, "contact_rate", counts.contacted(), counts.tasks());
        number(json, "acd_seconds", times.acdSeconds());
        number(json, "pdd_mean_ms", times.pddMeanMillis());
        number(json, "pdd_p95_ms", times.pddP95Millis());
        number(json, "answer_to_agent_p50_ms", times.agentP50Millis());
        number(json, "answer_to_agent_p95_ms", times.agentP95Millis());
        json.writeEndObject();
    }

    private static void percent(JsonGenerator json, String name, long part, long whole) {
        number(json, name, whole == 0 ? null : HUNDRED * part / whole);
    }

    private static void number(JsonGenerator json, String name, @Nullable Double value) {
        if (value == null) {
            json.writeNullProperty(name);
        } else {
            json.writeNumberProperty(name, value);
        }
    }
}
