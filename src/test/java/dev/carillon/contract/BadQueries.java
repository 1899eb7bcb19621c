package dev.carillon.contract;

import java.util.stream.Stream;

/** Wrong queries and paths: every parameter of the lists. */
final class BadQueries {

    private static final String LIST = """
            page=-1 | 400 | page: "-1" is out of range; allowed: a whole number, 0 to 2147483647
            page= | 400 | page: "" is not a whole number; allowed: a whole number, 0 to 2147483647
            page | 400 | page: … 0 to 2147483647
            page=x | 400 | page: "x" is not a whole number; allowed:
            page=1.0 | 400 | page: "1.0" is not a whole number; allowed:
            page=1e2 | 400 | page: "1e2" is not a whole number; allowed:
            page=0x1 | 400 | page: "0x1" is not a whole number; allowed:
            page=%2B1 | 400 | page: "+1" is not a whole number; allowed:
            page=%201 | 400 | page: " 1" is not a whole number; allowed:
            page=1+ | 400 | page: "1 " is not a whole number; allowed:
            page=null | 400 | page: "null" is not a whole number; allowed:
            page=true | 400 | page: "true" is not a whole number; allowed:
            page=2147483648 | 400 | page: "2147483648" is out of range; allowed: … 2147483647
            page=99999999999999999999 | 400 | page: "99999999999999999999" is out of range; allowed:
            page=-0.5 | 400 | page: "-0.5" is not a whole number; allowed:
            page=%00 | 400 | page: "?" is not a whole number; allowed:
            page=0%0A | 400 | page: "0?" is not a whole number; allowed:
            page=%ff | 400 | page: is not percent-encoded UTF-8; allowed: percent-encoded UTF-8
            page=%ed%a0%80 | 400 | page: is not percent-encoded UTF-8; allowed:
            page=%C2%B9 | 400 | page: "¹" is not a whole number; allowed:
            page=%D9%A1 | 400 | page: "١" is not a whole number; allowed:
            page=0&page=0 | 400 | page: is given 2 times; allowed: at most once
            page=1&page=2&page=3 | 400 | page: is given 3 times; allowed: at most once
            limit=0 | 400 | limit: "0" is out of range; allowed: a whole number, 1 to 100
            limit=101 | 400 | limit: "101" is out of range; allowed: a whole number, 1 to 100
            limit=-5 | 400 | limit: "-5" is out of range; allowed: a whole number, 1 to 100
            limit=x | 400 | limit: "x" is not a whole number; allowed: … 1 to 100
            limit=1.5 | 400 | limit: "1.5" is not a whole number; allowed:
            limit=ALL | 400 | limit: "ALL" is not a whole number; allowed:
            limit=NULL | 400 | limit: "NULL" is not a whole number; allowed:
            limit=%20 | 400 | limit: " " is not a whole number; allowed:
            limit=1%00 | 400 | limit: "1?" is not a whole number; allowed:
            limit=%ff | 400 | limit: is not percent-encoded UTF-8; allowed:
            limit=99999999999999999999999 | 400 | limit: … is out of range; allowed: … 1 to 100
            limit=20&limit=20 | 400 | limit: is given 2 times; allowed: at most once
            limit=&limit= | 400 | limit: is given 2 times; allowed: at most once
            size=0 | 400 | size: "0" is out of range; allowed: a whole number, 1 to 100
            size=101 | 400 | size: "101" is out of range; allowed: a whole number, 1 to 100
            size=x | 400 | size: "x" is not a whole number; allowed:
            size=1&size=1 | 400 | size: is given 2 times; allowed: at most once
            limit=5&size=0 | 400 | size: "0" is out of range; allowed:
            limit=5&size=x | 400 | size: "x" is not a whole number; allowed:
            sort_by= | 400 | sort_by: "" is not known; allowed: created_at, updated_at, scheduled_timestamp
            sort_by=Name | 400 | sort_by: "Name" is not known; allowed: … name, status, total_task_count
            sort_by=id | 400 | sort_by: "id" is not known; allowed:
            sort_by=name%20 | 400 | sort_by: "name " is not known; allowed:
            sort_by=name;drop%20table%20task | 400 | sort_by: "name;drop table task" is not known; allowed:
            sort_by=name,status | 400 | sort_by: "name,status" is not known; allowed:
            sort_by=name&sort_by=name | 400 | sort_by: is given 2 times; allowed: at most once
            sort_by=%00 | 400 | sort_by: "?" is not known; allowed:
            sort_order= | 400 | sort_order: "" is not known; allowed: ascending, descending
            sort_order=asc | 400 | sort_order: "asc" is not known; allowed: ascending, descending
            sort_order=Descending | 400 | sort_order: "Descending" is not known; allowed:
            sort_order=ascending&sort_order=descending | 400 | sort_order: is given 2 times; allowed:
            performance_mode= | 400 | performance_mode: "" is not known; allowed: fast, accurate, ultra_fast
            performance_mode=FAST | 400 | performance_mode: "FAST" is not known; allowed:
            performance_mode=slow | 400 | performance_mode: "slow" is not known; allowed:
            performance_mode=fast&performance_mode=fast | 400 | performance_mode: is given 2 times; allowed:
            limit=null&page=x | 400 | page: "x" is not a whole number; allowed:
            """;

    private static final String ALL = """
            limit=null&page=1 | 400 | page: … allowed: … 0
            limit=&page=7 | 400 | page: … allowed: … 0
            size=null&page=1 | 400 | page: … allowed: … 0
            """;

    private static final String CURSOR = """
            cursor= | 400 | cursor: … allowed:
            cursor=x | 400 | cursor: … allowed:
            cursor=%ff | 400 | cursor: is not percent-encoded UTF-8; allowed:
            cursor=%00 | 400 | cursor: … allowed:
            cursor=a&cursor=a | 400 | cursor: is given 2 times; allowed: at most once
            """;

    private static final String TASKS = """
            page=-1 | 400 | page: … allowed: … 0 to 2147483647
            page=x | 400 | page: "x" is not a whole number; allowed: … 0 to 2147483647
            page=%2B1 | 400 | page: "+1" is not a whole number; allowed:
            page=0&page=1 | 400 | page: is given 2 times; allowed: at most once
            page=2147483648 | 400 | page: "2147483648" is out of range; allowed: … 2147483647
            page=%D9%A1 | 400 | page: "١" is not a whole number; allowed:
            limit=0 | 400 | limit: "0" is out of range; allowed: … 1 to 100
            limit=101 | 400 | limit: "101" is out of range; allowed: … 1 to 100
            limit= | 400 | limit: "" is not a whole number; allowed: … 1 to 100
            limit=null | 400 | limit: "null" is not a whole number; allowed: … 1 to 100
            status= | 400 | status: "" is not known; allowed: pending, calling, completed, failed, skipped
            status=done | 400 | status: "done" is not known; allowed: pending
            status=pending,failed | 400 | status: "pending,failed" is not known; allowed:
            status=failed&status=failed | 400 | status: is given 2 times; allowed: at most once
            status=%ff | 400 | status: is not percent-encoded UTF-8; allowed:
            """;

    private static final String KEYS = """
            page=-1 | 400 | page: … allowed: … 0 to 2147483647
            limit=0 | 400 | limit: … allowed: … 1 to 100
            limit=101 | 400 | limit: … allowed: … 1 to 100
            limit=x | 400 | limit: … allowed: … 1 to 100
            """;

    private static final String NUMBER = """
            number= | 400 | number: "" is not a telephone number; allowed: E.164
            number=+99970010001 | 400 | number: " 99970010001" is not a telephone number; allowed: E.164
            number=%2B1&number=%2B1 | 400 | number: is given 2 times; allowed: at most once
            """;

    private static final String PATHS = """
            /api/do-not-call/x | 404 | this number is not on the do-not-call list
            /api/do-not-call/%00 | 404 | this number is not on the do-not-call list
            /api/agents/%00 | 404 | there is no agent with this id
            /api/agents/agent_nobody | 404 | there is no agent with this id
            /api/caller-ids/%00 | 404 | there is no caller ID with this number
            /api/caller-ids/+99970000404 | 404 | there is no caller ID with this number
            /api/trunks/1 | 404 | there is no trunk with this id
            /api/trunks/trunk_00000000000000000000000000000000 | 404 | there is no trunk with this id
            /batch-calls | 404 | there is nothing at this path
            /batch-call/ | 404 | there is nothing at this path
            /batch-call/list/ | 404 | there is nothing at this path
            //batch-call/list | 404 | there is nothing at this path
            /batch-call//list | 404 | there is nothing at this path
            /Batch-Call/list | 404 | there is nothing at this path
            /batch-call%2Flist | 404 | there is nothing at this path
            /batch-call/x/y/z | 404 | there is nothing at this path
            /batch-call/%ff | 404 | there is nothing at this path
            /batch-call/x/tasks/ | 404 | there is nothing at this path
            /api | 404 | there is nothing at this path
            /health | 404 | there is nothing at this path
            /openapi.json | 404 | there is nothing at this path
            /v1/batch-call/list | 404 | there is nothing at this path
            /%00 | 404 | there is nothing at this path
            /batch-call/x | 404 | there is no batch call with this id
            /batch-call/%00 | 404 | there is no batch call with this id
            /batch-call/%F0%9F%94%94 | 404 | there is no batch call with this id
            /batch-call/batch_call_a1b2c3d4e5f6789012345678901234567 | 404 | there is no batch call with this id
            /batch-call/batch_call_0198C2A31B7C7D4E8F00AABBCCDDEEFF | 404 | there is no batch call with this id
            /batch-call/null/tasks | 404 | there is no batch call with this id
            """;

    private static final String FIGURES = """
            group_by=week | 400 | group_by: "week" is not known; allowed: batch_call, trunk, from_number, hour, day
            group_by=Day | 400 | group_by: "Day" is not known; allowed: batch_call, trunk, from_number, hour, day
            group_by=day&group_by=day | 400 | group_by: is given 2 times; allowed: at most once
            from=x | 400 | from: "x" is not a time with an offset; allowed: Unix seconds
            from= | 400 | from: "" is not a time with an offset; allowed: Unix seconds
            from=-1 | 400 | from: is out of range; allowed: Unix seconds
            to=2099-02-30T09:00:00Z | 400 | to: … is not a time with an offset; allowed: Unix seconds
            to=99999999999999999999 | 400 | to: is out of range; allowed: Unix seconds
            from=4073500800&to=4073500800 | 400 | to: is not after from; allowed: a time after from
            from_number=1415 | 400 | from_number: "1415" is not a telephone number; allowed: E.164
            from_number= | 400 | from_number: "" is not a telephone number; allowed: E.164
            batch_call_id=x | 404 | there is no batch call with this id
            batch_call_id= | 404 | there is no batch call with this id
            trunk_id=trunk_0198c2a31b7c7d4e8f00aabbccddeeff | 404 | there is no trunk with this id
            """;

    private BadQueries() {
    }

    static Stream<BadRow> rows() {
        return Stream.of(table("/batch-call/list?", LIST + ALL + CURSOR),
                table("/batch-call/{id}/tasks?", TASKS), table("/api/keys?", KEYS),
                table("/api/do-not-call?", KEYS + NUMBER), table("/api/agents?", KEYS),
                table("/api/caller-ids?", KEYS), table("/api/trunks?", KEYS),
                table("/api/figures?", FIGURES),
                BadRow.table(PATHS, Ask::get))
                .flatMap(rows -> rows);
    }

    private static Stream<BadRow> table(String before, String lines) {
        return BadRow.table(lines, query -> Ask.get(before + query));
    }
}
