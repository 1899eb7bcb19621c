// What the rounds of a row come to, and whether that is what the project promises.
import { median, noise } from "../numbers.mjs";

/** What of a turn may be compared, and in which unit. */
const UNITS = { rate: "a second", micros: "µs", millis: "ms", p99: "ms", seconds: "s", cost: "µs of CPU", calls: "calls",
    megabytes: "MB" };

/** Microseconds of processor time, for each that was counted; and the bytes of WAL. */
const COSTS = ["client", "jvm", "database", "peer", "wal"];

/** Both sides do the same work when their answers' bytes differ by no more. */
const MOST_DIFFERENCE = 0.05;

/**
 * @param row what: its name; rounds: [{ side: turn }]; sides: one, or ours and the other; measure: which figure of a turn
 *     (the rate); least or most: the bound of the median of the ratios or, with one side, of the figures; jvm, database:
 *     megabytes; mostJvm: the bound of the first; sameBytes, dialled: what must be true besides
 * @return what a result's file has of it
 */
export function judged(row) {
    const measure = row.measure ?? "rate";
    const sides = row.sides.map((name) => sideOf(row, name, measure));
    const [ours, peer] = sides;
    const values = peer ? ours.values.map((value, i) => value / peer.values[i]) : ours.values;
    const result = {
        what: row.what, unit: UNITS[measure], sides, values, median: median(values), noise: noise(values),
        least: row.least, most: row.most, jvm: row.jvm, mostJvm: row.mostJvm, database: row.database,
    };
    const failures = failuresOf(row, result);
    return { ...result, failures, verdict: failures.length ? "failed" : verdictOf(result) };
}

/** A bound is missed when the median is beyond it by more than the noise. */
function verdictOf({ median: middle, noise: about, least, most }) {
    if (least === undefined && most === undefined) return "reported";
    const short = Math.max((least ?? -Infinity) - middle, middle - (most ?? Infinity));
    if (short <= 0) return "met";
    return short <= about ? "within noise" : "missed";
}

function sideOf({ rounds }, name, measure) {
    const turns = rounds.map((round) => round[name]);
    const known = (what) => turns.every((turn) => Number.isFinite(turn[what]));
    const middle = (what) => median(turns.map((turn) => turn[what]));
    return {
        name,
        values: turns.map((turn) => turn[measure]),
        median: middle(measure),
        costs: Object.fromEntries(COSTS.filter(known).map((what) => [what, middle(what)])),
        ...(known("clientCores") ? { clientCores: middle("clientCores") } : {}),
        ...(known("others") ? { others: middle("others") } : {}),
    };
}

/** What no noise excuses. */
function failuresOf(row, { jvm, mostJvm = Infinity }) {
    const turns = row.rounds.flatMap((round) => row.sides.map((side) => round[side]));
    const errors = turns.flatMap((turn) => turn.errors ?? []);
    const found = errors.length === 0 ? [] : [`errors in ${errors.length} places: ${errors[0]}`];
    if (jvm > mostJvm) found.push(`the JVM had ${Math.round(jvm)} MB of at most ${mostJvm}`);
    const middle = (side, what) => median(row.rounds.map((round) => round[side][what]));
    for (const side of row.dialled ? row.sides : []) {
        const calls = middle(side, "dialled");
        if (calls < row.dialled) found.push(`${Math.round(calls)} calls a second beside ${side} of ${row.dialled}`);
    }
    if (row.sameBytes) {
        const [ours, theirs] = row.sides.map((side) => middle(side, "bytes"));
        if (Math.abs(ours - theirs) > MOST_DIFFERENCE * theirs) {
            found.push(`${Math.round(ours)} bytes an answer beside ${Math.round(theirs)}: not the same work`);
        }
    }
    return found;
}
