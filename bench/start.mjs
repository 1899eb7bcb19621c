// How long a start takes: from the process's start to the first authenticated list, beside PostgreSQL alone.
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as rest } from "node:timers/promises";
import { Server, freshKey } from "./carillon.mjs";
import { machineCpuSeconds, median } from "./meter.mjs";
import { run, unpack } from "./postgres.mjs";
import { freePort, inRoom, options, undisturbed } from "./room.mjs";

const MOST_SECONDS = 2;
const MOST_SECONDS_FIRST = 6;

const { pairs, batches, tasks } = options({ pairs: 5, batches: 20, tasks: 1_000 });

await inRoom(10, async (stack, directory) => {
    const key = freshKey();
    const bin = unpack(directory);
    const alone = firstAlone(bin, directory, await freePort());
    const first = await firstRun(stack, directory, key);
    const data = clusterBelow(join(directory, "data"));
    console.log(`first run: first list ${seconds(first)}; initdb and pg_ctl start alone ${seconds(alone)}\n`);
    console.log("pair   first list  its JVM's CPU  pg_ctl start");
    const measured = [];
    for (let i = 1; i <= pairs; i++) {
        const others = await idleOthers();
        const { ours, peer } = await pair(i, () => once(directory, key), () => pgCtl(bin, data));
        measured.push({ ours, peer, others });
        console.log(String(i).padEnd(5), seconds(ours.seconds).padStart(11), seconds(ours.cpu).padStart(14),
            seconds(peer).padStart(13));
    }
    return conclude(first, measured);
});

/** The first to go changes from pair to pair. */
async function pair(index, ours, peer) {
    if (index % 2) return { peer: peer(), ours: await ours() };
    return { ours: await ours(), peer: peer() };
}

/** The first start makes the database; the batches made then are what later starts find. */
async function firstRun(stack, directory, key) {
    const server = stack.use(await Server.launch(directory, key));
    for (let i = 0; i < batches; i++) {
        await server.draft(`batch ${i}`, tasks, i * tasks);
    }
    await server.stop();
    return server.firstListSeconds;
}

async function once(directory, key) {
    await using server = await Server.launch(directory, key);
    return { seconds: server.firstListSeconds, cpu: server.firstListCpuSeconds };
}

function firstAlone(bin, directory, port) {
    const data = join(directory, "alone");
    mkdirSync(data);
    const began = performance.now();
    run(join(bin, "initdb"), ["-D", data, "-U", "postgres", "-E", "UTF8", "--locale=C"]);
    const initdb = (performance.now() - began) / 1000;
    return initdb + pgCtl(bin, data, `-p ${port}`);
}

/** PostgreSQL alone on a data directory: how long until pg_ctl says that it is up. */
function pgCtl(bin, data, more = "") {
    const tool = join(bin, "pg_ctl");
    const quiet = { stdio: "ignore" };
    const began = performance.now();
    run(tool, ["-D", data, "-w", "-o", `-h 127.0.0.1 -k '' ${more}`, "start"], quiet);
    const took = (performance.now() - began) / 1000;
    run(tool, ["-D", data, "-w", "-m", "fast", "stop"], quiet);
    return took;
}

/** The folder that PostgreSQL calls its data directory, below the product's. */
function clusterBelow(directory) {
    if (existsSync(join(directory, "PG_VERSION"))) return directory;
    const below = readdirSync(directory, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    return below.map((entry) => clusterBelow(join(directory, entry.name))).find(Boolean);
}

function conclude(first, measured) {
    const ours = median(measured.map((pair) => pair.ours.seconds));
    const peer = median(measured.map((pair) => pair.peer));
    console.log(`\nmedian: first list ${seconds(ours)} (at most ${MOST_SECONDS} s), pg_ctl ${seconds(peer)}`);
    console.log(`first run ${seconds(first)} (at most ${MOST_SECONDS_FIRST} s)`);
    const calm = undisturbed(median(measured.map((pair) => pair.others)));
    return calm && ours <= MOST_SECONDS && first <= MOST_SECONDS_FIRST;
}

/** What the machine works when this bench does nothing: not all processes of a start are its children. */
async function idleOthers() {
    const before = machineCpuSeconds();
    await rest(2_000);
    return (machineCpuSeconds() - before) / 2;
}

function seconds(value) {
    return `${value.toFixed(2)} s`;
}
