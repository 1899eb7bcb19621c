// The results as files below target/, one for each part, until its next run. What was only tried, with options that
// somebody gave, stands beside what was measured and is no part of the document.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PARTS } from "../catalogue.mjs";
import { repository } from "../room.mjs";

const folder = join(repository, "target", "bench");

export function write(result) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file(result), `${JSON.stringify(result, null, 1)}\n`);
}

export function forget(run) {
    rmSync(file(run), { force: true });
}

/** The last result of { part, tried }; undefined when there is none. */
export function read(run) {
    try {
        return JSON.parse(readFileSync(file(run), "utf8"));
    } catch (error) {
        if (error.code === "ENOENT") return undefined;
        throw error;
    }
}

/** What was measured last of all parts, in their order. */
export function readAll() {
    return PARTS.map(({ name }) => read({ part: name, tried: false })).filter(Boolean);
}

function file({ part, tried }) {
    return join(folder, `${part}${tried ? ".tried" : ""}.json`);
}
