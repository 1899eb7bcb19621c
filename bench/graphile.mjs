// graphile-worker's side of a pair.
import { once } from "node:events";
import { counted, each } from "./cost.mjs";
import { nodePeer } from "./node-peer.mjs";
import { steadyRate } from "./numbers.mjs";
import { end, until } from "./room.mjs";

const ADD = `select count(*) from graphile_worker.add_jobs(array(
    select json_populate_record(null::graphile_worker.job_spec, '{"identifier": "noop"}')
    from generate_series(1, $1)))`;

export class Graphile {
    /** @param tuning "" for graphile-worker as it comes, or "tuned" */
    static async start(postgres, tuning = "") {
        const side = new Graphile();
        side.postgres = postgres;
        const database = `graphile${tuning}`;
        await postgres.admin.query(`create database ${database}`);
        side.sql = await postgres.connect(database);
        // Its default logs a line a job; its own performance test leaves that out, and so do we.
        side.process = await nodePeer("graphile-worker.mjs", [postgres.url(database), tuning],
            { NO_LOG_SUCCESS: "1" });
        return side;
    }

    get pid() {
        return this.process.pid;
    }

    /** Adds the jobs in one transaction and waits for the last to be completed and gone. */
    async turn(jobs) {
        await this.postgres.settle();
        this.process.send({ jobs });
        await once(this.process, "message");
        const before = await counted(this.postgres, this.pid);
        const completed = once(this.process, "message");
        await this.sql.query(ADD, [jobs]);
        const [{ samples }] = await completed;
        await until("graphile-worker's jobs are gone", 10, async () =>
            (await this.sql.query("select from graphile_worker.jobs limit 1")).rowCount === 0);
        const after = await counted(this.postgres, this.pid);
        return {
            rate: steadyRate(samples, jobs),
            ...each("peer", before, after, jobs),
        };
    }

    async [Symbol.asyncDispose]() {
        await this.sql.end();
        await end(this.process, "SIGTERM", 10);
    }
}
