package dev.carillon.contract;

import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Wrong retry rules, calling windows and stop-loss rules of a new batch call. */
final class BadRules {

    private static final String RULE = """
            7 | 400 | retry_rules[0]: must be an object, not a number; allowed: a JSON object
            {} | 400 | retry_rules[0].condition: is missing; allowed: voicemail, abandoned, … failed
            {'condition': 'completed'} | 400 | retry_rules[0].condition: "completed" is not known; allowed:
            {'condition': 'invalid_number'} | 400 | retry_rules[0].condition: … is not known; allowed:
            {'condition': 'not_placed'} | 400 | retry_rules[0].condition: "not_placed" is not known; allowed:
            {'condition': 'BUSY'} | 400 | retry_rules[0].condition: "BUSY" is not known; allowed: voicemail
            {'condition': 3} | 400 | retry_rules[0].condition: must be text, not a number; allowed: voicemail
            {'condition': 'busy'} | 400 | retry_rules[0].retry_timing: is missing; allowed: {"type": "AFTER"
            {'condition': 'busy', 'retry_timing': 30} | 400 | retry_timing: must be an object, not a number
            {'condition': 'busy', 'enabled': 1, AT} | 400 | retry_rules[0].enabled: must be true or false
            {'condition': 'gone', 'enabled': false, AT} | 400 | retry_rules[0].condition: "gone" is not known
            {'condition': 'busy', AT}, {'condition': 'busy', AT} | 400 | [1].condition: … retry_rules[0].condition
            {'condition': 'lost', 'enabled': false, AT}, {'condition': 'busy', AT}, {'condition': 'busy', AT} | 400 | [2]
            """.replace("AT", "'retry_timing': {'type': 'AT', 'time': '13:00'}");

    private static final String TIMING = """
            {} | 400 | retry_rules[0].retry_timing.type: is missing; allowed: AFTER, AT
            {'type': 'after'} | 400 | retry_timing.type: "after" is not known; allowed: AFTER, AT
            {'type': 5} | 400 | retry_timing.type: must be text, not a number; allowed: AFTER, AT
            {'type': 'AFTER'} | 400 | retry_timing.duration_minutes: is missing; allowed: a whole number, 1 to
            {'type': 'AFTER', 'duration_minutes': 0} | 400 | duration_minutes: 0 is out of range; … 1 to 43200
            {'type': 'AFTER', 'duration_minutes': 43201} | 400 | duration_minutes: 43201 … 1 to 43200
            {'type': 'AFTER', 'duration_minutes': 1.5} | 400 | duration_minutes: must be a whole number
            {'type': 'AFTER', 'duration_minutes': '5'} | 400 | duration_minutes: must be a number, not text
            {'type': 'AFTER', 'duration_minutes': 5, 'time': '13:00'} | 400 | time: contradicts type AFTER
            {'type': 'AT'} | 400 | retry_rules[0].retry_timing.time: is missing; allowed: HH:MM
            {'type': 'AT', 'time': '24:00'} | 400 | retry_timing.time: … is not a time of day; allowed: HH:MM
            {'type': 'AT', 'time': '1 pm'} | 400 | retry_timing.time: … is not a time of day; allowed: HH:MM
            {'type': 'AT', 'time': 13} | 400 | retry_timing.time: must be text, not a number; allowed: HH:MM
            {'type': 'AT', 'time': '13:00', 'duration_minutes': 5} | 400 | duration_minutes: contradicts type AT
            """;

    private static final String SPAN = """
            {} | 400 | calling_window.hours[0].start_time: is missing; allowed: HH:MM
            7 | 400 | calling_window.hours[0]: must be an object, not a number; allowed: a JSON object
            {'start_time': '08:00'} | 400 | calling_window.hours[0].end_time: is missing; allowed: HH:MM
            {'start_time': '8:00', 'end_time': '9:00'} | 400 | hours[0].start_time: "8:00" is not a time of day
            {'start_time': '08:00', 'end_time': '24:00'} | 400 | hours[0].end_time: … is not a time of day
            {'start_time': '08:00', 'end_time': '08:00'} | 400 | hours[0].end_time: is not after start_time
            {'start_time': '21:00', 'end_time': '08:00'} | 400 | hours[0].end_time: is not after start_time
            {'days': [], FROM_8_TO_9} | 400 | hours[0].days: has 0 elements; allowed: an array of 1 to 7
            {'days': 'monday', FROM_8_TO_9} | 400 | hours[0].days: must be an array, not text; allowed:
            {'days': ['Monday'], FROM_8_TO_9} | 400 | hours[0].days[0]: "Monday" is not known; allowed: monday
            {'days': [1], FROM_8_TO_9} | 400 | hours[0].days[0]: must be text, not a number; allowed: monday
            {'days': ['friday', 'friday'], FROM_8_TO_9} | 400 | hours[0].days[1]: "friday" is there twice
            """.replace("FROM_8_TO_9", "'start_time': '08:00', 'end_time': '09:00'");

    private static final String STOP_LOSS = """
            1 | 400 | stop_loss[0]: must be an object, not a number; allowed: a JSON object
            {} | 400 | stop_loss[0].measure: is missing; allowed: abandon_rate, failure_rate, asr_below
            {'measure': 'losses', 'percent': 3} | 400 | stop_loss[0].measure: "losses" is not known; allowed:
            {'measure': 4, 'percent': 3} | 400 | stop_loss[0].measure: must be text, not a number; allowed:
            {'measure': 'asr_below'} | 400 | stop_loss[0].percent: is missing; allowed: a number, 0.1 to 100
            {'measure': 'asr_below', 'percent': 0} | 400 | stop_loss[0].percent: … 0.1 to 100
            {'measure': 'asr_below', 'percent': 101} | 400 | stop_loss[0].percent: … 0.1 to 100
            {'measure': 'asr_below', 'percent': '3'} | 400 | stop_loss[0].percent: must be a number, not text
            {'measure': 'asr_below', 'percent': 3, 'minimum_calls': 0} | 400 | minimum_calls: 0 … 1 to 1000000
            {'measure': 'asr_below', 'percent': 3, 'window_minutes': 43201} | 400 | window_minutes: … 1 to 43200
            {'measure': 'asr_below', 'percent': 3}, {'measure': 'asr_below', 'percent': 4} | 400 | [1].measure: is the
            """;

    private static final String WHOLE = """
            'retry_rules': {} | 400 | retry_rules: must be an array, not an object; allowed: an array of 0 to 100
            'retry_rules': 'often' | 400 | retry_rules: must be an array, not text; allowed: an array of 0 to 100
            'retry_config': {'enabled': true}, 'retry_rules': [OFF] | 400 | retry_rules: has no enabled rule
            'calling_window': 1 | 400 | calling_window: must be an object, not a number; allowed: a JSON object
            'calling_window': [] | 400 | calling_window: must be an object, not an array; allowed: a JSON object
            'calling_window': {} | 400 | calling_window.hours: is missing; allowed: an array of 1 to 50
            'calling_window': {'hours': []} | 400 | calling_window.hours: has 0 elements; allowed: an array of 1
            'calling_window': {'enabled': 'no'} | 400 | calling_window.enabled: must be true or false, not text
            'calling_window': NINE, 'timezone': 'UTC', QUIET | 400 | calling_window: is open only in the quiet hours
            'stop_loss': {} | 400 | stop_loss: must be an array, not an object; allowed: an array of 0 to 4
            'stop_loss': [1, 2, 3, 4, 5] | 400 | stop_loss: has 5 elements; allowed: an array of 0 to 4
            """
            .replace("OFF", "{'condition': 'busy', 'enabled': false,"
                    + " 'retry_timing': {'type': 'AT', 'time': '13:00'}}")
            .replace("NINE", "{'hours': [{'start_time': '09:00', 'end_time': '17:00'}]}")
            .replace("QUIET", "'quiet_hours': {'start_time': '08:00', 'end_time': '18:00'}");

    private BadRules() {
    }

    static Stream<BadRow> rows() {
        return Stream.of(rows(RULE, rule -> "'retry_rules': [" + rule + "]"),
                rows(TIMING,
                        timing -> "'retry_rules': [{'condition': 'busy', 'retry_timing': " + timing + "}]"),
                rows(SPAN, span -> "'calling_window': {'hours': [" + span + "]}"),
                rows(STOP_LOSS, rule -> "'stop_loss': [" + rule + "]"), rows(WHOLE, UnaryOperator.identity()))
                .flatMap(rows -> rows);
    }

    private static Stream<BadRow> rows(String lines, UnaryOperator<String> field) {
        return BadRow.table(lines,
                cell -> Ask.post("/batch-call", BadBodies.batch(field.apply(cell))));
    }
}
