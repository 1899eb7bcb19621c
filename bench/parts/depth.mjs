// Far from the front of a million batches: after a cursor in each sort beside page 0, and a page by its number.
import { concluded, loadOf, row } from "../load.mjs";
import { Ledger } from "../ledger.mjs";
import { SORTS, cursorBehind, manyAndFew, pageOf } from "../million.mjs";
import { Stage, rounds } from "../stage.mjs";

/** Of the million's 50,000 pages. */
const DEEP = 0.8;
const ROWS = 20;
/** Pages far from the front come one after the other: more clients would only wait. */
const SEARCHERS = 2;

export async function play(bench) {
    const ledger = await Ledger.start(bench);
    const [many] = await manyAndFew(ledger, bench.many);
    const stage = await Stage.open(ledger, bench.stack);
    const deep = Math.floor((DEEP * bench.many) / ROWS);
    const sides = {};
    for (const sort of SORTS) {
        const cursor = await cursorBehind(stage.server, many, sort, deep);
        sides[`cursor, ${sort}`] = loadOf(stage, pageOf(stage.server, many, `sort_by=${sort}&cursor=${cursor}`));
        sides[`page 0, ${sort}`] = loadOf(stage, pageOf(stage.server, many, `sort_by=${sort}`));
    }
    sides.deep = loadOf(stage, pageOf(stage.server, many, `page=${deep}`), SEARCHERS);
    const measured = await rounds(bench, sides);
    const rows = (deep * ROWS).toLocaleString("en-US");
    return concluded(stage, [
        ...SORTS.map((sort) => row(stage, measured, {
            what: `after a cursor ${rows} deep ÷ page 0, ${sort}`,
            sides: [`cursor, ${sort}`, `page 0, ${sort}`], measure: "micros", most: 1.3,
        })),
        row(stage, measured, {
            what: `page ${deep.toLocaleString("en-US")}, 2 clients ÷ page 0`, sides: ["deep", "page 0, updated_at"],
        }),
    ]);
}
