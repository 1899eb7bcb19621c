// The results as the part of docs/performance.md that nobody writes by hand.
import { HALVES, PARTS } from "../catalogue.mjs";
import { sidesOf } from "./table.mjs";
import { bound, figure, machine, medians, outcome, spread, versionList } from "./words.mjs";

/** Puts a text between the marks <!-- name --> and <!-- /name -->. */
export function between(text, name, body) {
    const marks = [`<!-- ${name} -->\n`, `<!-- /${name} -->`];
    const [from, to] = marks.map((mark) => text.indexOf(mark));
    if (from < 0 || to < from) throw new Error(`no ${marks[0].trim()} … ${marks[1]}`);
    return `${text.slice(0, from + marks[0].length)}${body.trim()}\n${text.slice(to)}`;
}

/** @param results of any parts; what is missing is said to be */
export function measured(results) {
    const found = new Map(results.map((result) => [result.part, result]));
    const good = results.filter(counts);
    return [
        `On ${machine(good[0].machine)}; ${versionList(Object.assign({}, ...good.map(({ versions }) => versions)))}.`,
        "![Ratios against their bounds](plots/ratios.svg)",
        ...Object.entries(HALVES).map(([half, title]) => `### ${title}\n\n${halfOf(half, found)}`),
        "![What each side did](plots/rates.svg)",
        details("What it cost, and who used the cores", costTable(good)),
        details("The runs", runTable(good)),
    ].join("\n\n");
}

function halfOf(half, found) {
    const lines = PARTS.filter((part) => part.half === half).flatMap(({ name, title }) => {
        const result = found.get(name);
        if (!counts(result)) return [[title, "", "", "", why(result)]];
        return result.rows.map((row) => [row.what, medians(row), spread(row), bound(row), outcome(row)]);
    });
    return grid(["what", "medians", "ratio or figure (least to largest)", "bound", ""], lines);
}

/** What a part did not measure, or measured while others disturbed it, is no figure. */
function counts(result) {
    return result && !result.failure && !result.void;
}

function why(result) {
    if (!result) return "not measured yet";
    return result.failure ? `not measured: ${result.failure}` : `void: ${result.void}`;
}

function costTable(results) {
    const lines = results.flatMap((result) => sidesOf(result).map(({ name, costs, clientCores }) => [
        `\`${result.part}\``, name, ...["client", "jvm", "peer", "database", "wal"].map((each) => cost(costs[each])),
        cost(clientCores),
    ]));
    return `CPU in µs and WAL in bytes, for each request, row or task; the last column is how many cores the client had.\n\n${
        grid(["part", "side", "client", "JVM", "peer", "PostgreSQL", "WAL", "client's cores"], lines)}`;
}

function cost(value) {
    return value === undefined ? "" : figure(value);
}

function runTable(results) {
    const lines = results.map(({ part, at, seconds, commit, options, others, rows }) => [
        `\`${part}\``, at.slice(0, 16).replace("T", " "), commit, figure(seconds),
        Object.entries(options).map(([name, value]) => `${name} ${value}`).join(", "),
        cost(others), memory(rows, "jvm"), memory(rows, "database"),
    ]);
    return grid(["part", "begun (UTC)", "commit", "seconds", "options", "cores of others", "JVM's VmHWM, MB",
        "PostgreSQL's PSS, MB"], lines);
}

function memory(rows, whose) {
    const known = rows.map((row) => row[whose]).filter(Number.isFinite);
    return known.length ? figure(Math.max(...known)) : "";
}

function grid(heading, lines) {
    const line = (cells) => `| ${cells.map((cell) => String(cell).replaceAll("|", "\\|")).join(" | ")} |`;
    return [line(heading), `|${heading.map(() => "---|").join("")}`, ...lines.map(line)].join("\n");
}

function details(summary, body) {
    return `<details>\n<summary>${summary}</summary>\n\n${body}\n\n</details>`;
}
