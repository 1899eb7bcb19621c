// db-scheduler's side: a Java process, work inserted by SQL, its progress told line by line.
import { execFileSync, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { counted, each } from "./cost.mjs";
import { steadyRate } from "./numbers.mjs";
import { end, kept, until } from "./room.mjs";
import { jarVersion } from "./software.mjs";

const home = join(import.meta.dirname, "peers");

/** As its documents have it for PostgreSQL. */
const TABLE = `create table scheduled_tasks (
    task_name text not null, task_instance text not null, task_data bytea,
    execution_time timestamptz not null, picked boolean not null, picked_by text,
    last_success timestamptz, last_failure timestamptz, consecutive_failures int,
    last_heartbeat timestamptz, version bigint not null, priority smallint, state text,
    primary key (task_name, task_instance));
  create index execution_time_idx on scheduled_tasks (execution_time);
  create index last_heartbeat_idx on scheduled_tasks (last_heartbeat)`;

const ADD = `insert into scheduled_tasks (task_name, task_instance, execution_time, picked, version)
    select 'noop', $1 || '-' || n, now(), false, 1 from generate_series(1, $2::int) n`;

export class DbScheduler {
    /** @param tuning "" for db-scheduler as it comes, or "tuned" */
    static async start(postgres, tuning = "") {
        const side = new DbScheduler();
        side.postgres = postgres;
        side.turns = 0;
        side.samples = [];
        build();
        const database = `dbscheduler${tuning}`;
        await postgres.admin.query(`create database ${database}`);
        side.sql = await postgres.connect(database);
        await side.sql.query(TABLE);
        const jars = `${join(home, "target", "peers.jar")}:${join(home, "target", "lib")}/*`;
        side.process = kept(spawn("java", ["-Xmx512m", "-cp", jars, "dev.carillon.bench.DbSchedulerPeer",
            `jdbc:postgresql://127.0.0.1:${postgres.port}/${database}`, "postgres", postgres.password, tuning],
            { stdio: ["pipe", "pipe", "inherit"] }));
        createInterface({ input: side.process.stdout }).on("line", (line) => side.#heard(line));
        await until("db-scheduler starts", 60, () => side.ready);
        return side;
    }

    static get version() {
        return jarVersion(join(home, "target", "lib"), "db-scheduler");
    }

    get pid() {
        return this.process.pid;
    }

    #heard(line) {
        const [word, seconds, done] = line.split(" ");
        if (word === "ready") this.ready = true;
        else this.samples.push({ seconds: Number(seconds), done: Number(done) });
    }

    /**
     * Adds the jobs in one transaction and waits for the last to be completed and gone. The planner is told of them in
     * it, too: since the table was empty before, it would else read all of it for each of the first jobs.
     */
    async turn(jobs) {
        await this.postgres.settle();
        this.ready = false;
        this.samples = [];
        this.process.stdin.write(`${jobs}\n`);
        await until("db-scheduler counts anew", 10, () => this.ready);
        const before = await counted(this.postgres, this.pid);
        await this.sql.query("begin");
        await this.sql.query(ADD, [`turn ${this.turns++}`, jobs]);
        await this.sql.query("analyze scheduled_tasks");
        await this.sql.query("commit");
        await until("db-scheduler's jobs are gone", 120, async () =>
            (await this.sql.query("select from scheduled_tasks limit 1")).rowCount === 0);
        const after = await counted(this.postgres, this.pid);
        return {
            rate: steadyRate(this.samples, jobs),
            ...each("peer", before, after, jobs),
        };
    }

    async [Symbol.asyncDispose]() {
        await this.sql.end();
        await end(this.process, "SIGTERM", 10);
    }
}

function build() {
    if (!existsSync(join(home, "target", "peers.jar"))) {
        execFileSync("mvn", ["-q", "-B", "-f", join(home, "pom.xml"), "package"], { stdio: "inherit" });
    }
}
