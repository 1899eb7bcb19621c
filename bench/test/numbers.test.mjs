import assert from "node:assert/strict";
import { test } from "node:test";
import { median, noise, quantile, steadyRate } from "../numbers.mjs";

test("a median is the middle, or between the two in the middle", () => {
    assert.equal(median([3, 1, 2]), 2);
    assert.equal(median([4, 1, 2, 3]), 2.5);
    assert.equal(median([7]), 7);
});

test("a quantile lies between two values in proportion", () => {
    assert.equal(quantile([10, 20, 30, 40, 50], 0.25), 20);
    assert.equal(quantile([10, 20], 0.9), 19);
});

test("noise is half of a box plot's notch: less with more values, none of a single one", () => {
    assert.ok(Math.abs(noise([1, 2, 3, 4, 5]) - (1.57 * 2) / Math.sqrt(5)) < 1e-9);
    assert.ok(noise([1, 2, 3, 4, 5, 1, 2, 3, 4, 5]) < noise([1, 2, 3, 4, 5]));
    assert.equal(noise([3]), 0);
});

test("one round that went wrong is not noise", () => {
    assert.equal(noise([1, 1, 1, 1, 100]), 0);
});

test("a steady rate leaves ramp and tail out", () => {
    const samples = [{ seconds: 0, done: 0 }, { seconds: 10, done: 100 }, { seconds: 18, done: 900 },
        { seconds: 60, done: 1_000 }];
    assert.equal(steadyRate(samples, 1_000), 100);
});

test("what is done between two samples has no steady rate", () => {
    const samples = [{ seconds: 0, done: 0 }, { seconds: 0, done: 1_000 }];
    assert.throws(() => steadyRate(samples, 1_000), /too fast/);
});
