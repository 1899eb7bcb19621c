// An accurate page whose batches are all sealed, beside the same page in fast.
import { concluded, loadOf, row } from "../load.mjs";
import { Ledger } from "../ledger.mjs";
import { Page } from "../page.mjs";
import { Stage, rounds } from "../stage.mjs";

/** How many of the newest page's batches are sealed. */
const SEALED = `select count(s.batch_id)::int as sealed
    from (select batch_id from batch_call where organization_id = $1
          order by updated_at desc, batch_id desc limit 20) b
    left join batch_seal s using (batch_id)`;

export async function play(bench) {
    const ledger = await Ledger.start(bench);
    await ledger.fill(bench.batches);
    const stage = await Stage.open(ledger, bench.stack);
    const accurate = new Page(stage.server, { mode: "accurate", key: ledger.key });
    const fast = new Page(stage.server, { mode: "fast", key: ledger.key });
    await accurate.first();
    const { sealed } = (await ledger.sql.query(SEALED, [ledger.organization])).rows[0];
    if (sealed !== 20) throw new Error(`of the page's 20 batches ${sealed} are sealed`);
    const measured = await rounds(bench, { accurate: loadOf(stage, accurate), fast: loadOf(stage, fast) });
    const what = "accurate page of sealed batches ÷ fast page";
    return concluded(stage, [row(stage, measured, { what, sides: ["accurate", "fast"], least: 0.7 })]);
}
