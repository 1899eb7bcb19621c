// The parts of the list bench. Each has a server of its own, so that its memory is that part's.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Dialling } from "./dialling.mjs";
import { peakMegabytes, treePssMegabytes } from "./meter.mjs";
import { Nginx } from "./nginx.mjs";
import { Page, credentials, keyHeaders } from "./page.mjs";
import { Pgbench, statementOf } from "./pgbench.mjs";
import { tool } from "./room.mjs";
import { Stage, rounds, watched } from "./stage.mjs";
import { Get, wrk } from "./wrk.mjs";

const CONNECTIONS = 32;
const MOST_MEGABYTES = 256;
const DIALLED_A_SECOND = 500;
const PAGES_A_KEY = 4;

/** The one that dials comes last, so that the others find the ledger at rest. */
export const PARTS = [
    { title: "fast page, pgbench", play: fastBesidePgbench },
    { title: "accurate page, fast page", play: accurateBesideFast },
    { title: "304, 200", play: unchangedBesideWhole },
    { title: "ALL, psql \\copy", play: allBesideCopy },
    { title: "ultra_fast page, nginx", play: ultraFastBesideNginx },
];

async function fastBesidePgbench(room, stack) {
    const stage = new Stage(room.postgres, stack.use(await room.launch()));
    const page = new Page(stage.server, { mode: "fast" });
    const pgbench = new Pgbench(room.postgres, room.directory, CONNECTIONS);
    await pgbench.prepare();
    const statement = await statementOf(room.postgres, () => page.look());
    const measured = await rounds(room.pairs, {
        fast: () => stage.turn(() => load(room, [page.get], () => page.look())),
        pgbench: () => stage.turn(() => pgbench.statement("carillon", statement, room.seconds)),
        select: () => stage.turn(() => pgbench.select(room.seconds)),
    }, room.show);
    return [
        row(stage, measured, { what: "fast page ÷ pgbench, same statement", sides: ["fast", "pgbench"], least: 0.3 }),
        row(stage, measured, { what: "fast page ÷ pgbench -S", sides: ["fast", "select"] }),
    ];
}

async function accurateBesideFast(room, stack) {
    const stage = new Stage(room.postgres, stack.use(await room.launch()));
    const [accurate, fast] = ["accurate", "fast"].map((mode) => new Page(stage.server, { mode }));
    await accurate.look();
    const measured = await rounds(room.pairs, {
        accurate: () => stage.turn(() => load(room, [accurate.get], () => accurate.look())),
        fast: () => stage.turn(() => load(room, [fast.get], () => fast.look())),
    }, room.show);
    const what = "accurate page of sealed batches ÷ fast page";
    return [row(stage, measured, { what, sides: ["accurate", "fast"], least: 0.6 })];
}

async function unchangedBesideWhole(room, stack) {
    const stage = new Stage(room.postgres, stack.use(await room.launch()));
    const page = new Page(stage.server, { mode: "fast" });
    const { tag } = await page.look();
    if (!tag) throw new Error(`GET ${page.get.path}: an answer without an ETag`);
    const get = new Get(page.get.port, page.get.path, { ...page.get.headers, "If-None-Match": tag });
    const look = async () => {
        const { status } = await get.answer();
        if (status !== 304) throw new Error(`GET ${get.path} with its ETag: answered ${status} instead of 304`);
    };
    const measured = await rounds(room.pairs, {
        "304": () => stage.turn(() => load(room, [get], look)),
        "200": () => stage.turn(() => load(room, [page.get], () => page.look())),
    }, room.show);
    return [row(stage, measured, { what: "304 ÷ 200, fast page", sides: ["304", "200"] })];
}

async function allBesideCopy(room, stack) {
    const stage = new Stage(room.postgres, stack.use(await room.launch()));
    const get = new Get(stage.server.port, "/batch-call/list?limit=", credentials(stage.server));
    const all = await wholeList(get);
    const config = join(room.directory, "all.curl");
    writeFileSync(config, curlConfig(get), { mode: 0o600 });
    const measured = await rounds(room.pairs, {
        all: () => stage.turn(() => repeated(room.seconds, all.rows, () => streamed(config, all))),
        copy: () => stage.turn(() => repeated(room.seconds, all.rows, () => copied(room, all))),
    }, room.show);
    const what = `ALL of ${all.rows} batches ÷ psql \\copy, rows`;
    return [row(stage, measured, { what, sides: ["all", "copy"], least: 0.5, most: MOST_MEGABYTES })];
}

async function ultraFastBesideNginx(room, stack) {
    const server = stack.use(await room.launch());
    const first = new Page(server, { mode: "ultra_fast" });
    await first.look();
    const pages = room.keys.map(({ key, secret }) => keyHeaders(key, secret)).concat(credentials(server))
        .flatMap((key) => Array.from({ length: PAGES_A_KEY },
            (_, page) => new Page(server, { mode: "ultra_fast", page, key })));
    const tasks = Math.ceil(DIALLED_A_SECOND * (room.pairs + 1) * 2 * (room.seconds + 2) * 1.3);
    const dialling = await Dialling.start(server, room.sql, { organization: room.organization, tasks });
    const nginx = stack.use(await Nginx.start(room.directory, await bodies(pages)));
    const stage = new Stage(room.postgres, server, { nginx, dialling });
    const gets = pages.map(({ get }) => get);
    const static_ = gets.map((get) => new Get(nginx.port, get.path, get.headers));
    const measured = await rounds(room.pairs, {
        ultra: () => stage.turn(() => load(room, gets, () => first.look())),
        nginx: () => stage.turn(() => load(room, static_, () => sameBytes(static_[0]))),
    }, room.show);
    await dialling.stop();
    const what = `ultra_fast page ÷ nginx, ${room.keys.length + 1} keys × ${PAGES_A_KEY} pages, while dialling`;
    const wanted = { what, sides: ["ultra", "nginx"], least: 0.6, most: MOST_MEGABYTES };
    return [row(stage, measured, { ...wanted, sameBytes: true, dialled: 0.9 * DIALLED_A_SECOND })];
}

/** wrk for the time of one turn, its answers looked at meanwhile. */
function load(room, gets, look) {
    const client = () => wrk(room.directory, gets, { connections: CONNECTIONS, seconds: room.seconds });
    return watched(client, look);
}

function row(stage, measured, wanted) {
    return {
        ...wanted,
        rounds: measured,
        jvm: peakMegabytes(stage.server.pid),
        database: treePssMegabytes(stage.postgres.pid),
    };
}

/** The bytes that Carillon answers, for nginx to answer, too. */
async function bodies(pages) {
    const answers = [];
    for (const page of pages) {
        const number = new URLSearchParams(page.get.path.split("?")[1]).get("page");
        answers.push({ key: page.get.headers["X-API-KEY"], page: number, body: (await page.look()).body });
    }
    return answers;
}

async function sameBytes(get) {
    const { status } = await get.answer();
    if (status !== 200) throw new Error(`nginx answered ${status}`);
}

/** Reads ALL once and looks at every row; then its bytes are known and may be discarded. */
async function wholeList(get) {
    const { status, body } = await get.answer();
    if (status !== 200) throw new Error(`GET ${get.path}: answered ${status} ${body.slice(0, 400)}`);
    const { batch_calls: rows, pagination } = JSON.parse(body).data;
    const different = new Set(rows.map((each) => each.batch_call_id)).size;
    if (different !== rows.length || pagination.total_count !== rows.length) {
        throw new Error(`GET ${get.path}: ${rows.length} rows, ${different} of them different, where total_count`
            + ` is ${pagination.total_count}`);
    }
    return { rows: rows.length, bytes: Buffer.byteLength(body) };
}

/** One after the other until the time is over: rows a second of the time that the client itself measured. */
async function repeated(seconds, rows, once) {
    const sum = { count: 0, seconds: 0 };
    for (const began = performance.now(); performance.now() - began < seconds * 1000;) {
        sum.seconds += await once();
        sum.count += rows;
    }
    return sum;
}

function curlConfig(get) {
    const headers = Object.entries(get.headers).map(([name, value]) => `header = "${name}: ${value}"`);
    return [`url = "http://127.0.0.1:${get.port}${get.path}"`, ...headers, ""].join("\n");
}

/** Seconds of one answer with all batches, whole and discarded. */
async function streamed(config, { bytes }) {
    const { stdout } = await tool("curl", ["--silent", "--show-error", "--fail", "--max-time", 120,
        "--output", "/dev/null", "--write-out", "%{http_code} %{size_download} %{time_total}", "--config", config]);
    const [status, size, seconds] = stdout.split(" ").map(Number);
    if (status !== 200 || size !== bytes) {
        throw new Error(`ALL: ${status} with ${size} bytes, where 200 with ${bytes} were expected`);
    }
    return seconds;
}

/** Seconds of one \copy of the same columns in the same order, discarded. */
async function copied(room, { rows }) {
    const columns = "b.public_id, b.name, b.from_number, b.status, p.total, p.sent, p.picked_up, p.completed,"
        + " b.scheduled_at, b.agent_id, b.organization_id";
    const copy = `\\copy (select ${columns} from batch_call b join batch_progress p using (batch_id)`
        + ` where b.organization_id = '${room.organization}' order by b.updated_at desc, b.batch_id desc)`
        + " to '/dev/null'";
    const { stdout } = await tool("psql", ["--no-psqlrc", "--set", "ON_ERROR_STOP=1", "--dbname", "carillon",
        "--command", "\\timing on", "--command", copy], room.postgres.clientEnvironment());
    const [, copiedRows] = /^COPY (\d+)$/m.exec(stdout) ?? [];
    const [, millis] = /^Time: ([\d.]+) ms/m.exec(stdout) ?? [];
    if (Number(copiedRows) !== rows || !millis) throw new Error(`psql \\copy of ${rows} rows: ${stdout}`);
    return Number(millis) / 1000;
}
