// The parts of the list bench. Each has a server of its own, so that its memory is that part's.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { copied, curlConfig, repeated, streamed, wholeList } from "./all.mjs";
import { CALLS_A_SECOND, Dialling } from "./dialling.mjs";
import { peakMegabytes, treePssMegabytes } from "./meter.mjs";
import { millionBesideThousand } from "./million.mjs";
import { Nginx } from "./nginx.mjs";
import { Page, keyHeaders } from "./page.mjs";
import { Pgbench, statementOf } from "./pgbench.mjs";
import { Stage, rounds, watched } from "./stage.mjs";
import { whole } from "./table.mjs";
import { Twin, sameRows } from "./twin.mjs";
import { Get, wrk } from "./wrk.mjs";

const CONNECTIONS = 32;
const MOST_MEGABYTES = 256;

/** How many of the newest page's batches are sealed. */
const SEALED = `select count(s.batch_id)::int as sealed
    from (select batch_id from batch_call where organization_id = $1
          order by updated_at desc, batch_id desc limit 20) b
    left join batch_seal s using (batch_id)`;

/** The one that dials and the one that adds a million batches come last, so that the others find the ledger at rest. */
export const PARTS = [
    { title: "fast page, pgbench", play: fastBesidePgbench },
    { title: "accurate page, fast page", play: accurateBesideFast },
    { title: "304, 200", play: unchangedBesideWhole },
    { title: "ALL, psql \\copy", play: allBesideCopy },
    { title: "fast page, Spring Boot twin on JdbcTemplate", play: fastBesideJdbc },
    { title: "fast page, Spring Boot twin on JPA", play: fastBesideJpa },
    { title: "ultra_fast page, nginx", play: ultraFastBesideNginx },
    { title: "a million batches, a thousand", play: millionBesideThousand },
];

async function fastBesidePgbench(room, stack) {
    const stage = new Stage(room.postgres, stack.use(await room.launch()));
    const page = new Page(stage.server, { mode: "fast", key: room.key });
    const pgbench = new Pgbench(room.postgres, room.directory, CONNECTIONS);
    await pgbench.prepare();
    const statement = await statementOf(room.postgres, () => page.first());
    const measured = await rounds(room, {
        fast: (seconds) => stage.turn(() => load(room, seconds, [page.get], () => page.look())),
        pgbench: (seconds) => stage.turn(() => pgbench.statement("carillon", statement, seconds)),
        select: (seconds) => stage.turn(() => pgbench.select(seconds)),
    });
    const same = { what: "fast page ÷ pgbench, same statement", sides: ["fast", "pgbench"], least: 0.3 };
    const simple = { what: "fast page ÷ pgbench -S", sides: ["fast", "select"] };
    return [row(stage, measured, same), row(stage, measured, simple)];
}

async function accurateBesideFast(room, stack) {
    const stage = new Stage(room.postgres, stack.use(await room.launch()));
    const accurate = new Page(stage.server, { mode: "accurate", key: room.key });
    const fast = new Page(stage.server, { mode: "fast", key: room.key });
    await accurate.first();
    const { sealed } = (await room.sql.query(SEALED, [room.organization])).rows[0];
    if (sealed !== 20) throw new Error(`of the page's 20 batches ${sealed} are sealed`);
    const measured = await rounds(room, {
        accurate: (seconds) => stage.turn(() => load(room, seconds, [accurate.get], () => accurate.look())),
        fast: (seconds) => stage.turn(() => load(room, seconds, [fast.get], () => fast.look())),
    });
    const what = "accurate page of sealed batches ÷ fast page";
    return [row(stage, measured, { what, sides: ["accurate", "fast"], least: 0.6 })];
}

async function unchangedBesideWhole(room, stack) {
    const stage = new Stage(room.postgres, stack.use(await room.launch()));
    const page = new Page(stage.server, { mode: "fast", key: room.key });
    const { tag } = await page.first();
    if (!tag) throw new Error(`GET ${page.get.path}: an answer without an ETag`);
    const get = new Get(page.get.port, page.get.path, { ...page.get.headers, "If-None-Match": tag });
    const look = async () => {
        const { status } = await get.answer();
        if (status !== 304) throw new Error(`GET ${get.path} with its ETag: answered ${status}, not 304`);
    };
    const measured = await rounds(room, {
        "304": (seconds) => stage.turn(() => load(room, seconds, [get], look)),
        "200": (seconds) => stage.turn(() => load(room, seconds, [page.get], () => page.look())),
    });
    return [row(stage, measured, { what: "304 ÷ 200, fast page", sides: ["304", "200"], least: 1.5 })];
}

async function allBesideCopy(room, stack) {
    const stage = new Stage(room.postgres, stack.use(await room.launch()));
    const get = new Get(stage.server.port, "/batch-call/list?limit=", room.key);
    const all = await wholeList(get, room.listed);
    const config = join(room.directory, "all.curl");
    writeFileSync(config, curlConfig(get), { mode: 0o600 });
    const measured = await rounds(room, {
        all: (seconds) => stage.turn(() => repeated(seconds, all.rows, () => streamed(config, all))),
        copy: (seconds) => stage.turn(() => repeated(seconds, all.rows, () => copied(room, all))),
    });
    const what = `ALL of ${all.rows} batches ÷ psql \\copy, rows`;
    return [row(stage, measured, { what, sides: ["all", "copy"], least: 0.5, most: MOST_MEGABYTES })];
}

async function fastBesideJdbc(room, stack) {
    const { stage, measured } = await fastBesideTwin(room, stack, { name: "jdbc", small: true });
    const what = "fast page ÷ Spring Boot twin on JdbcTemplate";
    const wanted = { what, sides: ["fast", "jdbc"], least: 1.5, sameBytes: true };
    const few = { what: `${what}, few batches`, sides: ["fast_few", "jdbc_few"] };
    return [row(stage, measured, wanted), row(stage, measured, few)];
}

async function fastBesideJpa(room, stack) {
    const { stage, measured } = await fastBesideTwin(room, stack, { name: "jpa", small: false });
    const what = "fast page ÷ Spring Boot twin on JPA";
    const most = Math.round(peakMegabytes(stage.peer.pid) / 2);
    const wanted = { what, sides: ["fast", "jpa"], least: 5, most, sameBytes: true };
    const few = { what: `${what}, few batches`, sides: ["fast_few", "jpa_few"] };
    return [row(stage, measured, wanted), row(stage, measured, few)];
}

/**
 * The first page of the organisation with the many batches, and of one with few: there a twin that counts them has
 * little to count, and its code gets warm in the warm round.
 */
async function fastBesideTwin(room, stack, kind) {
    const server = stack.use(await room.launch());
    const twin = stack.use(await Twin.start(room, server.jdk, kind));
    const stage = new Stage(room.postgres, server, { peer: twin });
    const many = await sidesOfTwin(room, stage, room.key);
    const few = await sidesOfTwin(room, stage, keyHeaders(room.keys[0]));
    const measured = await rounds(room, {
        fast: many.ours, [kind.name]: many.theirs, fast_few: few.ours, [`${kind.name}_few`]: few.theirs,
    });
    console.log(`  VmHWM of the twin: ${whole(peakMegabytes(twin.pid))} MB`);
    return { stage, measured };
}

/** The twin must tell what Carillon tells: of three pages before it is measured, and of one all the time. */
async function sidesOfTwin(room, stage, key) {
    const pages = [0, 1, 2].map((page) => new Page(stage.server, { mode: "fast", page, key }));
    for (const each of pages) sameRows(await each.first(), await stage.peer.get(each).answer());
    const [page] = pages;
    const theirs = stage.peer.get(page);
    const expected = await page.first();
    const look = async () => sameRows(expected, await theirs.answer());
    return {
        ours: (seconds) => stage.turn(() => load(room, seconds, [page.get], () => page.look())),
        theirs: (seconds) => stage.turn(() => load(room, seconds, [theirs], look)),
    };
}

async function ultraFastBesideNginx(room, stack) {
    const server = stack.use(await room.launch());
    const pages = [room.key, ...room.keys.map(keyHeaders)].flatMap((key) =>
        [0, 1, 2, 3].map((page) => new Page(server, { mode: "ultra_fast", page, key })));
    await pages[0].first();
    const tasks = Math.ceil(CALLS_A_SECOND * 2 * (room.pairs + 2) * (room.seconds + 2) * 1.3);
    const dialling = stack.use(await Dialling.start(server, room, tasks));
    const files = await answersOf(pages);
    const nginx = stack.use(await Nginx.start(room.directory, files));
    const stage = new Stage(room.postgres, server, { peer: nginx, dialling });
    const ours = pages.map(({ get }) => get);
    const theirs = ours.map((get) => new Get(nginx.port, get.path, get.headers));
    const each = inTurn(pages.length);
    const measured = await rounds(room, {
        ultra: (seconds) => stage.turn(() => load(room, seconds, ours, () => pages[each()].look())),
        nginx: (seconds) => stage.turn(() => load(room, seconds, theirs, () => same(theirs, files, each()))),
    });
    const asked = `${room.keys.length + 1} keys × 4 pages`;
    const what = `ultra_fast page ÷ nginx, ${asked}, dialling`;
    const wanted = { what, sides: ["ultra", "nginx"], least: 0.6, most: MOST_MEGABYTES };
    return [row(stage, measured, { ...wanted, sameBytes: true, dialled: 0.9 * CALLS_A_SECOND })];
}

/** wrk for the time of one turn, its answers looked at meanwhile. */
function load(room, seconds, gets, look) {
    const client = () => wrk(room.directory, gets, { connections: CONNECTIONS, seconds });
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

/** What Carillon answers now, for nginx to answer, too. */
async function answersOf(pages) {
    const answers = [];
    for (const page of pages) {
        const { body } = await page.first();
        answers.push({ key: page.get.headers["X-API-KEY"], page: page.page, body });
    }
    return answers;
}

async function same(gets, files, i) {
    const { status, body } = await gets[i].answer();
    if (status !== 200 || body !== files[i].body) throw new Error(`nginx answered ${status} and other bytes`);
}

/** 0, 1, … and again from 0, each time that it is asked. */
function inTurn(count) {
    let next = 0;
    return () => next++ % count;
}
