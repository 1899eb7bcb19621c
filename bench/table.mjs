// The table of the list bench: ratios with their spread, what each side cost, and what a row fell short of.
import { median } from "./meter.mjs";

const WIDTH = 68;

export const HEADING = "".padEnd(WIDTH)
    + "  a second, medians       ratio               at least  JVM MB  PostgreSQL MB";

/** A row's first side, its second, their ratio with its spread, its target, its memory. */
export function ratios(row) {
    const [ours, peer] = row.sides.map((side) => of(row, side, "rate"));
    const all = ratiosOf(row);
    const spread = `(${Math.min(...all).toFixed(2)} to ${Math.max(...all).toFixed(2)})`;
    return [
        row.what.padEnd(WIDTH), whole(ours, 9), whole(peer, 12), median(all).toFixed(2).padStart(11),
        spread.padEnd(15), (row.least?.toFixed(2) ?? "reported").padStart(12), whole(row.jvm, 7),
        whole(row.database, 14),
    ].join(" ");
}

/** What a request or a row cost: microseconds of each side's client, JVM, PostgreSQL and peer. */
export function costs(row) {
    const each = (side) => ["client", "jvm", "database", "peer"].map((who) => of(row, side, who).toFixed(1));
    return `${row.what.padEnd(WIDTH)}  ${row.sides.map((side) => each(side).join("; ").padEnd(28)).join("")}`;
}

/** The cores that others had, of the side that had most of them beside it. */
export function others(rounds) {
    const sides = Object.keys(rounds[0]);
    return Math.max(...sides.map((side) => median(rounds.map((round) => round[side].others))));
}

/** In words: what of a row is below its target, or was not measured at all. */
export function shortfalls(row) {
    if (row.failure) return [`${row.what}: not measured: ${row.failure.message}`];
    const ratio = median(ratiosOf(row));
    const errors = row.rounds.flatMap((round) => row.sides.flatMap((side) => round[side].errors ?? []));
    const found = errors.length === 0 ? [] : [`${row.what}: errors in ${errors.length} places: ${errors[0]}`];
    if (ratio < (row.least ?? 0)) found.push(`${row.what}: ${ratio.toFixed(2)} of at least ${row.least}`);
    if (row.jvm > (row.most ?? Infinity)) {
        found.push(`${row.what}: the JVM had ${whole(row.jvm)} MB of at most ${row.most}`);
    }
    for (const side of row.sides) {
        const dialled = of(row, side, "dialled");
        if (dialled < (row.dialled ?? 0)) {
            const calls = `${whole(dialled)} calls a second beside ${side}`;
            found.push(`${row.what}: ${calls}, of at least ${row.dialled}`);
        }
    }
    const [ours, peer] = row.sides.map((side) => of(row, side, "bytes"));
    if (row.sameBytes && Math.abs(ours - peer) > 0.05 * peer) {
        found.push(`${row.what}: ${whole(ours)} bytes an answer beside ${whole(peer)}: not the same work`);
    }
    return found;
}

export function whole(value, width = 0) {
    return Math.round(value).toString().padStart(width);
}

function ratiosOf({ rounds, sides: [ours, peer] }) {
    return rounds.map((round) => round[ours].rate / round[peer].rate);
}

function of({ rounds }, side, what) {
    return median(rounds.map((round) => round[side][what]));
}
