// Carillon's side: the real server as a process, work over HTTP, its limits and scenario set by SQL.
import { execFile, spawn } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { mkdirSync, openSync, readFileSync, readlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as rest } from "node:timers/promises";
import { promisify } from "node:util";
import { counted, each } from "./cost.mjs";
import { cpuSeconds, peakMegabytes } from "./meter.mjs";
import { steadyRate } from "./numbers.mjs";
import { end, freePort, kept, repository, until } from "./room.mjs";

const LIVE_CALLS = 4_000;
const APPEND = 1_000;
const AGENT = "agent_00000000-0000-4000-8000-000000000001";

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

/** A server of Carillon: a process, its address, its key. */
export class Server {
    static async launch(directory, environment, seconds = 60) {
        const server = new Server();
        server.port = await freePort();
        server.environment = {
            ...withoutOurs(process.env),
            CARILLON_PORT: String(server.port),
            CARILLON_DRAIN_SECONDS: "2",
            CARILLON_DATA_DIR: join(directory, "data"),
            ...environment,
        };
        server.log = join(directory, "carillon.log");
        const log = openSync(server.log, "a");
        server.startedAt = performance.now();
        server.process = kept(spawn(join(repository, "carillon"), ["serve"],
            { env: server.environment, stdio: ["ignore", log, log], detached: true, cwd: directory }));
        await until("the first list is answered", seconds, async () => {
            if (server.process.exitCode !== null) throw new Error(tail(server.log));
            return (await server.call("GET", "/batch-call/list").catch(() => undefined))?.ok;
        }, 5);
        server.firstListSeconds = (performance.now() - server.startedAt) / 1000;
        server.firstListCpuSeconds = cpuSeconds(server.pid, true);
        return server;
    }

    get pid() {
        return this.process.pid;
    }

    /** The folder of the JDK that runs it. */
    get jdk() {
        return join(dirname(readlinkSync(`/proc/${this.pid}/exe`)), "..");
    }

    call(method, path, body, key = randomUUID()) {
        const { CARILLON_API_KEY, CARILLON_API_SECRET } = this.environment;
        return fetch(`http://127.0.0.1:${this.port}${path}`, {
            method,
            headers: {
                "X-API-KEY": CARILLON_API_KEY,
                "X-API-SECRET": CARILLON_API_SECRET,
                ...(method === "POST" ? { "Idempotency-Key": key } : {}),
                ...(body ? { "Content-Type": "application/json" } : {}),
            },
            body: body && JSON.stringify(body),
        });
    }

    /** What a call that must succeed says. */
    async ask(method, path, body) {
        const key = randomUUID();
        const send = () => this.call(method, path, body, key);
        // A connection may close between two requests; asked again with its key, a request is done once.
        const answer = await send().catch(send);
        const text = await answer.text();
        if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
        return JSON.parse(text).data;
    }

    /** A draft of so many tasks, each to a number of its own from the first one on. */
    async draft(name, tasks, firstNumber) {
        const { batch_call_id: id } = await this.ask("POST", "/batch-call", {
            name, from_number: "+493055550000", agent_id: AGENT, status: "draft",
            retry_config: { enabled: true, max_attempts: 3 },
        });
        for (let at = 0; at < tasks; at += APPEND) {
            const chunk = Array.from({ length: Math.min(APPEND, tasks - at) },
                (_, i) => ({ to_number: number(firstNumber + at + i) }));
            await this.ask("POST", `/batch-call/${id}/tasks`, { tasks: chunk });
        }
        return id;
    }

    /** What the product's own check of the laws says: whether it is clean, and its words. */
    async doctor() {
        try {
            const { stdout } = await promisify(execFile)(join(repository, "carillon"), ["doctor"],
                { env: this.environment });
            return { clean: true, words: stdout };
        } catch (error) {
            return { clean: false, words: `${error.stdout ?? ""}${error.stderr ?? error}` };
        }
    }

    stop() {
        return end(this.process, "SIGTERM", 60);
    }

    [Symbol.asyncDispose]() {
        return this.stop();
    }
}

/** A key and a secret of the right form, for one bench. */
export function freshKey() {
    return {
        CARILLON_API_KEY: `sk_${randomBytes(20).toString("hex")}`,
        CARILLON_API_SECRET: `s3cr3t_${randomBytes(24).toString("hex")}`,
    };
}

export class Carillon {
    /** @param database a name of its own for each, where there are several */
    static async start(postgres, directory, { scenario = SCENARIO, database = "carillon" } = {}) {
        const side = new Carillon();
        side.postgres = postgres;
        side.numbers = 0;
        await postgres.admin.query(`create database ${database}`);
        const environment = { ...freshKey(), CARILLON_DATABASE_URL: postgres.jdbcUrl(database) };
        const home = join(directory, database);
        mkdirSync(home);
        side.server = await Server.launch(home, environment);
        side.sql = await postgres.connect(database);
        await side.sql.query("update trunk set settings = $1", [JSON.stringify(scenario)]);
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

    peakMegabytes() {
        return peakMegabytes(this.pid);
    }

    doctor() {
        return this.server.doctor();
    }

    async [Symbol.asyncDispose]() {
        await this.sql?.end();
        await this.server.stop();
    }
}

/**
 * The n-th number, a German mobile's: valid, so that its zone is known; the last four digits stay clear of those to which
 * the sandbox gives fixed answers.
 */
function number(n) {
    return `+4915${String(Math.floor(n / 9_000)).padStart(5, "0")}${1_000 + (n % 9_000)}`;
}

/** The settings of somebody's own Carillon are not the bench's: it would fill his database. */
function withoutOurs(environment) {
    const ours = ([name]) => name.startsWith("CARILLON_") && name !== "CARILLON_JAVA_OPTS";
    return Object.fromEntries(Object.entries(environment).filter((entry) => !ours(entry)));
}

function tail(file) {
    return readFileSync(file, "utf8").slice(-4_000);
}
