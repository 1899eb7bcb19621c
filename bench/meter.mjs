// What processes cost, read from /proc.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { sum } from "./numbers.mjs";

const TICKS_A_SECOND = 100;

/** Processor seconds of a process; with its reaped children when asked. */
export function cpuSeconds(pid, withReaped = false) {
    const fields = stat(pid);
    return fields ? sum(fields.slice(11, withReaped ? 15 : 13).map(Number)) / TICKS_A_SECOND : 0;
}

/**
 * Processor seconds of a postmaster and all servers it has had. One that ends while it is looked at would be counted
 * neither among the living nor among the reaped, so it is looked again.
 */
export function treeCpuSeconds(postmaster) {
    for (let before = cpuSeconds(postmaster, true); ;) {
        const living = sum(childrenOf(postmaster).map((pid) => cpuSeconds(pid)));
        const after = cpuSeconds(postmaster, true);
        if (after === before) return after + living;
        before = after;
    }
}

/** Processor seconds that the whole machine has worked. */
export function machineCpuSeconds() {
    const words = readFileSync("/proc/stat", "utf8").split(/\s+/);
    const [user, nice, system, , , irq, softirq, steal] = words.slice(1, 9).map(Number);
    return sum([user, nice, system, irq, softirq, steal]) / TICKS_A_SECOND;
}

/** The share of memory that is truly theirs, shared pages divided by their users, in MB. */
export function treePssMegabytes(postmaster) {
    const pids = [postmaster, ...childrenOf(postmaster)];
    return sum(pids.map((pid) => kilobytes(`/proc/${pid}/smaps_rollup`, "Pss"))) / 1024;
}

/** The resident memory of a process now, in MB. */
export function residentMegabytes(pid) {
    return kilobytes(`/proc/${pid}/status`, "VmRSS") / 1024;
}

/** The most resident memory that a process ever had, in MB. */
export function peakMegabytes(pid) {
    return kilobytes(`/proc/${pid}/status`, "VmHWM") / 1024;
}

/** The processes that it has started and that are there. */
export function childrenOf(parent) {
    return readdirSync("/proc").filter((name) => /^\d+$/.test(name) && stat(name)?.[1] === String(parent));
}

/** The fields of /proc/PID/stat from the state on; nothing when the process is gone. */
function stat(pid) {
    try {
        const line = readFileSync(`/proc/${pid}/stat`, "utf8");
        return line.slice(line.lastIndexOf(")") + 2).split(" ");
    } catch {
        return undefined;
    }
}

function kilobytes(file, name) {
    if (!existsSync(file)) return 0;
    try {
        return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(readFileSync(file, "utf8"))?.[1] ?? 0);
    } catch {
        return 0;
    }
}
