// What a turn cost a side: processor time of its client and of PostgreSQL, and WAL, for each task or job.
import { cpuSeconds, treeCpuSeconds } from "./meter.mjs";

const MICROS = 1e6;

/** The counters as they stand now. */
export async function counted(postgres, pid) {
    return { client: cpuSeconds(pid), server: treeCpuSeconds(postgres.pid), wal: await postgres.walBytes() };
}

/** Microseconds of client and server and bytes of WAL, of each of so many. */
export function each(before, after, count) {
    return {
        client: ((after.client - before.client) / count) * MICROS,
        server: ((after.server - before.server) / count) * MICROS,
        wal: (after.wal - before.wal) / count,
    };
}
