// The small arithmetic of a comparison.

export const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);

export const median = (numbers) => quantile(numbers, 0.5);

/** The value below which so large a share of them is; between two of them in proportion. */
export function quantile(numbers, share) {
    const sorted = [...numbers].sort((a, b) => a - b);
    const at = (sorted.length - 1) * share;
    const below = Math.floor(at);
    const above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
}

/**
 * How far the median of so few values may well be from that of many: half of a box plot's notch, as McGill, Tukey and
 * Larsen have it (Variations of Box Plots, 1978). A single value tells nothing of its noise, so it has none.
 */
export function noise(values) {
    return (1.57 * (quantile(values, 0.75) - quantile(values, 0.25))) / Math.sqrt(values.length);
}

/** How many a second between 10 % and 90 % done, of samples {seconds, done}: neither ramp nor tail. */
export function steadyRate(samples, total) {
    const from = crossing(samples, total * 0.1);
    const to = crossing(samples, total * 0.9);
    if (!(to > from)) throw new Error(`${total} are done too fast to be measured: give more`);
    return (total * 0.8) / (to - from);
}

function crossing(samples, mark) {
    const after = samples.findIndex((sample) => sample.done >= mark);
    if (after < 1) return samples[Math.max(after, 0)].seconds;
    const [a, b] = [samples[after - 1], samples[after]];
    return a.seconds + ((mark - a.done) / (b.done - a.done)) * (b.seconds - a.seconds);
}
