// What a turn of the dial half cost: processor time of a side's process and of PostgreSQL, and WAL, for each task or job.
import { cpuSeconds, machineCpuSeconds, treeCpuSeconds } from "./meter.mjs";
import { sum } from "./numbers.mjs";

const MICROS = 1e6;

/** The counters as they stand now. */
export async function counted(postgres, pid) {
    return { process: cpuSeconds(pid), database: treeCpuSeconds(postgres.pid), wal: await postgres.walBytes() };
}

/** Microseconds of the process, by whose name it is, and of PostgreSQL, and bytes of WAL, of each of so many. */
export function each(name, before, after, count) {
    return {
        [name]: ((after.process - before.process) / count) * MICROS,
        database: ((after.database - before.database) / count) * MICROS,
        wal: (after.wal - before.wal) / count,
    };
}

/**
 * A turn, and besides how many cores the bench itself had meanwhile, with what it started and has ended in the turn, and all
 * that is none of these processes.
 */
export async function attended(postgres, pids, turn) {
    const clocks = () => {
        const own = cpuSeconds(process.pid, true);
        const known = own + treeCpuSeconds(postgres.pid) + sum(pids.map((pid) => cpuSeconds(pid)));
        return { at: performance.now() / 1000, own, others: machineCpuSeconds() - known };
    };
    const before = clocks();
    const result = await turn();
    const after = clocks();
    const cores = (whose) => (after[whose] - before[whose]) / (after.at - before.at);
    return { ...result, clientCores: cores("own"), others: cores("others") };
}
