// Sides in turns, and what a turn costs each process that takes part in it.
import { setTimeout as rest } from "node:timers/promises";
import { cpuSeconds, machineCpuSeconds, treeCpuSeconds } from "./meter.mjs";
import { figure } from "./report/words.mjs";

const MOST_SHOWN = 8;

/** The processes of one part of the bench. */
export class Stage {
    /** @param also {peer, dialling}: what some parts have besides; a peer is a process that answers */
    constructor({ postgres, directory }, server, also = {}) {
        Object.assign(this, { postgres, directory, server, ...also });
    }

    /** One with a server of its own. */
    static async open(ledger, stack) {
        return new Stage(ledger, stack.use(await ledger.launch()));
    }

    /** Lets a client work and tells its rate and its costs: CPU in microseconds for each that it counted. */
    async turn(load) {
        // While calls are dialled autovacuum never rests; both sides have it then.
        if (!this.dialling) await this.postgres.settle();
        this.peer?.forget?.();
        const before = await this.#clocks();
        const { count, seconds, ...more } = await load();
        const after = await this.#clocks();
        const spent = (name) => after[name] - before[name];
        const each = (name) => (spent(name) / count) * 1e6;
        return {
            ...more,
            rate: count / seconds,
            micros: (seconds / count) * 1e6,
            millis: (seconds / count) * 1e3,
            client: each("client"),
            jvm: each("jvm"),
            database: each("database"),
            ...(this.peer ? { peer: each("peer") } : {}),
            clientCores: spent("client") / spent("at"),
            others: spent("others") / spent("at"),
            dialled: spent("dialled") / spent("at"),
        };
    }

    async #clocks() {
        const dialled = (await this.dialling?.sent()) ?? 0;
        const own = cpuSeconds(process.pid);
        const client = cpuSeconds(process.pid, true) - own;
        const jvm = cpuSeconds(this.server.pid);
        const database = treeCpuSeconds(this.postgres.pid);
        const peer = this.peer ? treeCpuSeconds(this.peer.pid) : 0;
        const others = machineCpuSeconds() - own - client - jvm - database - peer;
        return { at: performance.now() / 1000, dialled, client, jvm, database, peer, others };
    }
}

/**
 * A warm round or several, in which a turn may take twice as long, then those that count. The order of the sides changes
 * from round to round.
 */
export async function rounds({ pairs, seconds, warm = 1 }, sides) {
    const names = Object.keys(sides);
    const measured = [];
    for (let i = 1 - warm; i <= pairs; i++) {
        const turns = {};
        for (const name of i % 2 ? names : names.toReversed()) {
            turns[name] = await sides[name](i > 0 ? seconds : 2 * seconds);
        }
        const round = Object.fromEntries(names.map((name) => [name, turns[name]]));
        show(i > 0 ? i : "warm", round);
        if (i > 0) measured.push(round);
    }
    return measured;
}

/** What each side did a second, and the most cores that others had; of many sides, which would fill a screen, only that. */
function show(name, round) {
    const turns = Object.entries(round);
    const rates = turns.length > MOST_SHOWN
        ? [`${turns.length} sides`]
        : turns.map(([side, turn]) => `${side} ${figure(turn.rate ?? turn.p99 ?? turn.seconds)}`);
    const others = Math.max(...turns.map(([, turn]) => turn.others));
    console.log(`  ${String(name).padEnd(5)}${rates.join("; ")}; others ${others.toFixed(2)}`);
}

/** While a client works, looks at an answer four times a second; what is wrong joins the client's errors. */
export async function watched(load, look) {
    let working = true;
    const wrong = [];
    const looking = (async () => {
        for (; working; await rest(250)) await look().catch((error) => wrong.push(error.message));
    })();
    try {
        const done = await load();
        return { ...done, errors: [...done.errors, ...wrong] };
    } finally {
        working = false;
        await looking;
    }
}
