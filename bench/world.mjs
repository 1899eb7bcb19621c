// What the list is measured over: batches that ended, more than HTTP could make in the time, and keys.
import { randomBytes } from "node:crypto";
import { freshKey } from "./server.mjs";

const AGENT = "agent_00000000-0000-4000-8000-000000000001";

/** As the product makes an organisation: itself, its counter, a sandbox trunk for any number, the limits. */
const ORGANIZATIONS = [
    `insert into organization (organization_id, created_at) select id, now() from unnest($1::text[]) id`,
    `insert into organization_counter (organization_id) select id from unnest($1::text[]) id`,
    `insert into trunk (organization_id, public_id, kind, name, created_at)
     select id, uuidv7(), 'sandbox', 'Sandbox', now() from unnest($1::text[]) id`,
    `insert into caller_id (organization_id, number, trunk_id)
     select organization_id, '*', trunk_id from trunk where organization_id = any($1::text[])`,
    `insert into usage (organization_id, scope, id, max_live, calls_per_second, free_at)
     select organization_id, 40, trunk_id::text, 500, 50, now() from trunk
     where organization_id = any($1::text[])
     union all select id, 30, id, null, null, now() from unnest($1::text[]) id`,
];

const KEYS = `insert into api_key (organization_id, api_key_id, key, secret_hash, scope, created_at)
    select k.organization_id, uuidv7(), k.key, sha256(convert_to(k.secret, 'UTF8')), 'read', now()
    from unnest($1::text[], $2::text[], $3::text[]) k(organization_id, key, secret)`;

/** Batches that ended between 30 and 10 days ago: of three tasks two were completed, one was not answered. */
const BATCHES = [
    `insert into batch_call (organization_id, public_id, name, from_number, agent_id, status, total, sandbox,
         timezone, scheduled_at, max_attempts, duplicates, created_at, updated_at, started_at, ended_at)
     select o.id, uuidv7(), format('Campaign %s of the autumn', i), '+493055550000', $3, 'completed', 3, true,
         'UTC', case when i % 3 > 0 then t.at end, 1, 'skip', t.at, t.at, t.at, t.at
     from unnest($1::text[]) o(id) cross join generate_series(1, $2::int) i
     cross join lateral (
         select now() - interval '30 days' + interval '20 days' * (i / $2::float8) as at) t`,
    `insert into batch_progress (batch_id, status, total, next_seq, open, failed, sent, picked_up, completed)
     select b.batch_id, 'completed', 3, 3, 0, 1, 3, 2, 2 from batch_call b
     where b.organization_id = any($1::text[])
         and not exists (select from batch_progress p where p.batch_id = b.batch_id)`,
    `insert into task (batch_id, seq, to_number, status, budget, picked_up, created_at)
     select b.batch_id, s, format('+4915%s', lpad((b.batch_id * 3 + s)::text, 9, '0')),
         case when s < 2 then 'completed' else 'failed' end, 1, s < 2, b.created_at
     from batch_call b cross join generate_series(0, 2) s
     where b.organization_id = any($1::text[])
         and not exists (select from task t where t.batch_id = b.batch_id and t.seq = 0)`,
    `insert into attempt (batch_id, seq, no, spent, budget, phase, node_id, trunk_id, to_number, agent_id,
         opened_at, place_at, place_by, last_deadline, ringing_at, answered_at, joined_at, ended_at, outcome)
     select t.batch_id, t.seq, 1, 1, 1, 4, 0, r.trunk_id, t.to_number, b.agent_id,
         c.at, c.at, c.at, c.at, c.at, case when t.seq < 2 then c.at end, case when t.seq < 2 then c.at end,
         c.at, case when t.seq < 2 then 'completed' else 'no_answer' end
     from batch_call b join task t on t.batch_id = b.batch_id
     join trunk r on r.organization_id = b.organization_id
     cross join lateral (select b.created_at + t.seq * interval '1 second' as at) c
     where b.organization_id = any($1::text[])
         and not exists (select from attempt a where a.batch_id = b.batch_id and a.seq = t.seq)`,
    `update organization_counter c
     set batch_count = (select count(*) from batch_call b where b.organization_id = c.organization_id)
     where c.organization_id = any($1::text[])`,
];

/** New organisations, each with a key that reads: [{ organization, key, secret }]. */
export async function organizations(sql, count) {
    const made = Array.from({ length: count }, () => {
        const { CARILLON_API_KEY: key, CARILLON_API_SECRET: secret } = freshKey();
        return { organization: `bench${randomBytes(8).toString("hex").slice(0, 15)}`, key, secret };
    });
    const column = (name) => made.map((row) => row[name]);
    await inTransaction(sql, async () => {
        for (const statement of ORGANIZATIONS) await sql.query(statement, [column("organization")]);
        await sql.query(KEYS, [column("organization"), column("key"), column("secret")]);
    });
    return made;
}

/** So many batches that ended in each of the organisations, with figures that a recount agrees with. */
export async function endedBatches(sql, ids, count) {
    const [batches, ...others] = BATCHES;
    await inTransaction(sql, async () => {
        await sql.query(batches, [ids, count, AGENT]);
        for (const statement of others) await sql.query(statement, [ids]);
    });
}

/** So many numbers on the do-not-call list of every organisation, none of which is dialled. */
export async function suppressed(sql, count) {
    await sql.query(`insert into do_not_call (organization_id, number, added_at)
        select o.organization_id, format('+4916%s', lpad(n::text, 9, '0')), now()
        from organization o cross join generate_series(1, $1::int) n on conflict do nothing`, [count]);
}

/** Batches of one task: half of them paused, half with a task that waits for tomorrow's opening. */
const IDLE = [
    `insert into batch_call (organization_id, public_id, name, from_number, agent_id, status, reason, total, sandbox,
         max_attempts, duplicates, created_at, updated_at, started_at)
     select o.organization_id, uuidv7(), format('Idle %s', i), '+493055550000', $2,
         case when i % 2 = 0 then 'paused' else 'sent' end, case when i % 2 = 0 then 'by_user' end, 1, true, 1, 'skip',
         now(), now(), now()
     from organization o cross join generate_series(1, $1::int) i`,
    `insert into batch_progress (batch_id, status, total, next_seq, open)
     select b.batch_id, b.status, 1, case when b.status = 'sent' then 1 else 0 end, 1 from batch_call b
     where b.name like 'Idle %'`,
    `insert into task (batch_id, seq, to_number, budget, created_at)
     select b.batch_id, 0, format('+4917%s', lpad(b.batch_id::text, 9, '0')), 1, now() from batch_call b
     where b.name like 'Idle %'`,
    `insert into due (batch_id, due_at, seq, no, spent, reason)
     select b.batch_id, now() + interval '1 day', 0, 1, 0, 'outside_window' from batch_call b
     where b.name like 'Idle %' and b.status = 'sent'`,
    `insert into usage (organization_id, scope, id, free_at)
     select b.organization_id, 10, b.batch_id::text, now() from batch_call b where b.name like 'Idle %'`,
    `update organization_counter c
     set batch_count = (select count(*) from batch_call b where b.organization_id = c.organization_id)`,
];

export async function idleBatches(sql, count) {
    const [batches, ...others] = IDLE;
    await inTransaction(sql, async () => {
        await sql.query(batches, [count, AGENT]);
        for (const statement of others) await sql.query(statement);
    });
    await sql.query("analyze");
}

async function inTransaction(sql, work) {
    await sql.query("begin");
    await work();
    await sql.query("commit");
}
