// What the list is measured over: a database that a server of Carillon has made, and an organisation whose key is known.
import { Server, freshKey } from "./server.mjs";
import { Dialling } from "./dialling.mjs";
import { keyHeaders } from "./page.mjs";
import { Postgres } from "./postgres.mjs";
import { until } from "./room.mjs";
import { endedBatches, organizations } from "./world.mjs";

const OTHER_KEYS = 49;
const BATCHES_OF_OTHERS = 100;
const SEALED = 100;

const ORGANIZATION = "select organization_id as id from api_key where key = $1";
const OPEN = "select from batch_call where status <> 'completed' limit 1";

export class Ledger {
    /** @param bench {stack, directory}: where it is, and what ends it */
    static async start({ stack, directory }) {
        const ledger = new Ledger();
        ledger.directory = directory;
        ledger.postgres = stack.use(await Postgres.start(directory));
        await ledger.postgres.admin.query("create database carillon");
        ledger.environment = { ...freshKey(), CARILLON_DATABASE_URL: ledger.postgres.jdbcUrl("carillon") };
        ledger.key = keyHeaders(ledger.environment);
        ledger.sql = await ledger.postgres.connect("carillon");
        stack.defer(() => ledger.sql.end());
        await using server = await ledger.launch();
        ledger.jdk = server.jdk;
        ledger.organization = (await ledger.sql.query(ORGANIZATION, [ledger.key["X-API-KEY"]])).rows[0].id;
        return ledger;
    }

    /** A server of the part's own, so that its memory is that part's. */
    launch() {
        return Server.launch(this.directory, this.environment);
    }

    /**
     * An organisation of so many batches, made by SQL but for the newest, which are dialled to their end, so that the
     * product has sealed them; and others with a key and some batches each.
     */
    async fill(batches) {
        this.others = await organizations(this.sql, OTHER_KEYS);
        await endedBatches(this.sql, [this.organization], batches);
        await endedBatches(this.sql, this.others.map(({ organization }) => organization), BATCHES_OF_OTHERS);
        await Dialling.pace(this.sql, this.organization);
        await using server = await this.launch();
        for (let i = 0; i < SEALED; i++) {
            const id = await server.draft(`Dialled to its end ${i}`, 5, i * 5);
            await server.ask("POST", `/batch-call/${id}/execute`);
        }
        await until("the newest batches have ended", 120, async () =>
            (await this.sql.query(OPEN)).rowCount === 0);
        await this.sql.query("vacuum analyze");
    }
}
