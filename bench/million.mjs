// The list of an organisation with a million batches beside that of one with a thousand, and a thousand more around them.
import { peakMegabytes, treePssMegabytes } from "./meter.mjs";
import { Page, keyHeaders } from "./page.mjs";
import { Pgbench, statementOf } from "./pgbench.mjs";
import { until } from "./room.mjs";
import { Stage, rounds, watched } from "./stage.mjs";
import { organizations } from "./world.mjs";
import { Get, wrk } from "./wrk.mjs";

const MANY = 1_000_000;
const FEW = 1_000;
const BESIDE = 1_000;
const OF_EACH_BESIDE = 100;
const DEEP_PAGE = 40_000;
const SORTS = ["created_at", "updated_at", "scheduled_timestamp", "name", "status", "total_task_count"];
const CONNECTIONS = 32;
/** Pages far from the front come one after the other: more clients would only wait. */
const SEARCHERS = 2;
/** The time of a page may be so many times that of the other. */
const FLAT = 1 / 1.3;

/** What making the data may take, and the turns beyond those that every part has. */
export const MILLION_MINUTES = 15;

/** Drafts and what was cancelled without a task, so that a million need no tasks; times and names in no order. */
const BATCHES = [
    `insert into batch_call (organization_id, public_id, name, from_number, agent_id, status, total, sandbox,
         timezone, scheduled_at, max_attempts, duplicates, created_at, updated_at)
     select o.id, uuidv7(), case when i % 10 > 0 then format('Campaign %s of the autumn', hashint4(i)) end,
         '+493055550000', 'agent_00000000-0000-4000-8000-000000000001',
         case when i % 7 = 0 then 'draft' else 'cancelled' end, 0, true, 'UTC',
         case when i % 3 > 0 then t.at end, 1, 'skip', t.at, t.at + random() * interval '5 days'
     from unnest($1::text[]) o(id) cross join generate_series(1, $2::int) i
     cross join lateral (select now() - interval '60 days' + interval '50 days' * (i / $2::float8) as at) t`,
    `insert into batch_progress (batch_id, status, total, open)
     select b.batch_id, b.status, 0, 0 from batch_call b
     where b.organization_id = any($1::text[])
         and not exists (select from batch_progress p where p.batch_id = b.batch_id)`,
    `update organization_counter c
     set batch_count = (select count(*) from batch_call b where b.organization_id = c.organization_id)
     where c.organization_id = any($1::text[])`,
];

export async function millionBesideThousand(room, stack) {
    const [many, few] = await furnish(room);
    const stage = new Stage(room.postgres, stack.use(await room.launch()));
    const pgbench = new Pgbench(room.postgres, room.directory, CONNECTIONS);
    const front = (key, sort) => page(stage.server, key, `sort_by=${sort}`);
    const statement = (key) => statementOf(room.postgres, () => front(key, "updated_at").first());
    const statements = [await statement(many), await statement(few)];
    const sides = {
        "pgbench many": (seconds) => stage.turn(() => pgbench.statement("carillon", statements[0], seconds)),
        "pgbench few": (seconds) => stage.turn(() => pgbench.statement("carillon", statements[1], seconds)),
    };
    const turn = (asked, connections) => (seconds) => stage.turn(() => watched(
        () => wrk(room.directory, [asked.get], { connections, seconds }), () => asked.look()));
    for (const sort of SORTS) {
        sides[`many ${sort}`] = turn(front(many, sort), CONNECTIONS);
        sides[`few ${sort}`] = turn(front(few, sort), CONNECTIONS);
        const cursor = `sort_by=${sort}&cursor=${await deepCursor(stage.server, many, sort)}`;
        sides[`cursor ${sort}`] = turn(page(stage.server, many, cursor), CONNECTIONS);
    }
    sides.deep = turn(page(stage.server, many, `page=${DEEP_PAGE}`), SEARCHERS);
    const measured = await rounds({ ...room, seconds: Math.ceil(room.seconds / 2), show: brief }, sides);
    const row = (what, ours, peer, least) => ({ what, sides: [ours, peer], least, rounds: measured,
        jvm: peakMegabytes(stage.server.pid), database: treePssMegabytes(stage.postgres.pid) });
    return [
        ...SORTS.map((sort) => row(`page 0 of 1M ÷ of 1k, ${sort}`, `many ${sort}`, `few ${sort}`, FLAT)),
        row("the same statements by pgbench, updated_at", "pgbench many", "pgbench few"),
        row("page 0 of 1M ÷ pgbench, same statement", "many updated_at", "pgbench many"),
        ...SORTS.map((sort) => row(`cursor 800,000 rows deep ÷ page 0, ${sort}`, `cursor ${sort}`,
            `many ${sort}`, FLAT)),
        row("page 40,000, 2 clients ÷ page 0", "deep", "many updated_at"),
    ];
}

/** The keys of the one with many and the one with few. */
async function furnish(room) {
    const began = performance.now();
    const [many, few, ...beside] = await organizations(room.sql, 2 + BESIDE);
    await fill(room.sql, [many], MANY);
    await fill(room.sql, [few], FEW);
    await fill(room.sql, beside, OF_EACH_BESIDE);
    await room.sql.query("vacuum analyze");
    console.log(`  a million batches made in ${Math.round((performance.now() - began) / 1000)} s`);
    return [keyHeaders(many), keyHeaders(few)];
}

async function fill(sql, owners, count) {
    const ids = owners.map(({ organization }) => organization);
    await sql.query("begin");
    for (const [i, statement] of BATCHES.entries()) await sql.query(statement, i === 0 ? [ids, count] : [ids]);
    await sql.query("commit");
}

function page(server, key, query) {
    const asked = new Page(server, { mode: "fast", key });
    asked.get = new Get(server.port, `/batch-call/list?${query}`, key);
    return asked;
}

async function deepCursor(server, key, sort) {
    const { get } = page(server, key, `sort_by=${sort}&page=${DEEP_PAGE}`);
    const body = await until(`GET ${get.path} is answered`, 60, async () => {
        const answer = await get.answer();
        return answer.status === 200 && answer.body;
    });
    return JSON.parse(body).data.next_cursor;
}

/** A side for each line would fill a screen a round. */
function brief(name, round) {
    const all = Object.values(round).map(({ others }) => others);
    console.log(`  ${String(name).padEnd(5)}${all.length} sides ${Math.max(...all).toFixed(2)}`);
}
