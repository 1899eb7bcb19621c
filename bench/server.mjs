// The real server as a process, asked over HTTP as anybody would.
import { execFile, spawn } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { openSync, readFileSync, readlinkSync } from "node:fs";
import { connect } from "node:net";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { cpuSeconds } from "./meter.mjs";
import { end, freePort, kept, repository, tool, until } from "./room.mjs";

const APPEND = 1_000;
export const AGENT = "agent_00000000-0000-4000-8000-000000000001";

/** Whether somebody listens there; a request that fails takes ten times as much of the cores that the start needs. */
function listens(port) {
    return new Promise((resolve) => {
        const socket = connect(port, "127.0.0.1");
        socket.once("error", () => resolve(false));
        socket.once("connect", () => resolve(true)).once("connect", () => socket.destroy());
    });
}

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
        // The client's own code is loaded before: the server has nothing to do with it.
        await server.call("GET", "/batch-call/list").catch(() => undefined);
        server.startedAt = performance.now();
        server.process = kept(spawn(join(repository, "carillon"), ["serve"],
            { env: server.environment, stdio: ["ignore", log, log], detached: true, cwd: directory }));
        await until("the first list is answered", seconds, async () => {
            if (server.process.exitCode !== null) throw new Error(tail(server.log));
            return (await listens(server.port))
                && (await server.call("GET", "/batch-call/list").catch(() => undefined))?.ok;
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

    /**
     * A draft of so many tasks, each to a number of its own from the first one on.
     *
     * @param more fields of the batch call, over those that it has anyway
     */
    async draft(name, tasks, firstNumber, more = {}) {
        const { batch_call_id: id } = await this.ask("POST", "/batch-call", {
            name, from_number: "+493055550000", agent_id: AGENT, status: "draft",
            retry_config: { enabled: true, max_attempts: 3 }, ...more,
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

    /** Has the JVM collect all of its garbage. */
    collectGarbage() {
        return tool(join(this.jdk, "bin", "jcmd"), [this.pid, "GC.run"]);
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
