import assert from "node:assert/strict";
import { test } from "node:test";
import { responseTimesOf, since, statisticsOf } from "../sipp-figures.mjs";

const HEADING = "StartTime;LastResetTime;CurrentTime;CurrentCall;SuccessfulCall(C);FailedCall(C);Retransmissions(C);";
const time = (seconds) => `2026-11-30\t17:14:31.105952\t${seconds}`;
const row = (seconds, ...figures) => [time(1_000), time(1_000), time(seconds), ...figures].join(";");

test("SIPp's table is read row by row, and a row that is not whole yet is left", () => {
    const text = [HEADING, row(1_001.5, 20, 5, 0, 0), row(1_002.5, 22, 9, 1, 3), "2026-11"].join("\n");
    assert.deepEqual(statisticsOf(text), [
        { startedAt: 1_000_000, at: 1_001_500, live: 20, successful: 5, failed: 0, retransmissions: 0 },
        { startedAt: 1_000_000, at: 1_002_500, live: 22, successful: 9, failed: 1, retransmissions: 3 },
    ]);
});

test("what SIPp has timed stands at its time of day", () => {
    assert.deepEqual(responseTimesOf("Date_ms;response_time_ms;rtd_no\n528.001;4;join\n", 1_000_000),
        [{ at: 1_000_528.001, millis: 4 }]);
});

test("only what went wrong since is told", () => {
    const before = { failed: 2, retransmissions: 1 };
    assert.deepEqual(since(before, before), []);
    assert.deepEqual(since(undefined, { failed: 0, retransmissions: 0 }), []);
    assert.deepEqual(since(before, { failed: 5, retransmissions: 2 }),
        ["SIPp: 3 calls failed", "SIPp: 1 messages were sent again"]);
});
