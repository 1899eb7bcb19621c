// pg-boss's side: jobs inserted by its own API, fetched and completed by 500, its progress told by its process.
import { once } from "node:events";
import { counted, each } from "./cost.mjs";
import { nodePeer } from "./node-peer.mjs";
import { steadyRate } from "./numbers.mjs";
import { end } from "./room.mjs";

export class PgBossQueue {
    static async start(postgres) {
        const side = new PgBossQueue();
        side.postgres = postgres;
        await postgres.admin.query("create database pgboss");
        side.process = await nodePeer("pg-boss-worker.mjs", [postgres.url("pgboss")]);
        return side;
    }

    get pid() {
        return this.process.pid;
    }

    /** Inserts the jobs, then fetches and completes them, to the last; the rate is that of the second. */
    async turn(jobs) {
        await this.postgres.settle();
        const before = await counted(this.postgres, this.pid);
        this.process.send({ insert: jobs });
        await once(this.process, "message");
        this.process.send({ complete: jobs });
        const [{ samples }] = await once(this.process, "message");
        const after = await counted(this.postgres, this.pid);
        return { rate: steadyRate(samples, jobs), ...each("peer", before, after, jobs) };
    }

    async [Symbol.asyncDispose]() {
        await end(this.process, "SIGTERM", 10);
    }
}
