package dev.carillon.contract;

import java.util.stream.Stream;

/** Wrong bodies: every field of every call that has one. */
final class BadBodies {

    private static final String BATCH = """
            'from_number': null | 400 | from_number: is missing; allowed: E.164
            'from_number': 14157774444 | 400 | from_number: must be text, not a number; allowed:
            'from_number': ['+14157774444'] | 400 | from_number: must be text, not an array; allowed:
            'from_number': '' | 400 | from_number: … allowed:
            'from_number': '4157774444' | 400 | from_number: … is not a telephone number; allowed: E.164
            'from_number': '+0157774444' | 400 | from_number: … is not a telephone number; allowed: E.164
            'from_number': '+123456' | 400 | from_number: … is not a telephone number; allowed: … 7 to 15
            'from_number': '+1234567890123456' | 400 | from_number: … is not a telephone number; allowed:
            'from_number': '+1 415 777 4444' | 400 | from_number: … is not a telephone number; allowed:
            'from_number': '+１４１５７７７４４４４' | 400 | from_number: … is not a telephone number; allowed:
            'name': '' | 400 | name: is empty; allowed: text of 1 to 255 characters
            'name': 5 | 400 | name: must be text, not a number; allowed: text of 1 to 255 characters
            'name': true | 400 | name: must be text, not true or false; allowed:
            'name': {} | 400 | name: must be text, not an object; allowed:
            'name': 'a\\u0000b' | 400 | name: has control characters … allowed:
            'name': 'a\\nb' | 400 | name: has control characters … allowed:
            'name': '\\u007f' | 400 | name: has control characters … allowed:
            'name': '\\ud800' | 400 | name: … half a character; allowed:
            'agent_id': 'smith' | 400 | agent_id: … has not the form of an agent's id; allowed: agent_
            'agent_id': 'agent_' | 400 | agent_id: … has not the form of an agent's id; allowed: agent_
            'agent_id': 'agent_a b' | 400 | agent_id: … has not the form of an agent's id; allowed: agent_
            'agent_id': 7 | 400 | agent_id: must be text, not a number; allowed:
            'agent_id': null | 400 | tasks[0].agent_id: is missing, and the batch call has none; allowed: agent_
            'status': 'completed' | 400 | status: "completed" is not known; allowed: draft, scheduled, sent
            'status': 'paused' | 400 | status: "paused" is not known; allowed: draft, scheduled, sent
            'status': '' | 400 | status: "" is not known; allowed: draft, scheduled, sent
            'status': 7 | 400 | status: must be text, not a number; allowed: draft, scheduled, sent
            'status': 'scheduled' | 400 | trigger_timestamp: is missing; allowed: a time in the future
            'status': 'sent', 'trigger_timestamp': 4073500800 | 400 | trigger_timestamp: contradicts … allowed:
            'trigger_timestamp': 1 | 400 | trigger_timestamp: is not in the future; allowed: a time in the future
            'trigger_timestamp': -1 | 400 | trigger_timestamp: is out of range; allowed: Unix seconds
            'trigger_timestamp': 1.5 | 400 | trigger_timestamp: must be a whole number; allowed: Unix seconds
            'trigger_timestamp': true | 400 | trigger_timestamp: must be a time, not true or false; allowed:
            'trigger_timestamp': 99999999999999999999 | 400 | trigger_timestamp: is out of range; allowed:
            'trigger_timestamp': 'soon' | 400 | trigger_timestamp: "soon" is not a time with an offset; allowed:
            'trigger_timestamp': '2099-01-31T09:00:00' | 400 | trigger_timestamp: … not a time with an offset
            'trigger_timestamp': '2099-02-30T09:00:00Z' | 400 | trigger_timestamp: … not a time with an offset
            'trigger_timestamp': '4073500800' | 400 | trigger_timestamp: … is not a time with an offset; allowed:
            'send_now': 'yes' | 400 | send_now: must be true or false, not text; allowed: true, false
            'send_now': 1 | 400 | send_now: must be true or false, not a number; allowed: true, false
            'send_now': true | 400 | send_now: contradicts status draft; allowed:
            'status': null, 'send_now': true, 'trigger_timestamp': 4073500800 | 400 | send_now: contradicts trigger
            'expires_at': 1 | 400 | expires_at: is not in the future; allowed: a time in the future
            'expires_at': 4073500800, 'trigger_timestamp': 4073500800 | 400 | expires_at: is not after … allowed:
            'timezone': 'Mars/Olympus' | 400 | timezone: "Mars/Olympus" is not a known time zone; allowed: an IANA
            'timezone': '+02:00' | 400 | timezone: "+02:00" is not a known time zone; allowed: an IANA name
            'timezone': 'europe/vienna' | 400 | timezone: … is not a known time zone; allowed:
            'timezone': 1 | 400 | timezone: must be text, not a number; allowed:
            'quiet_hours': 'night' | 400 | quiet_hours: must be an object, not text; allowed: a JSON object
            'quiet_hours': [] | 400 | quiet_hours: must be an object, not an array; allowed: a JSON object
            'quiet_hours': {} | 400 | quiet_hours.start_time: is missing; allowed: HH:MM
            'quiet_hours': {'start_time': '08:00'} | 400 | quiet_hours.end_time: is missing; allowed: HH:MM
            'quiet_hours': {'start_time': '8:00', 'end_time': '9:00'} | 400 | quiet_hours.start_time: "8:00" is not a
            'quiet_hours': {'start_time': '24:00', 'end_time': '09:00'} | 400 | quiet_hours.start_time: … HH:MM
            'quiet_hours': {'start_time': 8, 'end_time': '09:00'} | 400 | quiet_hours.start_time: must be text
            'quiet_hours': {'start_time': '08:00', 'end_time': '08:00'} | 400 | quiet_hours.end_time: is the same
            'quiet_hours': {'enabled': 'no'} | 400 | quiet_hours.enabled: must be true or false, not text
            'quiet_hours': {'start_time': '08:00', 'end_time': '09:00', 'timezone': 'X'} | 400 | quiet_hours.timezone:
            'retry_config': 3 | 400 | retry_config: must be an object, not a number; allowed: a JSON object
            'retry_config': {'enabled': 1} | 400 | retry_config.enabled: must be true or false, not a number
            'retry_config': {'max_attempts': 0} | 400 | retry_config.max_attempts: 0 is out of range; … 1 to 10
            'retry_config': {'max_attempts': 11} | 400 | retry_config.max_attempts: 11 is out of range; … 1 to 10
            'retry_config': {'max_attempts': '3'} | 400 | retry_config.max_attempts: must be a number, not text
            'retry_config': {'max_attempts': 1.5} | 400 | retry_config.max_attempts: must be a whole number
            'retry_config': {'max_attempts': 4294967297} | 400 | retry_config.max_attempts: 4294967297 is out of range
            'pacing': true | 400 | pacing: must be an object, not true or false; allowed: a JSON object
            'pacing': {'calls_per_second': 0} | 400 | pacing.calls_per_second: … 0.001 to 10000
            'pacing': {'calls_per_second': 10001} | 400 | pacing.calls_per_second: … 0.001 to 10000
            'pacing': {'calls_per_second': '5'} | 400 | pacing.calls_per_second: must be a number, not text
            'pacing': {'calls_per_second': 1e400} | 400 | pacing.calls_per_second: … out of range; allowed:
            'pacing': {'max_live_calls': 0} | 400 | pacing.max_live_calls: 0 is out of range; … 1 to 1000000
            'pacing': {'max_live_calls': 2.5} | 400 | pacing.max_live_calls: must be a whole number; allowed:
            'pacing': {'max_live_calls': -99999999999999999999} | 400 | pacing.max_live_calls: … out of range
            'duplicates': 'drop' | 400 | duplicates: "drop" is not known; allowed: skip, allow, reject
            'duplicates': 'Skip' | 400 | duplicates: "Skip" is not known; allowed: skip, allow, reject
            'duplicates': 1 | 400 | duplicates: must be text, not a number; allowed: skip, allow, reject
            'sandbox': false | 400 | sandbox: is false, but the organization has no live trunk; allowed: true
            'sandbox': 'yes' | 400 | sandbox: must be true or false, not text; allowed: true, false
            'retry_config': {'spread': 'yes'} | 400 | retry_config.spread: must be true or false, not text; allowed:
            'priority': 10 | 400 | priority: 10 is out of range; allowed: a whole number, 0 to 9
            'priority': -1 | 400 | priority: -1 is out of range; allowed: a whole number, 0 to 9
            'priority': 'high' | 400 | priority: must be a number, not text; allowed: a whole number, 0 to 9
            'priority': 2.5 | 400 | priority: must be a whole number; allowed: a whole number, 0 to 9
            'voicemail': 'join' | 422 | voicemail: not available yet
            'voicemail': 'leave' | 400 | voicemail: "leave" is not known; allowed: hang_up, join
            'status': null, 'tasks': null | 400 | tasks: is missing; allowed: an array of 1 to 1000
            'status': null, 'tasks': [] | 400 | tasks: has 0 elements; allowed: an array of 1 to 1000
            'tasks': {} | 400 | tasks: must be an array, not an object; allowed: an array of 0 to 1000
            'tasks': 'all' | 400 | tasks: must be an array, not text; allowed:
            """;

    private static final String TASK = """
            null | 400 | tasks[0]: must be an object, not null; allowed: a JSON object
            7 | 400 | tasks[0]: must be an object, not a number; allowed: a JSON object
            [] | 400 | tasks[0]: must be an object, not an array; allowed: a JSON object
            {} | 400 | tasks[0].to_number: is missing; allowed: E.164
            {'to_number': 99970011234} | 400 | tasks[0].to_number: must be text, not a number; allowed:
            {'to_number': '99970011234'} | 400 | tasks[0].to_number: … is not a telephone number; allowed: E.164
            {'to_number': '+99970000000'} | 400 | tasks[0].to_number: is the same as from_number; allowed:
            {'to_number': '+99970011234\\u0000'} | 400 | tasks[0].to_number: … is not a telephone number; allowed:
            {'to_number': '+99970011234', 'agent_id': 'x'} | 400 | tasks[0].agent_id: … allowed: agent_
            {'to_number': '+99970011234', 'max_retries': -1} | 400 | tasks[0].max_retries: -1 … 0 to 9
            {'to_number': '+99970011234', 'max_retries': 10} | 400 | tasks[0].max_retries: 10 … 0 to 9
            {'to_number': '+99970011234', 'max_retries': '1'} | 400 | tasks[0].max_retries: must be a number, not text
            {'to_number': '+99970011234', 'not_before': 'x'} | 400 | tasks[0].not_before: "x" is not a time … allowed:
            {'to_number': '+99970011234', 'external_id': ''} | 400 | tasks[0].external_id: is empty; allowed: … 255
            {'to_number': '+99970011234', 'external_id': 7} | 400 | tasks[0].external_id: must be text, not a number
            {'to_number': '+99970011234', 'dynamic_variables': []} | 400 | tasks[0].dynamic_variables: must be
            {'to_number': '+99970011234', 'dynamic_variables': {'a': '\\u0000'}} | 400 | dynamic_variables: has a null
            {'to_number': '+99970011234', 'dynamic_variables': {'\\ud800': 1}} | 400 | dynamic_variables: … half a
            {'to_number': '+99970011234', 'dynamic_variables': {'a': 1e99999}} | 400 | dynamic_variables: … too large
            {'to_number': '+99970011234', 'timezone': 7} | 400 | tasks[0].timezone: must be text, not a number
            {'to_number': '+99970011234', 'timezone': '+02:00'} | 400 | tasks[0].timezone: … allowed: an IANA name
            {'to_number': '+99970011234', 'timezone': 'X'} | 400 | tasks[0].timezone: "X" is not a known time zone
            """;

    private static final String APPEND = """
            {} | 400 | tasks: is missing; allowed: an array of 1 to 1000
            {'tasks': null} | 400 | tasks: is missing; allowed: an array of 1 to 1000
            {'tasks': []} | 400 | tasks: has 0 elements; allowed: an array of 1 to 1000
            {'tasks': {}} | 400 | tasks: must be an array, not an object; allowed: an array of 1 to 1000
            {'tasks': [{'to_number': '+99970011236'}, {}]} | 400 | tasks[1].to_number: is missing; allowed: E.164
            [] | 400 | body: must be a JSON object; allowed: one JSON object in UTF-8
            """;

    private static final String CANCEL = """
            {'live_calls': 'drop'} | 400 | live_calls: "drop" is not known; allowed: finish, hang_up
            {'live_calls': 'FINISH'} | 400 | live_calls: "FINISH" is not known; allowed: finish, hang_up
            {'live_calls': true} | 400 | live_calls: must be text, not true or false; allowed: finish, hang_up
            {'live_calls': | 400 | body: is not valid JSON … allowed: one JSON object in UTF-8
            'hang_up' | 400 | body: must be a JSON object; allowed: one JSON object in UTF-8
            """;

    private static final String CHANGE = """
            [] | 400 | body: must be a JSON object; allowed: one JSON object in UTF-8
            {'name': 7} | 400 | name: must be text, not a number; allowed:
            {'name': ''} | 400 | name: … allowed: … 255
            {'from_number': 'me'} | 400 | from_number: … is not a telephone number; allowed: E.164
            {'agent_id': 'x'} | 400 | agent_id: … has not the form of an agent's id; allowed: agent_
            {'status': 'completed'} | 400 | completed … allowed:
            {'status': 'failed'} | 400 | failed … allowed:
            {'status': 'gone'} | 400 | status: "gone" is not known; allowed:
            {'status': 7} | 400 | status: must be text, not a number; allowed:
            {'trigger_timestamp': 1} | 400 | trigger_timestamp: is not in the future; allowed:
            {'expires_at': 'x'} | 400 | expires_at: "x" is not a time with an offset; allowed:
            {'timezone': 'X'} | 400 | timezone: … is not a known time zone; allowed:
            {'quiet_hours': {'start_time': '08:00'}} | 400 | quiet_hours.end_time: is missing; allowed: HH:MM
            {'retry_config': {'max_attempts': 11}} | 400 | retry_config.max_attempts: 11 is out of range; allowed:
            {'pacing': {'max_live_calls': 0}} | 400 | pacing.max_live_calls: 0 is out of range; allowed:
            {'duplicates': 'drop'} | 400 | duplicates: "drop" is not known; allowed: skip, allow, reject
            {'priority': 10} | 400 | priority: 10 is out of range; allowed: a whole number, 0 to 9
            {'retry_config': {'spread': 1}} | 400 | retry_config.spread: must be true or false, not a number; allowed:
            {'retry_rules': [{'condition': 'never'}]} | 400 | retry_rules[0].condition: "never" is not known; allowed:
            {'calling_window': {'hours': []}} | 400 | calling_window.hours: has 0 elements; allowed: an array of 1
            {'stop_loss': [{'measure': 'asr_below'}]} | 400 | stop_loss[0].percent: is missing; allowed: a number
            {'voicemail': 'join'} | 422 | voicemail: not available yet
            """;

    private static final String FIND = """
            [] | 400 | body: must be a JSON object; allowed: one JSON object in UTF-8
            {'filter_criteria': []} | 400 | filter_criteria: must be an object, not an array; allowed: a JSON object
            {'filter_criteria': {'status': 'sent'}} | 400 | filter_criteria.status: must be an array, not text; allowed:
            {'filter_criteria': {'status': []}} | 400 | filter_criteria.status: has 0 elements; allowed:
            {'filter_criteria': {'status': ['gone']}} | 400 | filter_criteria.status[0]: … allowed: draft
            {'filter_criteria': {'status': [7]}} | 400 | filter_criteria.status[0]: must be text, not a number; allowed:
            {'filter_criteria': {'name': ['']}} | 400 | filter_criteria.name[0]: … allowed:
            {'filter_criteria': {'agent_id': [null]}} | 400 | filter_criteria.agent_id[0]: … allowed:
            {'filter_criteria': {'from_number': {}}} | 400 | filter_criteria.from_number: must be an array
            {'filter_criteria': {'created_after': 'x'}} | 400 | filter_criteria.created_after: … allowed: Unix seconds
            {'filter_criteria': {'scheduled_before': -1}} | 400 | filter_criteria.scheduled_before: … allowed:
            {'pagination': {'page': -1}} | 400 | pagination.page: -1 is out of range; allowed:
            {'pagination': {'page': '0'}} | 400 | pagination.page: must be a number, not text; allowed:
            {'pagination': {'limit': 0}} | 400 | pagination.limit: 0 is out of range; allowed:
            {'pagination': {'limit': 101}} | 400 | pagination.limit: 101 is out of range; allowed:
            {'pagination': {'cursor': 'x'}} | 400 | cursor: … allowed:
            {'pagination': 7} | 400 | pagination: must be an object, not a number; allowed: a JSON object
            {'sort_by': 'id'} | 400 | sort_by: "id" is not known; allowed: created_at
            {'sort_order': 'up'} | 400 | sort_order: "up" is not known; allowed: ascending, descending
            {'performance_mode': 'slow'} | 400 | performance_mode: "slow" is not known; allowed: fast
            """;

    private static final String KEY = """
            [] | 400 | body: must be a JSON object; allowed: one JSON object in UTF-8
            {'name': 7} | 400 | name: must be text, not a number; allowed:
            {'name': ''} | 400 | name: is empty; allowed:
            {'scope': 'root'} | 400 | scope: "root" is not known; allowed: read, operate, admin
            {'scope': 7} | 400 | scope: must be text, not a number; allowed: read, operate, admin
            """;

    private BadBodies() {
    }

    static Stream<BadRow> rows() {
        String append = "/batch-call/{id}/tasks";
        return Stream.of(
                BadRow.table(BATCH, field -> Ask.post("/batch-call", batch(field))),
                BadRow.table(TASK, task -> Ask.post("/batch-call", batch("'tasks': [" + task + "]"))),
                BadRow.table(TASK,
                        task -> Ask.post(append, "{'tasks': [%s]}".formatted(task).replace('\'', '"'))),
                BadRow.bodies("POST", append, APPEND),
                BadRow.bodies("POST", "/batch-call/{id}/cancel", CANCEL),
                BadRow.bodies("PATCH", "/batch-call/{id}", CHANGE),
                BadRow.bodies("POST", "/batch-call/list", FIND),
                BadRow.bodies("POST", "/api/keys", KEY), BadRules.rows(), lengths()).flatMap(rows -> rows);
    }

    /** A draft with this field instead of the one that it would have. */
    static String batch(String field) {
        var text = new StringBuilder("{");
        for (String f : new String[]{"'from_number': '+99970000000'", "'agent_id': 'agent_demo'",
                "'status': 'draft'", "'tasks': [{'to_number': '+99970011234'}]"}) {
            if (!field.contains(f.substring(0, f.indexOf(':') + 1))) {
                text.append(f).append(", ");
            }
        }
        return text.append(field).append('}').toString().replace('\'', '"');
    }

    /** What is too long. */
    private static Stream<BadRow> lengths() {
        String task = "{'to_number': '+99970011234'}";
        return Stream.of(
                BadRow.of(Ask.post("/batch-call", batch("'name': '" + "n".repeat(256) + "'")), 400,
                        "name: has 256 characters; allowed: text of 1 to 255 characters"),
                BadRow.of(
                        Ask.post("/batch-call", batch("'tasks': [" + (task + ",").repeat(1000) + task + "]")),
                        400,
                        "tasks: has 1001 elements; allowed: an array of 0 to 1000"),
                BadRow.of(Ask.post("/batch-call", batch("'agent_id': 'agent_" + "a".repeat(250) + "'")), 400,
                        "agent_id: … allowed: "),
                BadRow.of(Ask.post("/batch-call", batch("'tasks': [{'to_number': '+99970011234',"
                        + " 'dynamic_variables': {'a': '" + "v".repeat(5 * 1024) + "'}}]")), 400,
                        "tasks[0].dynamic_variables: is too large; allowed: … at most 5120 bytes"),
                BadRow.of(
                        Ask.post("/batch-call",
                                batch("'tasks': [{'to_number': '+99970011234', 'external_id': 'x'},"
                                        + "{'to_number': '+99970011235', 'external_id': 'x'}]")),
                        400,
                        "tasks[1].external_id: is the same as tasks[0].external_id; allowed: each"),
                BadRow.of(
                        Ask.post("/batch-call",
                                batch("'duplicates': 'reject', 'tasks': [" + task + "," + task + "]")),
                        400, "tasks[1].to_number: is the same as tasks[0].to_number; allowed: "));
    }
}
