// The results as a table for a terminal, and what of them is not as the project promises.
import { bound, figure, outcome, spread, medians } from "./words.mjs";

const HEADING = ["what", "medians", "ratio or figure", "noise", "bound", "verdict"];

/** The rows of all results, one line each, in columns. */
export function table(results) {
    const lines = results.flatMap(({ rows }) => rows.map((row) => [
        row.what, medians(row), spread(row), figure(row.noise), bound(row), row.verdict,
    ]));
    const widths = HEADING.map((word, i) => Math.max(word.length, ...lines.map((cells) => cells[i].length)));
    return [HEADING, ...lines].map((cells) => cells.map((cell, i) => cell.padEnd(widths[i])).join("  ").trimEnd())
        .join("\n");
}

/** What a request, a row or a task cost, one line for each side that knows. */
export function costs(results) {
    return results.flatMap((result) => sidesOf(result).map(({ name, costs: known }) =>
        `${result.part}, ${name}: ${Object.entries(known).map(([what, value]) => `${what} ${figure(value)}`).join("; ")}`))
        .join("\n");
}

/** Each side of a part once, in whatever rows it is, of those that know what they cost. */
export function sidesOf({ rows }) {
    const known = rows.flatMap(({ sides }) => sides).filter((side) => Object.keys(side.costs).length > 0);
    return [...new Map(known.map((side) => [side.name, side])).values()];
}

/** In words: each part that does not count, and each row that falls short of its bound by more than its noise. */
export function shortfalls(results) {
    return results.flatMap(({ part, failure, void: spoilt, rows }) => [
        ...(failure ? [`${part}: not measured: ${failure}`] : []),
        ...(spoilt ? [`${part}: void: ${spoilt}`] : []),
        ...rows.filter(({ verdict }) => !spoilt && ["missed", "failed"].includes(verdict))
            .map((row) => `${row.what}: ${spread(row)}, ${bound(row)}: ${outcome(row)}`),
    ]);
}
