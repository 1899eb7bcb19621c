// How long a start takes: from the process's start to the first authenticated list, beside PostgreSQL alone.
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as rest } from "node:timers/promises";
import { Server, freshKey } from "../server.mjs";
import { machineCpuSeconds } from "../meter.mjs";
import { run, unpack } from "../postgres.mjs";
import { freePort } from "../room.mjs";
import { rounds } from "../stage.mjs";

const OPTIONS_OF_INITDB = ["-U", "postgres", "-E", "UTF8", "--locale=C"];

export async function play(bench) {
    const { stack, directory, pairs } = bench;
    const bin = unpack(directory);
    const alone = await besideOthers(async () => firstAlone(bin, directory, await freePort()));
    const key = freshKey();
    const server = stack.use(await Server.launch(directory, key));
    const first = { seconds: server.firstListSeconds, others: alone.others };
    const { jdk } = server;
    await fill(server, bench);
    const doctor = await server.doctor();
    await server.stop();
    const data = clusterBelow(join(directory, "data"));
    const measured = await rounds({ pairs }, {
        serve: () => besideOthers(() => once(directory, key)),
        pg_ctl: () => besideOthers(() => pgCtl(bin, data)),
    });
    const row = (what, sides, taken, most) => ({ what, sides, most, measure: "seconds", rounds: taken });
    const firsts = [{ serve: first, pg_ctl: alone }];
    return {
        rows: [
            row("first list after a start", ["serve"], measured, 1),
            row("first list after a start ÷ pg_ctl start", ["serve", "pg_ctl"], measured),
            row("first list after the very first start", ["serve"], firsts, 6),
            row("the very first start ÷ initdb and pg_ctl start", ["serve", "pg_ctl"], firsts),
        ],
        doctor, jdk,
    };
}

/**
 * A turn, and before it what the machine works while the bench does nothing: not all processes of a start are its
 * children.
 */
async function besideOthers(turn) {
    const before = machineCpuSeconds();
    await rest(2_000);
    const others = (machineCpuSeconds() - before) / 2;
    return { ...(await turn()), others };
}

/** The first start makes the database; the batches made then are what later starts find. */
async function fill(server, { batches, tasks }) {
    for (let i = 0; i < batches; i++) await server.draft(`batch ${i}`, tasks, i * tasks);
}

async function once(directory, key) {
    await using server = await Server.launch(directory, key);
    return { seconds: server.firstListSeconds, jvm: server.firstListCpuSeconds * 1e6 };
}

function firstAlone(bin, directory, port) {
    const data = join(directory, "alone");
    mkdirSync(data);
    const began = performance.now();
    run(join(bin, "initdb"), ["-D", data, ...OPTIONS_OF_INITDB]);
    const initdb = (performance.now() - began) / 1000;
    return { seconds: initdb + pgCtl(bin, data, `-p ${port}`).seconds };
}

/** PostgreSQL alone on a data directory: how long until pg_ctl says that it is up. */
function pgCtl(bin, data, more = "") {
    const tool = join(bin, "pg_ctl");
    const quiet = { stdio: "ignore" };
    const began = performance.now();
    run(tool, ["-D", data, "-w", "-o", `-h 127.0.0.1 -k '' ${more}`, "start"], quiet);
    const seconds = (performance.now() - began) / 1000;
    run(tool, ["-D", data, "-w", "-m", "fast", "stop"], quiet);
    return { seconds };
}

/** The folder that PostgreSQL calls its data directory, below the product's. */
function clusterBelow(directory) {
    if (existsSync(join(directory, "PG_VERSION"))) return directory;
    const below = readdirSync(directory, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    return below.map((entry) => clusterBelow(join(directory, entry.name))).find(Boolean);
}
