// The results as pictures: plain SVG, legible by day and by night, whatever the page around it looks like.
import { bound, figure } from "./words.mjs";

const WIDTH = 1120;
const LINE = 22;
const TOP = 70;
const BOTTOM = 36;
/** Where the names end, and where the figures at the right begin. */
const [LEFT, RIGHT] = [440, 800];

const STYLE = `
svg { color-scheme: light dark; font: 12px system-ui, sans-serif; }
.paper { fill: #ffffff; } text { fill: #1f2328; } .faint { fill: #59636e; } .grid { stroke: #d1d9e0; }
.bound { stroke: #1f2328; }
.ours { fill: #0969da; stroke: #0969da; } .theirs { fill: #8c959f; stroke: #8c959f; }
.title { font-size: 15px; font-weight: 600; }
.met { fill: #1a7f37; stroke: #1a7f37; } .within { fill: #9a6700; stroke: #9a6700; } .missed { fill: #cf222e; stroke: #cf222e; }
@media (prefers-color-scheme: dark) {
.paper { fill: #0d1117; } text { fill: #f0f6fc; } .faint { fill: #9198a1; } .grid { stroke: #3d444d; }
.bound { stroke: #f0f6fc; } .ours { fill: #4493f8; stroke: #4493f8; } .theirs { fill: #656c76; stroke: #656c76; }
.met { fill: #3fb950; stroke: #3fb950; } .within { fill: #d29922; stroke: #d29922; } .missed { fill: #f85149; stroke: #f85149; }
}`;

const CLASSES = { met: "met", "within noise": "within", missed: "missed", failed: "missed" };

/** Every row with a bound: how far its median, its noise and its spread are from the bound; the right side is the good one. */
export function ratiosPlot(results) {
    const rows = countedRows(results).filter(({ least, most }) => least !== undefined || most !== undefined);
    const x = logarithmic([1 / 4, 16]);
    const body = rows.map((row, i) => {
        const y = middleOf(i);
        const at = (value) => x(row.least === undefined ? row.most / value : value / row.least);
        const whole = [Math.min(...row.values), Math.max(...row.values)].map(at);
        const sure = [row.median - row.noise, row.median + row.noise].map(at);
        return `<g class="${CLASSES[row.verdict]}">${stroke(whole, y, 1.5)}${stroke(sure, y, 5)}`
            + `${dot(at(row.median), y)}</g>${name(row.what, y)}`
            + note(`${figure(row.median)} ${bound(row)} ${row.verdict}`, y);
    });
    const steps = [[1 / 4, "¼"], [1 / 2, "½"], [1, "bound"], [2, "2 ×"], [4, "4 ×"], [8, "8 ×"], [16, "16 ×"]];
    const axis = steps.map(([value, word]) => tick(x(value), rows.length, word, value === 1 ? "bound" : "grid"));
    return picture("Ratios against their bounds",
        "better than promised to the right; dot: median; thick: noise; thin: least to largest", rows.length, [...axis, ...body]);
}

/** Every row of two rates: what either side did a second. */
export function ratesPlot(results) {
    const rows = countedRows(results).filter(({ unit, sides }) => unit === "a second" && sides.length === 2);
    const x = logarithmic([10, 1_000_000]);
    const body = rows.map(({ what, sides }, i) => {
        const y = middleOf(i);
        const dots = sides.map(({ median, values }, j) => `<g class="${["ours", "theirs"][j]}">${
            stroke([Math.min(...values), Math.max(...values)].map(x), y, 1.5)}${dot(x(median), y)}</g>`);
        return dots.reverse().join("") + name(what, y)
            + note(sides.map((side) => `${side.name} ${figure(side.median)}`).join("; "), y);
    });
    const steps = [10, 100, 1_000, 10_000, 100_000, 1_000_000];
    const axis = steps.map((value) => tick(x(value), rows.length, value.toLocaleString("en-US"), "grid"));
    return picture("What each side did a second",
        "dot: median, Carillon's in blue; thin: least to largest; each step is ten times the one before", rows.length,
        [...axis, ...body]);
}

function countedRows(results) {
    return results.filter((result) => !result.failure && !result.void).flatMap(({ rows }) => rows);
}

/** From a value to a place between the names and the figures; what is beyond the range is at its end. */
function logarithmic([least, most]) {
    return (value) => {
        const share = Math.log(value / least) / Math.log(most / least);
        return LEFT + (RIGHT - LEFT) * Math.min(1, Math.max(0, share || 0));
    };
}

const middleOf = (line) => TOP + line * LINE + LINE / 2;

function stroke([from, to], y, width) {
    return `<line x1="${from.toFixed(1)}" x2="${to.toFixed(1)}" y1="${y}" y2="${y}" stroke-width="${width}"/>`;
}

function dot(x, y) {
    return `<circle cx="${x.toFixed(1)}" cy="${y}" r="5"/>`;
}

function tick(x, lines, word, kind) {
    const end = TOP + lines * LINE;
    return `<line class="${kind}" x1="${x.toFixed(1)}" x2="${x.toFixed(1)}" y1="${TOP}" y2="${end}"/>`
        + `<text class="faint" x="${x.toFixed(1)}" y="${end + 18}" text-anchor="middle">${word}</text>`;
}

function name(text, y) {
    return `<text x="${LEFT - 12}" y="${y + 4}" text-anchor="end">${escaped(text)}</text>`;
}

function note(text, y) {
    return `<text x="${RIGHT + 12}" y="${y + 4}">${escaped(text)}</text>`;
}

function picture(title, words, lines, body) {
    const height = TOP + lines * LINE + BOTTOM;
    return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img">
<title>${title}</title>
<style>${STYLE}</style>
<rect class="paper" width="${WIDTH}" height="${height}"/>
<text class="title" x="16" y="26">${title}</text>
<text class="faint" x="16" y="46">${words}</text>
${body.join("\n")}
</svg>
`;
}

function escaped(text) {
    return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
