// A million batches of one organisation, a thousand of another, and a thousand organisations beside them.
import { Page, keyHeaders } from "./page.mjs";
import { until } from "./room.mjs";
import { organizations } from "./world.mjs";
import { Get } from "./wrk.mjs";

export const SORTS = ["created_at", "updated_at", "scheduled_timestamp", "name", "status", "total_task_count"];

export const FEW = 1_000;
const BESIDE = 1_000;
const OF_EACH_BESIDE = 100;

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

/** Makes them by SQL and without tasks: [many, few], each { organization, headers }, the headers of its key. */
export async function manyAndFew({ sql }, count) {
    const began = performance.now();
    const [many, few, ...beside] = await organizations(sql, 2 + BESIDE);
    await fill(sql, [many], count);
    await fill(sql, [few], FEW);
    await fill(sql, beside, OF_EACH_BESIDE);
    await sql.query("vacuum analyze");
    console.log(`  ${count} batches made in ${Math.round((performance.now() - began) / 1000)} s`);
    return [many, few].map((owner) => ({ organization: owner.organization, headers: keyHeaders(owner) }));
}

async function fill(sql, owners, count) {
    const ids = owners.map(({ organization }) => organization);
    await sql.query("begin");
    for (const [i, statement] of BATCHES.entries()) await sql.query(statement, i === 0 ? [ids, count] : [ids]);
    await sql.query("commit");
}

/** A fast page of theirs, with what else is asked in its query. */
export function pageOf(server, { headers }, query) {
    const page = new Page(server, { mode: "fast", key: headers });
    page.get = new Get(server.port, `/batch-call/list?${query}`, headers);
    return page;
}

/** A cursor that so many pages of 20 rows lie before. */
export async function cursorBehind(server, owner, sort, pages) {
    const { get } = pageOf(server, owner, `sort_by=${sort}&page=${pages}`);
    const body = await until(`GET ${get.path} is answered`, 60, async () => {
        const answer = await get.answer();
        return answer.status === 200 && answer.body;
    });
    return JSON.parse(body).data.next_cursor;
}
