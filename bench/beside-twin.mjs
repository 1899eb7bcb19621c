// The first page of an organisation with many batches, and of one with few, beside a twin of the endpoint: of the few
// a twin that counts them has little to count, and its code gets warm in the warm round.
import { load, loadOf } from "./load.mjs";
import { Ledger } from "./ledger.mjs";
import { Page, keyHeaders } from "./page.mjs";
import { Stage, rounds } from "./stage.mjs";
import { Twin, sameRows } from "./twin.mjs";

/** @param kind {name, small} of the twin, whose sides have its name */
export async function besideTwin(bench, kind) {
    const ledger = await Ledger.start(bench);
    await ledger.fill(bench.batches);
    const server = bench.stack.use(await ledger.launch());
    const twin = bench.stack.use(await Twin.start(ledger, server.jdk, kind));
    const stage = new Stage(ledger, server, { peer: twin });
    const many = await sidesOf(stage, ledger.key);
    const few = await sidesOf(stage, keyHeaders(ledger.others[0]));
    const measured = await rounds(bench, {
        fast: many.ours, [kind.name]: many.theirs, "fast, few": few.ours, [`${kind.name}, few`]: few.theirs,
    });
    return { stage, measured };
}

/** The twin must tell what Carillon tells: of three pages before it is measured, and of one all the time. */
async function sidesOf(stage, key) {
    const pages = [0, 1, 2].map((page) => new Page(stage.server, { mode: "fast", page, key }));
    for (const each of pages) sameRows(await each.first(), await stage.peer.get(each).answer());
    const [page] = pages;
    const theirs = stage.peer.get(page);
    const expected = await page.first();
    const look = async () => sameRows(expected, await theirs.answer());
    return { ours: loadOf(stage, page), theirs: load(stage, [theirs], look) };
}
