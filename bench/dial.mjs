// Dialling beside a job queue: Carillon's tasks a second, graphile-worker's jobs, in turns on one server.
import { cpus, loadavg, release, totalmem } from "node:os";
import { Carillon } from "./carillon.mjs";
import { Graphile } from "./graphile.mjs";
import { cpuSeconds, machineCpuSeconds, median, treePssMegabytes, treeCpuSeconds } from "./meter.mjs";
import { Postgres } from "./postgres.mjs";
import { inRoom, options, undisturbed } from "./room.mjs";

const LEAST_RATIO = 4;
const MOST_MEGABYTES = 300;

/** Every call takes 100 to 115 ms; nobody answers a tenth of them, and these are tried again. */
const SCENARIO = {
    setup_millis: 0,
    ring_millis: [0, 10],
    join_millis: [0, 5],
    talk_millis: 100,
    no_answer_millis: [100, 115],
    outcomes: { completed: 90, no_answer: 10 },
};

const { pairs, tasks, jobs } = options({ pairs: 5, tasks: 100_000, jobs: 20_000 });

await inRoom(25, async (stack, directory) => {
    const postgres = stack.use(await Postgres.start(directory));
    const graphile = stack.use(await Graphile.start(postgres));
    const carillon = stack.use(await Carillon.start(postgres, directory, SCENARIO));
    await introduce(postgres);
    const run = { postgres, carillon, graphile };
    show("warm", await pair(run, 0));
    const measured = [];
    for (let i = 1; i <= pairs; i++) {
        measured.push(await pair(run, i));
        show(i, measured.at(-1));
    }
    return conclude(run, measured);
});

/** One turn each, the first to go changing from pair to pair. */
async function pair(run, index) {
    const result = {};
    const sides = [["peer", () => run.graphile.turn(jobs)], ["ours", () => run.carillon.turn(tasks)]];
    for (const [name, turn] of index % 2 ? sides : sides.reverse()) {
        const before = clocks(run);
        result[name] = { ...(await turn()), ...shares(before, clocks(run)) };
    }
    result.ratio = result.ours.rate / result.peer.rate;
    result.pss = treePssMegabytes(run.postgres.pid);
    return result;
}

/** Processor time by whose it is: shows a machine that others disturb, and a side that works in its pause. */
function clocks({ postgres, carillon, graphile }) {
    const jvm = cpuSeconds(carillon.pid);
    const peer = cpuSeconds(graphile.process.pid);
    const ours = jvm + peer + treeCpuSeconds(postgres.pid) + cpuSeconds(process.pid);
    return { at: performance.now() / 1000, jvm, peer, others: machineCpuSeconds() - ours };
}

function shares(before, after) {
    const seconds = after.at - before.at;
    return {
        others: (after.others - before.others) / seconds,
        jvmShare: (after.jvm - before.jvm) / seconds,
        peerShare: (after.peer - before.peer) / seconds,
    };
}

async function introduce(postgres) {
    const version = await postgres.value("show server_version");
    const gigabytes = Math.round(totalmem() / 2 ** 30);
    console.log(`${cpus().length} cores, ${gigabytes} GB, Linux ${release()}, Node ${process.version},`
        + ` PostgreSQL ${version}; load before: ${loadavg()[0].toFixed(1)}`);
    console.log(`a turn: ${tasks} tasks, ${jobs} jobs; rates are those between 10 % and 90 % done\n`);
    console.log("                                      cores of others  cores of a side in its pause");
    console.log("pair   carillon/s  graphile/s  ratio     ours, peer's    jvm, graphile-worker");
}

function show(name, { ours, peer, ratio }) {
    const cells = [
        String(name).padEnd(5), whole(ours.rate, 11), whole(peer.rate, 11), ratio.toFixed(2).padStart(6),
        `${ours.others.toFixed(2)}, ${peer.others.toFixed(2)}`.padStart(16),
        `${peer.jvmShare.toFixed(2)}, ${ours.peerShare.toFixed(2)}`.padStart(23),
    ];
    console.log(cells.join(" "));
}

async function conclude({ carillon }, measured) {
    const of = (side, what) => median(measured.map((pair) => pair[side][what]));
    const ratio = median(measured.map((pair) => pair.ratio));
    const peak = carillon.peakMegabytes();
    const doctor = await carillon.doctor();
    const others = Math.max(of("ours", "others"), of("peer", "others"));
    console.log(`
median            carillon    graphile
rate a second   ${whole(of("ours", "rate"), 10)}  ${whole(of("peer", "rate"), 10)}
client CPU, µs  ${whole(of("ours", "client"), 10)}  ${whole(of("peer", "client"), 10)}
server CPU, µs  ${whole(of("ours", "server"), 10)}  ${whole(of("peer", "server"), 10)}
WAL, bytes      ${whole(of("ours", "wal"), 10)}  ${whole(of("peer", "wal"), 10)}

execute to the batch's end: ${whole(of("ours", "whole"))} tasks/s
attempts a task: ${of("ours", "attempts").toFixed(3)}; not placed in time: ${percent(of("ours", "late"))}
JVM peak (VmHWM) ${whole(peak)} MB; PostgreSQL PSS ${whole(Math.max(...measured.map((pair) => pair.pss)))} MB
doctor: ${doctor.clean ? "clean" : `NOT CLEAN, this run is void\n${doctor.words}`}
ratio ${ratio.toFixed(2)} (at least ${LEAST_RATIO}); JVM ${whole(peak)} MB (at most ${MOST_MEGABYTES})`);
    return undisturbed(others) && doctor.clean && ratio >= LEAST_RATIO && peak <= MOST_MEGABYTES;
}

function whole(value, width = 0) {
    return Math.round(value).toString().padStart(width);
}

function percent(share) {
    return `${(share * 100).toFixed(1)} %`;
}
