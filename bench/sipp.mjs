// SIPp, as carrier and agent of Carillon's calls, and as both sides of calls that are all its own.
import { spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { mkdirSync, openSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cpuSeconds } from "./meter.mjs";
import { end, kept, until } from "./room.mjs";
import { responseTimesOf, since, statisticsOf } from "./sipp-figures.mjs";

const HOST = "127.0.0.1";
/** A burst waits there while the machine is busy, as it does at Carillon's. */
const COMMON = ["-i", HOST, "-nostdin", "-buff_size", 4 * 1024 * 1024, "-trace_stat", "-fd", 1, "-stf", "stat.csv"];

/** Calls of its own at once, with which it does the most a second on two cores. */
const OWN_AT_ONCE = 1_000;
/** More than it can, so that only the calls at once hold it back. */
const OWN_RATE = 100_000;

/** A SIPp that is called, by any number of calls. */
export class Sipp {
    /** @param words of the scenario: what stands there as @word@ */
    static async called(directory, name, words = {}, options = []) {
        const folder = join(directory, name);
        mkdirSync(folder);
        const file = join(import.meta.dirname, "peers", "sipp", `${name.split(" ")[0]}.xml`);
        const text = readFileSync(file, "latin1").replace(/@(\w+)@/g, (_, word) => words[word]);
        writeFileSync(join(folder, "scenario.xml"), text, "latin1");
        return Sipp.#start(folder, ["-sf", "scenario.xml", ...options]);
    }

    static async #start(folder, words) {
        const sipp = new Sipp();
        sipp.folder = folder;
        sipp.port = await freeUdpPort();
        sipp.process = run(folder, [...words, "-p", sipp.port]);
        await until("SIPp listens", 10, () => {
            if (sipp.process.exitCode !== null) throw new Error(said(folder));
            return isBound(sipp.port);
        }, 20);
        return sipp;
    }

    get pid() {
        return this.process.pid;
    }

    /** Its figures, second by second. */
    statistics() {
        return statisticsOf(read(this.folder, "stat.csv"));
    }

    /** How long what its scenario times has taken so far: [{ at: wall clock in ms, millis }]. */
    responseTimes() {
        const file = readdirSync(this.folder).find((name) => name.endsWith("_rtt.csv"));
        const [first] = this.statistics();
        return file && first ? responseTimesOf(read(this.folder, file), first.startedAt) : [];
    }

    [Symbol.asyncDispose]() {
        return end(this.process, "SIGKILL", 5);
    }

    /**
     * SIPp that calls SIPp, one dialog a call, by the scenarios that it comes with, and without talk: so many calls, as fast
     * as they go.
     */
    static async alone(directory, name, calls) {
        const folder = (side) => {
            mkdirSync(join(directory, `${name} ${side}`));
            return join(directory, `${name} ${side}`);
        };
        await using called = await Sipp.#start(folder("called"), ["-sn", "uas"]);
        const port = await freeUdpPort();
        const [began, reaped] = [performance.now(), reapedSeconds()];
        const caller = run(folder("caller"), ["-sn", "uac", `${HOST}:${called.port}`, "-p", port, "-m", calls,
            "-l", OWN_AT_ONCE, "-r", OWN_RATE, "-d", 0]);
        const code = await new Promise((done) => caller.once("exit", done));
        const seconds = (performance.now() - began) / 1000;
        const last = statisticsOf(read(join(directory, `${name} caller`), "stat.csv")).at(-1);
        return {
            rate: last.successful / seconds,
            client: ((reapedSeconds() - reaped) / calls) * 1e6,
            peer: (cpuSeconds(called.pid) / calls) * 1e6,
            errors: [
                ...(code === 0 ? [] : [`SIPp ended with ${code}: ${said(join(directory, `${name} caller`))}`]),
                ...since(undefined, last),
            ],
        };
    }
}

/** Processor seconds of the processes that were started here and are gone. */
function reapedSeconds() {
    return cpuSeconds(process.pid, true) - cpuSeconds(process.pid);
}

function run(folder, words) {
    const out = openSync(join(folder, "out.txt"), "a");
    return kept(spawn("sipp", [...COMMON, ...words].map(String),
        { cwd: folder, stdio: ["ignore", out, out], env: { ...process.env, TERM: "dumb" } }));
}

function read(folder, file) {
    return readFileSync(join(folder, file), "latin1");
}

function said(folder) {
    return read(folder, "out.txt").slice(-1_000);
}

/** Whether somebody has that port of the loopback. */
function isBound(port) {
    const hex = port.toString(16).toUpperCase().padStart(4, "0");
    return readFileSync("/proc/net/udp", "utf8").includes(`0100007F:${hex} `);
}

function freeUdpPort() {
    return new Promise((done, failed) => {
        const socket = createSocket("udp4").once("error", failed);
        socket.bind(0, HOST, () => {
            const { port } = socket.address();
            socket.close(() => done(port));
        });
    });
}
