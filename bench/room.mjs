// A bench's room: a temporary directory and the processes in it, all gone when it ends, however it ends.
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as rest } from "node:timers/promises";
import { promisify } from "node:util";

export const repository = resolve(import.meta.dirname, "..");

/** Every process that was started here: none outlives a bench that ends while the process still starts. */
const started = [];

/** Takes note of a process; whoever starts one says so at once. */
export function kept(child) {
    started.push(child);
    return child;
}

/** Runs a program to its end and gives what it printed; a failure says what the program said. */
export async function tool(command, words, env = process.env) {
    const running = promisify(execFile)(command, words.map(String), { env });
    kept(running.child);
    try {
        return await running;
    } catch (error) {
        throw new Error(`${command}: ${(error.stderr || error.stdout || error.message).trim()}`);
    }
}

/** Runs a bench with a stack that ends what it started: when done, on an error, a signal or past the time. */
export async function inRoom(minutes, bench) {
    const stack = new AsyncDisposableStack();
    const directory = mkdtempSync(join(tmpdir(), "carillon-bench-"));
    stack.defer(() => rmSync(directory, { recursive: true, force: true }));
    stack.defer(async () => {
        for (const child of started.toReversed()) await end(child, "SIGTERM", 20);
    });
    let leaving;
    const leave = (code, why) => (leaving ??= (async () => {
        if (why) console.error(why);
        await stack.disposeAsync().catch((error) => console.error(error));
        process.exit(code);
    })());
    process.on("SIGINT", () => leave(130, "interrupted"));
    process.on("SIGTERM", () => leave(143, "ended"));
    process.on("uncaughtException", (error) => leave(1, error));
    setTimeout(() => leave(1, `not done after ${minutes} minutes`), minutes * 60_000).unref();
    try {
        await leave((await bench(stack, directory)) ? 0 : 1);
    } catch (error) {
        await leave(1, error);
    }
}

/** Asks until the answer is neither undefined nor false, or fails with what was waited for. */
export async function until(what, seconds, ask, everyMillis = 50) {
    for (const end = performance.now() + seconds * 1000; performance.now() < end; await rest(everyMillis)) {
        const answer = await ask();
        if (answer !== undefined && answer !== false) return answer;
    }
    throw new Error(`${what}: not within ${seconds} s`);
}

/** Ends one process that was started here: a signal, patience, then SIGKILL. */
export async function end(child, signal, seconds) {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((done) => child.once("exit", done));
    child.kill(signal);
    const impatience = setTimeout(() => child.kill("SIGKILL"), seconds * 1000);
    await gone;
    clearTimeout(impatience);
}

/** A port of the loopback that was free a moment ago. */
export function freePort() {
    return new Promise((done, failed) => {
        const server = createServer().once("error", failed);
        server.listen(0, "127.0.0.1", () => {
            const { port } = server.address();
            server.close(() => done(port));
        });
    });
}
