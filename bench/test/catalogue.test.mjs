import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { HALVES, PARTS, optionsOf, partsOf } from "../catalogue.mjs";

const file = (path) => readFileSync(new URL(path, import.meta.url), "utf8");
const names = PARTS.map(({ name }) => name);

test("no word means every part, a half its parts, a name one", () => {
    assert.equal(partsOf([]), PARTS);
    assert.deepEqual(partsOf(["engine"]).map(({ name }) => name), ["queues", "idle", "readers", "tasks"]);
    assert.deepEqual(partsOf(["ultra", "start"]).map(({ name }) => name), ["start", "ultra"]);
    assert.equal(partsOf(["ultra", "nothing"]), undefined);
});

test("an option that is given stands over a part's own, and a part takes none that it has not", () => {
    const part = { options: { pairs: 5, seconds: 3 } };
    assert.deepEqual(optionsOf(part, { pairs: 2, tasks: 7 }), { pairs: 2, seconds: 3 });
});

test("every part is a file, every file a part, and each belongs to a half", () => {
    const files = readdirSync(new URL("../parts", import.meta.url)).map((name) => name.replace(".mjs", ""));
    assert.deepEqual(files.sort(), [...names].sort());
    for (const { half } of PARTS) assert.ok(half in HALVES);
});

test("the command's help and the document name every part", () => {
    assert.match(file("../run"), new RegExp(`parts: ${names.join(" ")}"`));
    for (const name of names) assert.ok(file("../../docs/performance.md").includes(`\`${name}\``), name);
});
