// The client of every HTTP side: wrk, with requests that are written once and sent in turn.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { tool } from "./room.mjs";

/** Each thread begins somewhere else; at the end wrk's own counts come as one line of JSON. */
const SCRIPT = `
local threads = 0
function setup(thread)
    thread:set("first", threads * 37)
    threads = threads + 1
end
function init()
    at = first
end
function request()
    at = at % #requests + 1
    return requests[at]
end
function done(summary)
    local e = summary.errors
    io.write(string.format(
        '\\n{"count": %d, "micros": %d, "bytes": %d, "status": %d, "connect": %d, "read": %d, "write": %d,'
            .. ' "timeout": %d}\\n',
        summary.requests, summary.duration, summary.bytes, e.status, e.connect, e.read, e.write, e.timeout))
end
`;

/** One GET: its text for wrk, and the bench's own look at the answer. */
export class Get {
    constructor(port, path, headers) {
        this.port = port;
        this.path = path;
        this.headers = headers;
    }

    get text() {
        const headers = { Host: `127.0.0.1:${this.port}`, ...this.headers };
        const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
        return [`GET ${this.path} HTTP/1.1`, ...lines, "", ""].join("\r\n");
    }

    async answer() {
        const headers = { ...this.headers, "Accept-Encoding": "identity" };
        const answer = await fetch(`http://127.0.0.1:${this.port}${this.path}`, { headers });
        return {
            status: answer.status,
            firstByteAt: Date.now(),
            tag: answer.headers.get("ETag"),
            body: await answer.text(),
        };
    }
}

/** Sends the requests in turn. Only answers of 2xx and 3xx are counted; what else came is told in words. */
export async function wrk(directory, gets, { connections, seconds }) {
    const script = join(directory, "wrk.lua");
    // A JSON string of ASCII without control characters but \r and \n is a Lua string, too.
    const requests = gets.map((get) => JSON.stringify(get.text)).join(",\n");
    writeFileSync(script, `requests = {\n${requests}\n}\n${SCRIPT}`, { mode: 0o600 });
    const { stdout } = await tool("wrk", ["--threads", 2, "--connections", connections,
        "--duration", `${seconds}s`, "--timeout", "10s", "--script", script,
        `http://127.0.0.1:${gets[0].port}/`]);
    const sum = JSON.parse(stdout.trim().split("\n").at(-1));
    const kinds = ["status", "connect", "read", "write", "timeout"].filter((kind) => sum[kind] > 0);
    const errors = kinds.map((kind) => `errors of ${kind}: ${sum[kind]} beside ${sum.count} answers`);
    const count = sum.count - sum.status;
    if (count === 0) throw new Error(`GET ${gets[0].path}: no good answer within ${seconds} s; ${errors}`);
    return { count, seconds: sum.micros / 1e6, bytes: sum.bytes / sum.count, errors };
}
