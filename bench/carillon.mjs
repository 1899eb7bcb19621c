// Carillon's side of dialling: work over HTTP, its limits and scenario set by SQL, its progress read from committed rows.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as rest } from "node:timers/promises";
import { counted, each } from "./cost.mjs";
import { steadyRate } from "./numbers.mjs";
import { until } from "./room.mjs";
import { Server, freshKey } from "./server.mjs";

const LIVE_CALLS = 4_000;

/** The limits are kept, but only the one on live calls binds. */
const LIMITS = `update usage set max_live = ${LIVE_CALLS}, calls_per_second = 200000, burst = ${LIVE_CALLS}
    where scope in (40, 50)`;

/** Every call takes 100 to 115 ms; nobody answers a tenth of them, and these are tried again. */
const SCENARIO = {
    setup_millis: 0, ring_millis: [0, 10], join_millis: [0, 5], talk_millis: 100,
    no_answer_millis: [100, 115], outcomes: { completed: 90, no_answer: 10 },
};

/** A retry waits half an hour by rule; the bench lets that be over, in steps. From there it is real work. */
const PULL_RETRIES = `update due set due_at = now() where ctid = any(array(
    select ctid from due
    where batch_id = $1 and due_at > now() + interval '1 minute' and due_at < now() + interval '1 hour'
        and reason = 'retry_wait'
    order by due_at, seq limit 2000))`;

/** Half of what the engine does on two cores, about. */
const HALF_PACE = 2_500;

/** Open now in the zone of the numbers, for hours to come. */
const WINDOW = `update batch_call set calling_window = jsonb_build_array(jsonb_build_object(
        'days', '[1, 2, 3, 4, 5, 6, 7]'::jsonb,
        'start_time', to_char(greatest(now() at time zone 'Europe/Berlin' - interval '2 hours',
            date_trunc('day', now() at time zone 'Europe/Berlin')), 'HH24:MI'),
        'end_time', case when extract(hour from now() at time zone 'Europe/Berlin') >= 20 then '00:00'
            else to_char(now() at time zone 'Europe/Berlin' + interval '3 hours', 'HH24:MI') end))
    where batch_id = $1`;

/** Twelve hours away. */
const ELSEWHERE = `update task set timezone = 'Pacific/Auckland' where batch_id = $1 and seq % $2 = $2 - 1`;

const PROGRESS = `select completed + failed + skipped as done, sent, picked_up, completed, status
    from batch_progress where batch_id = $1`;

/** Those that were placed in time: on a busy machine some are not. */
const DIALLED = `select count(*) filter (where outcome is distinct from 'not_placed')::int as dialled
    from attempt where batch_id = $1`;

export class Carillon {
    /** @param database a name of its own for each, where there are several */
    static async start(postgres, directory, database = "carillon") {
        const side = new Carillon();
        side.postgres = postgres;
        side.numbers = 0;
        await postgres.admin.query(`create database ${database}`);
        const environment = { ...freshKey(), CARILLON_DATABASE_URL: postgres.jdbcUrl(database) };
        const home = join(directory, database);
        mkdirSync(home);
        side.server = await Server.launch(home, environment);
        side.sql = await postgres.connect(database);
        await side.sql.query("update trunk set settings = $1", [JSON.stringify(SCENARIO)]);
        return side;
    }

    get pid() {
        return this.server.pid;
    }

    /**
     * Fills one batch over HTTP, executes it, and watches its committed figures until all that may be dialled has
     * ended. With closed = N the batch has a calling window, and every N-th task is where it is shut.
     */
    async turn(tasks, { closed = 0 } = {}) {
        const { id, batch } = await this.#fill(tasks);
        if (closed) await this.#close(batch, closed);
        const open = closed ? tasks - Math.floor(tasks / closed) : tasks;
        await this.sql.query(LIMITS);
        await this.postgres.settle();
        const before = await counted(this.postgres, this.pid);
        await this.server.ask("POST", `/batch-call/${id}/execute`);
        const samples = await this.#watch(batch, open);
        const after = await counted(this.postgres, this.pid);
        await this.#wasDialled(batch, open);
        if (closed) await this.end(id);
        const costs = each("jvm", before, after, tasks);
        return { ...costs, rate: steadyRate(samples, open), cost: costs.jvm + costs.database };
    }

    /** A batch that dials at half of what one core can for so many seconds, and longer. */
    async dialSteadily(seconds) {
        const { id } = await this.#fill(HALF_PACE * (seconds + 10));
        await this.sql.query(LIMITS);
        await this.server.ask("PATCH", `/batch-call/${id}`, { pacing: { calls_per_second: HALF_PACE } });
        await this.server.ask("POST", `/batch-call/${id}/execute`);
        return id;
    }

    /**
     * A batch of so many tasks that is dialled as far as it may be, and runs on: every N-th task is where it is shut.
     * Gives the number of its row.
     */
    async runAsFarAsOpen(tasks, closed) {
        const { id, batch } = await this.#fill(tasks);
        await this.#close(batch, closed);
        await this.sql.query(LIMITS);
        await this.server.ask("POST", `/batch-call/${id}/execute`);
        await this.#watch(batch, tasks - Math.floor(tasks / closed));
        return batch;
    }

    /** Cancels what is left and waits until nothing of it is open. */
    async end(id) {
        await this.server.ask("POST", `/batch-call/${id}/cancel`);
        await until("the batch is cancelled to its end", 120, async () => {
            const { calling } = (await this.sql.query(
                "select calling from batch_progress p join batch_call b using (batch_id) where b.public_id = $1",
                [id.slice("batch_call_".length)])).rows[0];
            return calling === 0;
        });
    }

    async #fill(tasks) {
        const name = `bench ${this.numbers}`;
        const id = await this.server.draft(name, tasks, this.numbers);
        this.numbers += tasks;
        return { id, batch: await this.#rowOf(name) };
    }

    async #close(batch, every) {
        await this.sql.query(WINDOW, [batch]);
        await this.sql.query(ELSEWHERE, [batch, every]);
    }

    async #rowOf(name) {
        const { rows } = await this.sql.query("select batch_id from batch_call where name = $1", [name]);
        return rows[0].batch_id;
    }

    async #watch(batch, tasks) {
        const samples = [];
        for (const began = performance.now(); performance.now() - began < 600_000; await rest(50)) {
            const row = (await this.sql.query(PROGRESS, [batch])).rows[0];
            samples.push({ seconds: performance.now() / 1000, ...row });
            if (row.done >= tasks) return samples;
            await this.sql.query(PULL_RETRIES, [batch]);
        }
        throw new Error(`${tasks} tasks did not end: ${JSON.stringify(samples.at(-1))}`);
    }

    async #wasDialled(batch, tasks) {
        const { dialled } = (await this.sql.query(DIALLED, [batch])).rows[0];
        if (dialled < tasks) throw new Error(`of ${tasks} tasks that may be dialled only ${dialled} were`);
    }

    doctor() {
        return this.server.doctor();
    }

    async [Symbol.asyncDispose]() {
        await this.sql?.end();
        await this.server.stop();
    }
}
