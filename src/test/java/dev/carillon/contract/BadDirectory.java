package dev.carillon.contract;

import java.util.stream.Stream;

/** Wrong bodies of the directory's calls: every field of each. */
final class BadDirectory {

    private static final String DO_NOT_CALL = """
            {} | 400 | number: is missing; allowed: number, or numbers
            {'number': null} | 400 | number: is missing; allowed: number, or numbers
            {'number': 1} | 400 | number: must be text, not a number; allowed: E.164
            {'number': '0043'} | 400 | number: "0043" is not a telephone number; allowed: E.164
            {'number': '+99970010001', 'numbers': ['+99970010001']} | 400 | numbers: is there beside number; allowed:
            {'numbers': []} | 400 | numbers: has 0 elements; allowed: an array of 1 to 10000
            {'numbers': '+99970010001'} | 400 | numbers: must be an array, not text; allowed:
            {'numbers': ['+99970010001', 'x']} | 400 | numbers[1]: "x" is not a telephone number; allowed: E.164
            {'numbers': ['+99970010001', null]} | 400 | numbers[1]: must be text; allowed: E.164
            {'numbers': ['+99970010001', 7]} | 400 | numbers[1]: must be text; allowed: E.164
            """;

    private static final String LIMITS = """
            {'max_live_calls': 0} | 400 | max_live_calls: 0 is out of range; allowed: … 1 to 1000000
            {'max_live_calls': 1.5} | 400 | max_live_calls: must be a whole number; allowed:
            {'max_live_calls': '5'} | 400 | max_live_calls: must be a number, not text; allowed:
            {'max_live_calls': 1000001} | 400 | max_live_calls: 1000001 is out of range; allowed:
            {'calls_per_second': 0} | 400 | calls_per_second: is out of range; allowed: … 0.001 to 10000
            {'calls_per_second': 10001} | 400 | calls_per_second: is out of range; allowed:
            {'calls_per_second': '1'} | 400 | calls_per_second: must be a number, not text; allowed:
            {'name': ''} | 400 | name: is empty; allowed: text of 1 to 255 characters
            {'name': 1} | 400 | name: must be text, not a number; allowed:
            """;

    private static final String AGENT = """
            {} | 400 | agent_id: is missing; allowed: agent_
            {'agent_id': 'smith'} | 400 | agent_id: … has not the form of an agent's id; allowed: agent_
            {'agent_id': 1} | 400 | agent_id: must be text, not a number; allowed: agent_
            {'agent_id': 'agent_x', 'max_live_calls': 0} | 400 | max_live_calls: 0 is out of range; allowed:
            {'agent_id': 'agent_x', 'calls_per_second': -1} | 400 | calls_per_second: is out of range; allowed:
            {'agent_id': 'agent_x', 'name': ''} | 400 | name: is empty; allowed:
            {'agent_id': 'agent_x', 'sip': 'sip:a@b'} | 400 | sip: must be an object, not text; allowed:
            {'agent_id': 'agent_x', 'sip': {}} | 400 | sip.uri: is missing; allowed: sip:
            {'agent_id': 'agent_x', 'sip': {'uri': 'tel:1'}} | 400 | sip.uri: is not a SIP address: … allowed:
            {'agent_id': 'agent_x', 'sip': {'uri': 'sip:a@b', 'colour': 1}} | 400 | sip.colour: is not a setting; allowed:
            {'agent_id': 'agent_x', 'secrets': 1} | 400 | secrets: must be an object, not a number; allowed:
            {'agent_id': 'agent_x', 'secrets': {'pin': '1'}} | 400 | secrets.pin: is not known; allowed: password
            {'agent_id': 'agent_x', 'secrets': {'password': 1}} | 400 | secrets.password: must be text, not a number;
            {'agent_id': 'agent_x', 'secrets': {'password': 'x'}} | 400 | secrets: cannot be kept, … allowed:
            """;

    private static final String CALLER_ID = """
            {} | 400 | number: is missing; allowed: E.164
            {'number': '*', 'trunks': ['x']} | 400 | number: "*" is not a telephone number; allowed: E.164
            {'number': '+99970000001'} | 400 | trunks: is missing; allowed: an array of 1 to 10
            {'number': '+99970000001', 'trunks': []} | 400 | trunks: has 0 elements; allowed: an array of 1 to 10
            {'number': '+99970000001', 'trunks': 'x'} | 400 | trunks: must be an array, not text; allowed:
            {'number': '+99970000001', 'trunks': [1]} | 400 | trunks[0]: must be text, not a number; allowed:
            {'number': '+99970000001', 'trunks': ['x']} | 400 | trunks[0]: is not a trunk of the organization; allowed:
            """;

    private static final String TRUNK = """
            {} | 400 | kind: is missing; allowed: sandbox, sip, rest
            {'kind': 'smoke'} | 400 | kind: "smoke" is not known; allowed: sandbox, sip, rest
            {'kind': 'rest', 'name': 'T'} | 400 | settings.account_sid: is missing; allowed:
            {'kind': 'rest', 'name': 'T', 'settings': {'account_sid': 'A'}} | 400 | settings.public_url: is missing;
            {'kind': 'sip', 'name': 'T'} | 400 | settings.addresses: is missing; allowed: an array of 1 to 10
            {'kind': 'sip', 'name': 'T', 'settings': {'addresses': [{}]}} | 400 | settings.addresses[0].host: is missing;
            {'kind': 'sip', 'name': 'T', 'settings': {'colour': 1}} | 400 | settings.addresses: is missing; allowed:
            {'kind': 'sip'} | 400 | name: is missing; allowed:
            {'kind': 'sandbox'} | 400 | name: is missing; allowed: text of 1 to 255 characters
            {'kind': 'sandbox', 'name': ''} | 400 | name: is empty; allowed:
            """;

    /** Of a trunk that would be fine without this. */
    private static final String TRUNK_FIELD = """
            'settings': [] | 400 | settings: must be an object, not an array; allowed:
            'settings': {'speed': 0} | 400 | settings.speed: … allowed: 0.001 to 10000
            'settings': {'seed': 0.5} | 400 | settings.seed: … allowed:
            'settings': {'outcomes': {'cancelled': 1}} | 400 | settings.outcomes: … allowed:
            'secrets': [] | 400 | secrets: must be an object, not an array; allowed:
            'secrets': {'password': 'x'} | 400 | secrets: are nothing that this kind has; allowed: none
            'settings': {'colour': 1} | 400 | settings.colour: is not a setting; allowed:
            'max_live_calls': 0 | 400 | max_live_calls: 0 is out of range; allowed:
            'calls_per_second': 0 | 400 | calls_per_second: is out of range; allowed:
            'burst': 0 | 400 | burst: 0 is out of range; allowed: … 1 to 10000
            'burst': '1' | 400 | burst: must be a number, not text; allowed:
            'reserved_calls': -1 | 400 | reserved_calls: -1 is out of range; allowed: … 0 to 1000000
            'reserved_calls': 500 | 400 | reserved_calls: leaves no call to the batches; allowed: … below max_live
            'paused': 1 | 400 | paused: must be true or false, not a number; allowed: true, false
            'destinations': 'AT' | 400 | destinations: must be an object, not text; allowed:
            'destinations': {} | 400 | destinations.countries: is missing; allowed: an array of ISO 3166
            'destinations': {'countries': []} | 400 | destinations.countries: has 0 elements; allowed:
            'destinations': {'countries': ['Austria']} | 400 | destinations.countries[0]: "Austria" is not known; allowed:
            'destinations': {'countries': ['AT', 'AT']} | 400 | destinations.countries[1]: "AT" is there twice; allowed:
            'destinations': {'countries': ['AT'], 'kinds': ['other']} | 400 | destinations.kinds[0]: … allowed: premium
            'destinations': {'countries': ['AT'], 'kinds': 'short'} | 400 | destinations.kinds: must be an array
            """;

    private static final String ORGANIZATION = """
            {'name': ''} | 400 | name: is empty; allowed:
            {'weight': 0} | 400 | weight: 0 is out of range; allowed: a whole number, 1 to 100
            {'weight': 101} | 400 | weight: 101 is out of range; allowed:
            {'calling_window': []} | 400 | calling_window: must be an object, not an array; allowed:
            {'calling_window': {}} | 400 | calling_window.hours: is missing; allowed: an array of 1 to 50
            {'calling_window': {'enabled': 1}} | 400 | calling_window.enabled: must be true or false, not a number;
            {'calling_window': {'hours': []}} | 400 | calling_window.hours: has 0 elements; allowed:
            {'calling_window': {'hours': [{'start_time': '09:00'}]}} | 400 | calling_window.hours[0].end_time: is missing
            {'default_zones': []} | 400 | default_zones: must be an object, not an array; allowed:
            {'default_zones': {'Russia': 'Europe/Moscow'}} | 400 | default_zones."Russia": is not a country; allowed:
            {'default_zones': {'RU': 'Moscow'}} | 400 | default_zones.RU: "Moscow" is not a known time zone; allowed:
            {'default_zones': {'RU': null}} | 400 | default_zones.RU: is missing; allowed: an IANA name
            {'attempt_cap': 3} | 400 | attempt_cap: must be an object, not a number; allowed:
            {'attempt_cap': {'days': 7}} | 400 | attempt_cap.attempts: is missing; allowed: … 1 to 1000
            {'attempt_cap': {'attempts': 0, 'days': 7}} | 400 | attempt_cap.attempts: 0 is out of range; allowed:
            {'attempt_cap': {'attempts': 3}} | 400 | attempt_cap.days: is missing; allowed: … 1 to 365
            {'attempt_cap': {'attempts': 3, 'days': 366}} | 400 | attempt_cap.days: 366 is out of range; allowed:
            {'max_live_calls': 0} | 400 | max_live_calls: 0 is out of range; allowed:
            {'calls_per_second': 0} | 400 | calls_per_second: is out of range; allowed:
            {'daily_attempts': 0} | 400 | daily_attempts: 0 is out of range; allowed: … 1 to 100000000
            """;

    private static final String ANY_NUMBER = """
            {'max_live_calls': 5} | 400 | max_live_calls: any number has no limit of its own; allowed: null
            {'calls_per_second': 5} | 400 | calls_per_second: any number has no limit of its own; allowed: null
            {'trunks': null} | 400 | trunks: is null; allowed: an array of 1 to 10
            {'trunks': ['trunk_00000000000000000000000000000000']} | 400 | trunks[0]: is not a trunk … allowed:
            """;

    private BadDirectory() {
    }

    static Stream<BadRow> rows() {
        return Stream.of(BadRow.bodies("POST", "/api/do-not-call", DO_NOT_CALL),
                BadRow.bodies("POST", "/api/agents", AGENT),
                BadRow.bodies("POST", "/api/caller-ids", CALLER_ID),
                BadRow.bodies("PATCH", "/api/caller-ids/*", ANY_NUMBER + LIMITS),
                BadRow.bodies("POST", "/api/trunks", TRUNK),
                BadRow.table(TRUNK_FIELD, field -> Ask.post("/api/trunks",
                        "{'kind': 'sandbox', 'name': 'T', %s}".formatted(field).replace('\'', '"'))),
                BadRow.bodies("PATCH", "/api/organization", ORGANIZATION),
                Stream.of(
                        BadRow.of(Ask.of("DELETE", "/api/caller-ids/*"), 409, "cannot be deleted; allowed:")))
                .flatMap(rows -> rows);
    }
}
