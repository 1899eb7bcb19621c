import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { between, measured } from "../report/docs.mjs";
import { ratesPlot, ratiosPlot } from "../report/plot.mjs";
import { costs, shortfalls, table } from "../report/table.mjs";
import { judged } from "../report/verdict.mjs";
import { figure, spread } from "../report/words.mjs";

const turn = (rate) => ({ rate, client: 40, jvm: 300, database: 200, clientCores: 0.4 });
const row = (least, ours = 80) => judged({
    what: "ours ÷ <theirs> | same", sides: ["ours", "theirs"], least, jvm: 231.4,
    rounds: [ours, ours + 1, ours + 2].map((rate) => ({ ours: turn(rate), theirs: turn(100) })),
});
const result = (part, rows, more) => ({
    part, at: "2026-01-02T03:04:05.000Z", commit: "abc1234", seconds: 61, options: { pairs: 3 }, others: 0.05, rows,
    machine: { cores: 2, gigabytes: 24, linux: "6.1" }, versions: { Java: "25" }, ...more,
});
const results = [
    result("page", [row(0.7), row(0.9)]), result("ultra", [row(0.5)], { void: "others had 0.61 cores" }),
    { part: "jdbc", failure: "no such twin", rows: [], versions: {} },
];

test("figures are whole when large and exact when small", () => {
    assert.deepEqual([3_034.4, 12.34, 0.7, 0.00382, 0, 1 / 0].map(figure), ["3,034", "12.3", "0.70", "0.0038", "0.00", "–"]);
    assert.equal(spread({ median: 0.81, values: [0.8, 0.81, 0.82] }), "0.81 (0.80 to 0.82)");
    assert.equal(spread({ median: 5, values: [5] }), "5.00");
});

test("the table has a line for each row, in columns", () => {
    const [heading, first, second] = table(results).split("\n");
    assert.equal(first.indexOf("≥ 0.7"), heading.indexOf("bound"));
    assert.match(first, /met$/);
    assert.match(second, /missed$/);
});

test("what a side cost is told once, in however many rows it is", () => {
    assert.equal(costs(results.slice(0, 1)), ["page, ours: client 40.0; jvm 300; database 200",
        "page, theirs: client 40.0; jvm 300; database 200"].join("\n"));
});

test("what falls short is said of rows and of parts", () => {
    assert.deepEqual(shortfalls(results).map((words) => words.split(":")[0]),
        ["ours ÷ <theirs> | same", "ultra", "jdbc"]);
    assert.match(shortfalls(results)[0], /0\.81 \(0\.80 to 0\.82\), ≥ 0\.9: missed$/);
});

test("the document has no figures of a part that does not count, and says why", () => {
    const text = measured(results);
    assert.match(text, /\| ours ÷ <theirs> \\\| same \| ours 81\.0; theirs 100 a second \| 0\.81/);
    assert.match(text, /void: others had 0\.61 cores/);
    assert.match(text, /not measured: no such twin/);
    assert.match(text, /not measured yet/);
    assert.equal(text.match(/≥ 0\.5/g), null);
    assert.match(text, /\| `page` \| 2026-01-02 03:04 \| abc1234 \| 61\.0 \| pairs 3 \| 0\.05 \| 231 \|/);
});

test("only what stands between the marks is written anew", () => {
    const page = "before\n<!-- measured -->\nold\n<!-- /measured -->\nafter\n";
    assert.equal(between(page, "measured", "new\n"), page.replace("old", "new"));
    assert.throws(() => between("nothing", "measured", "new"), /no <!-- measured -->/);
});

test("the document that is there has the marks", () => {
    const page = readFileSync(new URL("../../docs/performance.md", import.meta.url), "utf8");
    assert.ok(between(page, "measured", "x").includes("<!-- measured -->\nx\n<!-- /measured -->"));
});

test("a picture is well-formed, has a place for each row that counts, and its words are escaped", () => {
    for (const svg of [ratiosPlot(results), ratesPlot(results)]) {
        assert.equal(svg.match(/ours ÷ &lt;theirs&gt; \| same/g).length, 2);
        assert.equal(svg.match(/<(g|svg|text|title|style)\b/g).length, svg.match(/<\/(g|svg|text|title|style)>/g).length);
        assert.ok(!svg.includes("NaN"));
        assert.match(svg, /prefers-color-scheme: dark/);
    }
});

test("better than promised is at the right of the bound, worse at its left", () => {
    const [met, missed] = [...ratiosPlot(results).matchAll(/<circle cx="([\d.]+)"/g)].map(([, x]) => Number(x));
    const bound = Number(/class="bound" x1="([\d.]+)"/.exec(ratiosPlot(results))[1]);
    assert.ok(met > bound && missed < bound);
});
