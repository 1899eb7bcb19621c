// The sandbox dials while something else is measured: one batch at a steady pace.
import { until } from "./room.mjs";

export const CALLS_A_SECOND = 500;

/** Every call is answered and takes 100 to 115 ms. */
const SCENARIO = {
    setup_millis: 0, ring_millis: [0, 10], join_millis: [0, 5], talk_millis: 100, outcomes: { completed: 1 },
};

/** Set before the first call: the doctor holds the starts of the last hour against the pace of now. */
const PACE = `update usage set max_live = 4000, calls_per_second = $1, burst = 50
    where scope = 40 and organization_id = $2`;

const PROGRESS = `select p.sent, p.open, p.calling from batch_progress p join batch_call b using (batch_id)
    where b.name = $1 and b.organization_id = $2`;

export class Dialling {
    /** Gives an organisation's trunk the scenario and the pace. */
    static async pace(sql, organization) {
        await sql.query("update trunk set settings = $1 where organization_id = $2",
            [JSON.stringify(SCENARIO), organization]);
        await sql.query(PACE, [CALLS_A_SECOND, organization]);
    }

    /** Fills a batch over HTTP, executes it, and is there once its calls flow. */
    static async start(server, { sql, organization }, tasks) {
        const dialling = new Dialling();
        Object.assign(dialling, { server, sql, organization, name: "Dialled meanwhile" });
        dialling.id = await server.draft(dialling.name, tasks, 0);
        await server.ask("POST", `/batch-call/${dialling.id}/execute`);
        await until("the sandbox dials", 30, async () => (await dialling.sent()) > 100);
        return dialling;
    }

    async sent() {
        return (await this.#progress()).sent;
    }

    /** Cancels what is left and waits until nothing is open, so that the doctor finds a ledger at rest. */
    async [Symbol.asyncDispose]() {
        await this.server.ask("POST", `/batch-call/${this.id}/cancel`);
        await until("the dialled batch has ended", 60, async () => (await this.#progress()).open === 0);
    }

    async #progress() {
        return (await this.sql.query(PROGRESS, [this.name, this.organization])).rows[0];
    }
}
