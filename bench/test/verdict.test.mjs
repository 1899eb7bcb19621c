import assert from "node:assert/strict";
import { test } from "node:test";
import { judged } from "../report/verdict.mjs";

const rates = (ours, theirs) => ours.map((rate, i) => ({ ours: { rate }, theirs: { rate: theirs[i] } }));
const calm = { what: "ours ÷ theirs", sides: ["ours", "theirs"], rounds: rates([70, 71, 72, 73, 74], Array(5).fill(100)) };
const wild = { ...calm, rounds: rates([40, 60, 66, 90, 99], Array(5).fill(100)) };

test("a ratio is the median of the rounds' ratios, not the ratio of the medians", () => {
    const { median, values } = judged({ ...calm, rounds: rates([10, 20, 90], [10, 40, 30]) });
    assert.deepEqual(values, [1, 0.5, 3]);
    assert.equal(median, 1);
});

test("a bound that is kept is met, and no bound is only reported", () => {
    assert.equal(judged({ ...calm, least: 0.7 }).verdict, "met");
    assert.equal(judged({ ...calm, most: 0.8 }).verdict, "met");
    assert.equal(judged(calm).verdict, "reported");
});

test("a bound is missed when the median is beyond it by more than the noise", () => {
    assert.equal(judged({ ...calm, least: 0.8 }).verdict, "missed");
    assert.equal(judged({ ...calm, most: 0.6 }).verdict, "missed");
});

test("a median beyond its bound by less than the noise is within it", () => {
    assert.equal(judged({ ...wild, least: 0.7 }).verdict, "within noise");
    assert.equal(judged({ ...wild, most: 0.6 }).verdict, "within noise");
});

test("a bound on what was measured once has no noise to hide in", () => {
    const once = { what: "seconds", sides: ["ours"], measure: "seconds", rounds: [{ ours: { seconds: 1.01 } }] };
    assert.equal(judged({ ...once, most: 1 }).verdict, "missed");
});

test("with one side the figure itself is judged", () => {
    const rounds = [1, 2, 3].map((seconds) => ({ ours: { seconds } }));
    const { median, unit, verdict } = judged({ what: "w", sides: ["ours"], measure: "seconds", most: 2, rounds });
    assert.deepEqual([median, unit, verdict], [2, "s", "met"]);
});

test("an error, too much memory, too few calls or other bytes fail, whatever the ratio", () => {
    const turn = { rate: 1, errors: [], bytes: 100, dialled: 500 };
    const row = (theirs, more) => judged({ what: "w", sides: ["a", "b"], rounds: [{ a: turn, b: theirs }], ...more });
    const more = { least: 0.5, jvm: 200, mostJvm: 256, sameBytes: true, dialled: 450 };
    assert.equal(row(turn, more).verdict, "met");
    for (const [theirs, also] of [
        [{ ...turn, errors: ["no"] }, {}], [turn, { jvm: 257 }], [{ ...turn, dialled: 449 }, {}],
        [{ ...turn, bytes: 106 }, {}],
    ]) {
        const { verdict, failures } = row(theirs, { ...more, ...also });
        assert.equal(verdict, "failed");
        assert.equal(failures.length, 1);
    }
});

test("a side's costs are those that every round knows", () => {
    const rounds = [1, 2, 3].map((cost) => ({ ours: { rate: 1, jvm: cost, peer: undefined, clientCores: 0.5 } }));
    const [side] = judged({ what: "w", sides: ["ours"], rounds }).sides;
    assert.deepEqual(side.costs, { jvm: 2 });
    assert.equal(side.clientCores, 0.5);
});
