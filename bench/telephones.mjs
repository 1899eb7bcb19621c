// Carillon with real telephones: SIPp is the carrier of each of its trunks and the agent of every call.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { until } from "./room.mjs";
import { AGENT, Server, freshKey } from "./server.mjs";
import { Sipp } from "./sipp.mjs";

const HOST = "127.0.0.1";
/** Of the agent, and of a trunk where nothing else is said: neither binds. */
const LIMITS = { max_live_calls: 50_000, calls_per_second: 10_000 };
/** All that SIPp was told of before may have come to nothing yet: what it times is written when a call goes on. */
const TIMED = ["-trace_rtt", "-rtt_freq", 1];

/** A call that was late on a busy machine is not placed, and dialled again at once. */
const GOOD = ["completed", "not_placed"];

const PROGRESS = `select p.open, p.calling from batch_progress p join batch_call b using (batch_id)
    where b.name = $1`;

const OUTCOMES = `select coalesce(a.outcome, 'open') as outcome, count(*)::int as calls
    from attempt a join batch_call b using (batch_id) where b.name = $1 group by 1`;

/** What a window of time brought, by the ledger's own times. */
const JOINED = `select count(*)::int as calls,
        percentile_cont(0.99) within group (order by extract(epoch from a.joined_at - a.answered_at)::float8) * 1000 as p99
    from attempt a join batch_call b using (batch_id)
    where b.name = $1 and a.joined_at >= to_timestamp($2::float8 / 1000) and a.joined_at < to_timestamp($3::float8 / 1000)`;

export class Telephones {
    static async start(postgres, directory, stack) {
        const side = new Telephones();
        Object.assign(side, { postgres, directory, stack, numbers: 0, lines: 0 });
        await postgres.admin.query("create database telephones");
        const home = join(directory, "telephones");
        mkdirSync(home);
        side.server = stack.use(await Server.launch(home, {
            ...freshKey(), CARILLON_DATABASE_URL: postgres.jdbcUrl("telephones"),
            CARILLON_SIP_HOST: HOST, CARILLON_SIP_PORT: "0", CARILLON_SIP_TLS_PORT: "0",
        }));
        side.sql = await postgres.connect("telephones");
        stack.defer(() => side.sql.end());
        side.agent = stack.use(await Sipp.called(directory, "agent"));
        const { server } = side;
        // At any hour; more in a day than a company that begins.
        await server.ask("PATCH", "/api/organization",
            { calling_window: { enabled: false }, daily_attempts: 10_000_000 });
        await server.ask("POST", "/api/agents",
            { agent_id: AGENT, name: "Bench", sip: { uri: `sip:agent@${HOST}:${side.agent.port}` }, ...LIMITS });
        return side;
    }

    get pids() {
        return [this.server.pid, this.agent.pid, ...this.carriers.map(({ pid }) => pid)];
    }

    carriers = [];

    /**
     * A trunk with a caller ID of its own; its carrier rings and talks for so many milliseconds.
     *
     * @param limits as the API has them, over those that do not bind
     */
    async line({ ring = 0, talk, timed = false, limits = { burst: 100 } }) {
        const name = `carrier ${++this.lines}`;
        const carrier = this.stack.use(await Sipp.called(this.directory, name, { ring, talk }, timed ? TIMED : []));
        this.carriers.push(carrier);
        const { trunk_id: trunk } = await this.server.ask("POST", "/api/trunks", {
            kind: "sip", name, ...LIMITS, ...limits,
            // SIPp takes a question whether it is there for a call.
            settings: { addresses: [{ host: HOST, port: carrier.port }], keep_alive_seconds: 0 },
        });
        const number = `+49305555000${this.lines}`;
        await this.server.ask("POST", "/api/caller-ids", { number, trunks: [trunk] });
        return { number, carrier };
    }

    /**
     * Fills a batch of calls over HTTP. Gives a function that executes it.
     *
     * @param rate how many begin a second; undefined: its trunk says
     */
    async batch({ number }, calls, rate) {
        const name = `bench ${this.numbers}`;
        const id = await this.server.draft(name, calls, this.numbers, {
            from_number: number, retry_config: { enabled: false }, ...(rate && { pacing: { calls_per_second: rate } }),
        });
        this.numbers += calls;
        const execute = () => this.server.ask("POST", `/batch-call/${id}/execute`);
        return { name, id, calls, execute };
    }

    /** Lets no further call of a batch begin, and ends it when those that are live have; gives what {@link #ended} gives. */
    async finished(batch, seconds) {
        const { name, id } = batch;
        await this.server.ask("POST", `/batch-call/${id}/pause`);
        const done = async () => (await this.#progress(name)).calling === 0;
        const late = await until("", seconds, done, 500).then(() => [], () => [`calls were live after ${seconds} s`]);
        await this.server.ask("POST", `/batch-call/${id}/cancel`);
        return [...late, ...(await this.ended(batch, seconds))];
    }

    /** Waits until every task of a batch has ended; what is not a completed call is an error, in words. */
    async ended({ name, id, calls }, seconds) {
        const done = async () => (await this.#progress(name)).open === 0;
        const late = await until("", seconds, done, 500).then(() => [], () => [`not ended within ${seconds} s`]);
        // What hangs is hung up, so that the doctor finds a ledger at rest.
        if (late.length) await this.server.ask("POST", `/batch-call/${id}/cancel`);
        const { rows } = await this.sql.query(OUTCOMES, [name]);
        return [...late, ...rows.filter(({ outcome }) => !GOOD.includes(outcome))
            .map(({ outcome, calls: wrong }) => `${wrong} of ${calls} calls: ${outcome}`)];
    }

    /** How many calls were joined in a window of time, and how long that took, as the ledger has it. */
    async joined({ name }, [from, to]) {
        return (await this.sql.query(JOINED, [name, from, to])).rows[0];
    }

    /** The old generation after a full collection, in MB: what lives. */
    async livingMegabytes() {
        await this.server.collectGarbage();
        const text = await (await this.server.call("GET", "/metrics")).text();
        const used = /^jvm_memory_used_bytes\{area="heap",id="Tenured Gen",?\} (\S+)/m.exec(text);
        return Number(used[1]) / 2 ** 20;
    }

    async #progress(name) {
        return (await this.sql.query(PROGRESS, [name])).rows[0];
    }
}
