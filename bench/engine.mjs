// The dial engine with everything on, beside the queues that people would take instead, and beside itself with
// a hundred times the tasks, ten thousand idle batches, and readers of the list.
import { cpus, loadavg, release, totalmem } from "node:os";
import { Carillon } from "./carillon.mjs";
import { DbScheduler } from "./db-scheduler.mjs";
import { Graphile } from "./graphile.mjs";
import { cpuSeconds, machineCpuSeconds, median, sum, treeCpuSeconds } from "./meter.mjs";
import { OpenLoop } from "./open-loop.mjs";
import { Postgres } from "./postgres.mjs";
import { inRoom, options, undisturbed } from "./room.mjs";
import { idleBatches, suppressed } from "./world.mjs";

/** Every call takes 100 to 115 ms; nobody answers a tenth of them, and these are tried again. */
const SCENARIO = {
    setup_millis: 0, ring_millis: [0, 10], join_millis: [0, 5], talk_millis: 100,
    no_answer_millis: [100, 115], outcomes: { completed: 90, no_answer: 10 },
};

/** A fifth of the tasks are where it is night. */
const CLOSED = 5;
const SUPPRESSED = 100_000;

const { pairs, tasks, jobs, small, large, idle } =
    options({ pairs: 5, tasks: 50_000, jobs: 20_000, small: 10_000, large: 1_000_000, idle: 10_000 });

await inRoom(58, async (stack, directory) => {
    const postgres = stack.use(await Postgres.start(directory));
    const peers = {
        graphile: stack.use(await Graphile.start(postgres)),
        "graphile tuned": stack.use(await Graphile.start(postgres, "tuned")),
        "db-scheduler": stack.use(await DbScheduler.start(postgres)),
        "db-scheduler tuned": stack.use(await DbScheduler.start(postgres, "tuned")),
    };
    const carillon = stack.use(await Carillon.start(postgres, directory, SCENARIO));
    await suppressed(carillon.sql, SUPPRESSED);
    const run = { postgres, carillon, peers };
    await introduce(postgres);
    const missed = [
        ...(await besidePeers(run)), ...(await withIdle(run)), ...(await withReaders(run)),
        ...(await largeBesideSmall(run)),
    ];
    const doctor = await carillon.doctor();
    console.log(`\nJVM peak (VmHWM) ${Math.round(carillon.peakMegabytes())} MB`);
    console.log(`doctor: ${doctor.clean ? "clean" : `NOT CLEAN, this run is void\n${doctor.words}`}`);
    for (const words of missed) console.log(`MISSED ${words}`);
    return undisturbed(median(run.others)) && doctor.clean && missed.length === 0;
});

async function introduce(postgres) {
    const gigabytes = Math.round(totalmem() / 2 ** 30);
    console.log(`${cpus().length} cores, ${gigabytes} GB, Linux ${release()}, Node ${process.version},`
        + ` PostgreSQL ${await postgres.value("show server_version")}; load before: ${loadavg()[0].toFixed(1)}`);
    console.log(`${tasks} tasks, one in ${CLOSED} in a closed zone, ${SUPPRESSED} numbers on the do-not-call list;`
        + ` ${jobs} jobs; rates are those between 10 % and 90 % done`);
}

/** One turn of every side a round, the order changing; the first round warms up. */
async function besidePeers(run) {
    const sides = {
        carillon: () => run.carillon.turn(tasks, { closed: CLOSED }),
        ...Object.fromEntries(Object.entries(run.peers).map(([name, peer]) => [name, () => peer.turn(jobs)])),
    };
    console.log(`\nround    ${Object.keys(sides).map((name) => name.padStart(20)).join("")}  cores of others`);
    run.others = [];
    const rounds = [];
    for (let i = 0; i <= pairs; i++) {
        const names = Object.keys(sides);
        const order = [...names.slice(i % names.length), ...names.slice(0, i % names.length)];
        const round = {};
        for (const name of order) round[name] = await alone(run, sides[name]);
        if (i > 0) rounds.push(round);
        const cells = names.map((name) => Math.round(round[name].rate).toString().padStart(20)).join("");
        const others = median(names.map((name) => round[name].others));
        console.log(`${(i || "warm").toString().padEnd(9)}${cells}  ${others.toFixed(2)}`);
        if (i > 0) run.others.push(others);
    }
    const of = (name, what) => median(rounds.map((round) => round[name][what]));
    console.log(`\na task or job, medians: CPU of the client, of PostgreSQL, µs; WAL, bytes`);
    for (const name of Object.keys(sides)) {
        console.log(`${name.padEnd(20)}${["client", "server", "wal"].map((what) =>
            Math.round(of(name, what)).toString().padStart(8)).join("")}`);
    }
    const ratio = (name) => median(rounds.map((round) => round.carillon.rate / round[name].rate));
    return [
        ...atLeast("÷ graphile-worker as it comes", ratio("graphile"), 6),
        ...atLeast("÷ graphile-worker, its best tuning", ratio("graphile tuned"), 0.5),
        ...atLeast("÷ db-scheduler as it comes", ratio("db-scheduler"), 2.5),
        ...atLeast("÷ db-scheduler, as its documents advise for many short jobs", ratio("db-scheduler tuned"), 0),
    ];
}

/** How many cores others had during a turn. */
async function alone(run, turn) {
    const before = clocks(run);
    const result = await turn();
    const after = clocks(run);
    return { ...result, others: (after.others - before.others) / (after.at - before.at) };
}

function clocks({ postgres, carillon, peers }) {
    const ours = cpuSeconds(carillon.pid) + treeCpuSeconds(postgres.pid) + cpuSeconds(process.pid)
        + sum(Object.values(peers).map((peer) => cpuSeconds(peer.process.pid)));
    return { at: performance.now() / 1000, others: machineCpuSeconds() - ours };
}

/** Half of the idle batches are paused, the others wait for tomorrow; none may cost a step anything. */
async function withIdle(run) {
    console.log(`\n${idle} idle batches beside the one that runs`);
    const without = [await run.carillon.turn(tasks), await run.carillon.turn(tasks)];
    await idleBatches(run.carillon.sql, idle);
    const beside = [await run.carillon.turn(tasks), await run.carillon.turn(tasks)];
    const cost = (turns) => median(turns.map((turn) => turn.client + turn.server));
    return atMost(`CPU a task with ${idle} idle batches ÷ none`, cost(beside) / cost(without), 1.1);
}

/** Pages asked for at a steady rate, 30 % of what can be had, while the engine works at half of its speed. */
async function withReaders(run) {
    console.log("\nfast pages at 30 % of their most, in an open loop");
    const most = await OpenLoop.most(run.carillon.server, 5);
    const load = new OpenLoop(run.carillon.server, 0.3 * most);
    const atRest = await load.for(20);
    const id = await run.carillon.dialSteadily(20);
    const dialling = await load.for(20);
    await run.carillon.end(id);
    console.log(`${Math.round(0.3 * most)} a second; p50, p99 in ms at rest ${atRest.p50.toFixed(1)},`
        + ` ${atRest.p99.toFixed(1)}; while dialling ${dialling.p50.toFixed(1)}, ${dialling.p99.toFixed(1)}`);
    return atMost("p99 of a fast page while dialling ÷ at rest", dialling.p99 / atRest.p99, 3);
}

async function largeBesideSmall(run) {
    console.log(`\n${large} tasks in one batch beside ${small}`);
    const turns = [];
    for (let i = 0; i < 5; i++) turns.push(await run.carillon.turn(small));
    const one = await run.carillon.turn(large);
    const cost = (turn) => turn.client + turn.server;
    console.log(`CPU a task, µs: ${Math.round(median(turns.map(cost)))}, ${Math.round(cost(one))};`
        + ` WAL ${Math.round(one.wal)} bytes; ${Math.round(one.rate)} tasks a second`);
    return atMost(`cost a task at ${large} ÷ at ${small}`, cost(one) / median(turns.map(cost)), 1.2);
}

/** @param least 0: only reported */
function atLeast(what, ratio, least) {
    console.log(`${what}: ${ratio.toFixed(2)} (${least ? `at least ${least}` : "reported"})`);
    return ratio < least ? [`${what}: ${ratio.toFixed(2)} of at least ${least}`] : [];
}

function atMost(what, ratio, most) {
    console.log(`${what}: ${ratio.toFixed(2)} (at most ${most})`);
    return ratio > most ? [`${what}: ${ratio.toFixed(2)} of at most ${most}`] : [];
}
