// 304 to an If-None-Match that still holds, beside the same page, 200.
import { concluded, load, loadOf, row } from "../load.mjs";
import { Ledger } from "../ledger.mjs";
import { Page } from "../page.mjs";
import { Stage, rounds } from "../stage.mjs";
import { Get } from "../wrk.mjs";

export async function play(bench) {
    const ledger = await Ledger.start(bench);
    await ledger.fill(bench.batches);
    const stage = await Stage.open(ledger, bench.stack);
    const page = new Page(stage.server, { mode: "fast", key: ledger.key });
    const { tag } = await page.first();
    if (!tag) throw new Error(`GET ${page.get.path}: an answer without an ETag`);
    const get = new Get(page.get.port, page.get.path, { ...page.get.headers, "If-None-Match": tag });
    const look = async () => {
        const { status } = await get.answer();
        if (status !== 304) throw new Error(`GET ${get.path} with its ETag: answered ${status}, not 304`);
    };
    const measured = await rounds(bench, { "304": load(stage, [get], look), "200": loadOf(stage, page) });
    return concluded(stage, [
        row(stage, measured, { what: "304 ÷ 200, fast page", sides: ["304", "200"], least: 1.5 }),
    ]);
}
