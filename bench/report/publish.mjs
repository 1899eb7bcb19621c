// Writes what was measured into docs/performance.md and draws it into docs/plots.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { repository } from "../room.mjs";
import { between, measured } from "./docs.mjs";
import { ratesPlot, ratiosPlot } from "./plot.mjs";

const docs = join(repository, "docs");

/** @param results measured with the options that a part has when nothing is said */
export function publish(results) {
    const page = join(docs, "performance.md");
    writeFileSync(page, between(readFileSync(page, "utf8"), "measured", measured(results)));
    mkdirSync(join(docs, "plots"), { recursive: true });
    writeFileSync(join(docs, "plots", "ratios.svg"), ratiosPlot(results));
    writeFileSync(join(docs, "plots", "rates.svg"), ratesPlot(results));
}
