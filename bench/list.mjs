// The list beside references that this command starts: pgbench, nginx, psql. A table of ratios at the end.
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus, loadavg, release, totalmem } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Server, freshKey } from "./carillon.mjs";
import { Dialling } from "./dialling.mjs";
import { MILLION_MINUTES, millionBesideThousand } from "./million.mjs";
import { keyHeaders } from "./page.mjs";
import { PARTS } from "./parts.mjs";
import { Postgres } from "./postgres.mjs";
import { inRoom, options, undisturbed, until } from "./room.mjs";
import { HEADING, costs, others, ratios, shortfalls, whole } from "./table.mjs";
import { endedBatches, organizations } from "./world.mjs";

const OTHER_KEYS = 49;
const BATCHES_OF_OTHERS = 100;
const SEALED = 100;

/** part: only that one of {@link PARTS}, counted from 1; without it all. */
const { pairs, seconds, batches, part: only } = options({ pairs: 5, seconds: 5, batches: 100_000, part: undefined });

/** Enough for what is measured by default, on a slow machine, too; more when more is asked for. */
const minutes = Math.max(16, Math.ceil(5 + (21 * (pairs + 1) * seconds) / 60))
    + (!only || PARTS[only - 1]?.play === millionBesideThousand ? MILLION_MINUTES : 0);

await inRoom(minutes, async (stack, directory) => {
    const postgres = stack.use(await Postgres.start(directory));
    await postgres.admin.query("create database carillon");
    const environment = { ...freshKey(), CARILLON_DATABASE_URL: postgres.jdbcUrl("carillon") };
    const room = {
        postgres, directory, environment, pairs, seconds, show, listed: batches + SEALED,
        key: keyHeaders(environment),
        launch: () => Server.launch(directory, environment),
    };
    await furnish(room, stack);
    const rows = [];
    for (const part of only ? PARTS.slice(only - 1, only) : PARTS) rows.push(...(await played(part, room)));
    return conclude(room, rows);
});

/** The data: made by SQL, but for the newest batches, which are dialled to their end and sealed then. */
async function furnish(room, stack) {
    await using server = await room.launch();
    room.examined = () => server.doctor();
    room.sql = await room.postgres.connect("carillon");
    stack.defer(() => room.sql.end());
    await introduce(room, server);
    const found = await room.sql.query("select organization_id from api_key where key = $1",
        [room.environment.CARILLON_API_KEY]);
    room.organization = found.rows[0].organization_id;
    room.keys = await organizations(room.sql, OTHER_KEYS);
    await endedBatches(room.sql, [room.organization], batches);
    await endedBatches(room.sql, room.keys.map(({ organization }) => organization), BATCHES_OF_OTHERS);
    await Dialling.pace(room.sql, room.organization);
    for (let i = 0; i < SEALED; i++) {
        const id = await server.draft(`Dialled to its end ${i}`, 5, i * 5);
        await server.ask("POST", `/batch-call/${id}/execute`);
    }
    await until("the newest batches have ended", 120, async () => (await room.sql.query(
        "select from batch_call where status <> 'completed' limit 1")).rowCount === 0);
    await room.sql.query("vacuum analyze");
}

/** A part that cannot be measured says why; the others are measured all the same. */
async function played({ title, play }, room) {
    console.log(`\n${title}`);
    try {
        await using stack = new AsyncDisposableStack();
        return await play(room, stack);
    } catch (error) {
        console.log(`  NOT MEASURED: ${error.message}`);
        return [{ what: title, failure: error }];
    }
}

async function introduce(room, server) {
    const machine = `${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB, Linux ${release()}`;
    console.log(`${machine}; load before: ${loadavg()[0].toFixed(1)}`);
    console.log((await versions(room.postgres, server)).join(", "));
    console.log(`${batches} batches; ${pairs} rounds of ${seconds} s a side`);
    console.log("a round: what each side did a second, and the cores of others");
}

async function versions(postgres, server) {
    const said = async (program, ...words) => {
        const { stdout, stderr } = await promisify(execFile)(program, words).catch((error) => error);
        return /\d+(\.\d+)+/.exec(`${stdout}${stderr}`)?.[0] ?? "?";
    };
    const java = readFileSync(join(server.jdk, "release"), "utf8");
    return [
        `Java ${/^JAVA_RUNTIME_VERSION="(.*)"/m.exec(java)?.[1]}`,
        `PostgreSQL ${await postgres.value("show server_version")}`,
        `Node ${process.versions.node}`,
        `wrk ${await said("wrk", "-v")}`,
        `nginx ${await said("nginx", "-v")}`,
        `pgbench ${await said("pgbench", "--version")}`,
        `psql ${await said("psql", "--version")}`,
        `curl ${await said("curl", "--version")}`,
    ];
}

function show(name, round) {
    const sides = Object.entries(round).map(([side, { rate }]) => `${side} ${whole(rate)}`.padEnd(18));
    console.log(`  ${String(name).padEnd(5)}${sides.join(" ")} ${others([round]).toFixed(2)}`);
}

async function conclude(room, rows) {
    const measured = rows.filter((row) => !row.failure);
    console.log(`\n${HEADING}`);
    for (const row of measured) console.log(ratios(row));
    console.log("\nCPU a request or row, in microseconds, of either side's client; JVM; PostgreSQL; nginx or twin");
    for (const row of measured) console.log(costs(row));
    const doctor = await room.examined();
    console.log(`\ndoctor: ${doctor.clean ? "clean" : `NOT CLEAN, this run is void\n${doctor.words}`}`);
    const calm = undisturbed(Math.max(0, ...measured.map((row) => others(row.rounds))));
    const missed = rows.flatMap(shortfalls);
    for (const words of missed) console.log(`MISSED ${words}`);
    return calm && doctor.clean && missed.length === 0;
}
