// The reference for a page: pgbench with the very statement that the server sends, and its own -S.
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tool, until } from "./room.mjs";

const ROWS = 10;

/** As Carillon's connections for pages (Pools.forPages): planned once, and the plan walks indices. */
const OPTIONS = ["plan_cache_mode=force_generic_plan", "enable_seqscan=off", "enable_hashjoin=off",
    "enable_mergejoin=off", "enable_sort=off", "enable_bitmapscan=off", "max_parallel_workers_per_gather=0",
].map((option) => `-c ${option}`).join(" ");

/** What PostgreSQL logs of an executed statement: its text, further lines after a tab, and its parameters. */
const LOGGED = /LOG: {2}execute [^:]+: (.*(?:\n\t.*)*)\n.*DETAIL: {2}parameters: (.*)/gi;

/** By this a page's statement is known among the others: counters, the value of its sort, a number of rows. */
const PAGE = /^(?=[\s\S]*\bbatch_progress\b)(?=[\s\S]*\bsort_value\b)(?=[\s\S]*\blimit \$)/i;

export class Pgbench {
    constructor(postgres, directory, clients) {
        this.postgres = postgres;
        this.directory = directory;
        this.clients = clients;
    }

    /** The tables of -S, in a database of their own. */
    async prepare() {
        await this.postgres.admin.query("create database pgbench");
        await this.#run("pgbench", ["--initialize", "--quiet", "--scale", ROWS]);
    }

    /** Transactions a second of -S: one row by its key. */
    select(seconds) {
        return this.#measure("pgbench", ["--select-only"], seconds);
    }

    /** Transactions a second of a statement of the server's. */
    statement(database, { text, values }, seconds) {
        const script = join(this.directory, "statement.sql");
        writeFileSync(script, `${text.replace(/\$(\d+)/g, ":p$1")};\n`);
        const variables = values.flatMap((value, i) => ["--define", `p${i + 1}=${value}`]);
        return this.#measure(database, ["--file", script, ...variables], seconds);
    }

    async #measure(database, what, seconds) {
        const { stdout } = await this.#run(database, ["--no-vacuum", "--protocol", "prepared",
            "--client", this.clients, "--jobs", 2, "--time", seconds, ...what]);
        const number = (pattern) => Number(pattern.exec(stdout)?.[1] ?? NaN);
        const failed = number(/number of failed transactions: (\d+)/);
        const count = number(/number of transactions actually processed: (\d+)/);
        const rate = number(/^tps = ([\d.]+) \(without/m);
        if (!(count > 0 && rate > 0) || failed > 0) throw new Error(`pgbench did not count:\n${stdout}`);
        return { count, seconds: count / rate };
    }

    #run(database, words) {
        const environment = { ...this.postgres.clientEnvironment(), PGOPTIONS: OPTIONS };
        return tool("pgbench", [...words, database], environment);
    }
}

/** The statement of a page with its parameters, as PostgreSQL logs it when the server is asked. */
export async function statementOf(postgres, ask) {
    await setLogging(postgres, "all");
    const before = statSync(postgres.log).size;
    try {
        return await until("the page's statement is in PostgreSQL's log", 20, async () => {
            await ask();
            const log = readFileSync(postgres.log).subarray(before).toString();
            const found = [...log.matchAll(LOGGED)].findLast(([, text]) => PAGE.test(text));
            return found && { text: found[1], values: parameters(found[2]) };
        });
    } finally {
        await setLogging(postgres, "none");
    }
}

async function setLogging(postgres, what) {
    await postgres.admin.query(`alter system set log_statement = '${what}'`);
    await postgres.admin.query("select pg_reload_conf()");
}

/** $1 = 'text', $2 = '20': the values in their order. */
function parameters(text) {
    return [...text.matchAll(/\$\d+ = (?:'((?:[^']|'')*)'|NULL)/g)].map(([, value]) => {
        if (value === undefined) throw new Error(`a parameter is null, which pgbench cannot send: ${text}`);
        return value.replaceAll("''", "'");
    });
}
