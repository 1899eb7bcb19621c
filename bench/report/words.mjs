// How figures and bounds are written, wherever people read them.

/** Whole and with commas when large, with two decimals when small, with two digits that say something when smaller. */
export function figure(value) {
    if (!Number.isFinite(value)) return "–";
    if (value !== 0 && Math.abs(value) < 0.095) return String(Number(value.toPrecision(2)));
    const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
    return value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** "≥ 0.7", "≤ 1.3"; nothing when there is no bound. */
export function bound({ least, most }) {
    if (least !== undefined) return `≥ ${least}`;
    return most === undefined ? "" : `≤ ${most}`;
}

/** "0.74 (0.58 to 0.81)": the median, the least and the largest. */
export function spread({ median, values }) {
    return values.length === 1
        ? figure(median)
        : `${figure(median)} (${figure(Math.min(...values))} to ${figure(Math.max(...values))})`;
}

/** What each side did, by its name: "fast 3,034; pgbench 4,131 a second". */
export function medians({ sides, unit }) {
    return `${sides.map(({ name, median }) => `${name} ${figure(median)}`).join("; ")} ${unit}`;
}

/** What is wrong with a row besides its ratio, or else its verdict in one word or two. */
export function outcome({ verdict, failures }) {
    return failures.length ? `failed: ${failures.join("; ")}` : verdict;
}

/** What each is, in one line: cores, memory, kernel; and versions by name. */
export function machine({ cores, gigabytes, linux }) {
    return `${cores} cores, ${gigabytes} GB, Linux ${linux}`;
}

export function versionList(versions) {
    return Object.entries(versions).map(([name, version]) => `${name} ${version}`).join(", ");
}
