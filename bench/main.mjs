// Every part that is asked for, one after the other, each in a process of its own; then what they came to.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { PARTS, partsOf } from "./catalogue.mjs";
import { publish } from "./report/publish.mjs";
import { forget, read, readAll, write } from "./report/results.mjs";
import { shortfalls, table } from "./report/table.mjs";
import { missing } from "./software.mjs";

const MOST_MINUTES = 60;

const words = process.argv.slice(2);
let interrupted = false;
if (words.join(" ") === "report") report();
else process.exitCode = (await run(chosen(words))) ? 0 : 1;

/** The words of the command line: parts, then options. A word that means nothing ends the bench. */
function chosen(all) {
    const first = all.findIndex((word) => word.startsWith("--"));
    const names = first < 0 ? all : all.slice(0, first);
    const parts = partsOf(names) ?? usage(`${names.join(" ")}: no such part`);
    const known = new Set(parts.flatMap(({ options }) => Object.keys(options)));
    const given = {};
    for (let i = names.length; i < all.length; i += 2) {
        const option = all[i].replace(/^--/, "");
        const value = Number(all[i + 1]);
        if (!known.has(option) || !Number.isInteger(value) || value < 1) {
            usage(`${all.slice(i, i + 2).join(" ")}: known are ${[...known].map((each) => `--${each} N`).join(", ")},`
                + " where N is a whole number, at least 1");
        }
        given[option] = value;
    }
    const absent = missing(parts.flatMap(({ programs = [] }) => programs));
    if (absent) usage(absent);
    return { parts, given };
}

function usage(why) {
    console.error(`bench/run: ${why}`);
    process.exit(2);
}

/** Only when nothing was left out does a run become the document. */
async function run({ parts, given }) {
    const tried = Object.keys(given).length > 0;
    const began = performance.now();
    const left = () => MOST_MINUTES * 60_000 - (performance.now() - began);
    for (const { name } of parts) {
        forget({ part: name, tried });
        if (left() > 0) await measure(name, given, left());
        if (interrupted) return false;
        if (!read({ part: name, tried })) write(without({ part: name, tried }));
    }
    const results = parts.map(({ name }) => read({ part: name, tried }));
    if (parts.length > 1) tell(results);
    if (parts === PARTS && !tried) publish(results);
    return shortfalls(results).length === 0;
}

/** One part to its end, or to the end of the time that all have. */
async function measure(name, given, millis) {
    const words = [join(import.meta.dirname, "part.mjs"), name, JSON.stringify(given)];
    const child = spawn(process.execPath, words, { stdio: "inherit" });
    const end = () => child.kill("SIGTERM");
    const interrupt = () => {
        interrupted = true;
        end();
    };
    for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, interrupt);
    const late = setTimeout(end, millis);
    await once(child, "exit");
    clearTimeout(late);
    for (const signal of ["SIGINT", "SIGTERM"]) process.off(signal, interrupt);
}

function without(run) {
    return { ...run, failure: "it was ended before it had a result", rows: [], versions: {} };
}

/** What was measured by runs before, as the document. */
function report() {
    const results = readAll();
    tell(results);
    publish(results);
}

function tell(results) {
    console.log(`\n${table(results)}`);
    for (const words of shortfalls(results)) console.log(`MISSED ${words}`);
}
