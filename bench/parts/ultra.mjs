// Kept pages of fifty keys, beside nginx with files of the same bytes, while the sandbox dials on both sides.
import { Ledger } from "../ledger.mjs";
import { CALLS_A_SECOND, Dialling } from "../dialling.mjs";
import { concluded, load, row } from "../load.mjs";
import { Nginx } from "../nginx.mjs";
import { Page, keyHeaders } from "../page.mjs";
import { Stage, rounds } from "../stage.mjs";
import { Get } from "../wrk.mjs";

const PAGES = [0, 1, 2, 3];
const MOST_MEGABYTES = 256;
/** With two hundred pages and calls beside them it takes a while until the compilers have done their work. */
const WARM = 3;

export async function play(bench) {
    const ledger = await Ledger.start(bench);
    await ledger.fill(bench.batches);
    const server = bench.stack.use(await ledger.launch());
    const keys = [ledger.key, ...ledger.others.map(keyHeaders)];
    const pages = keys.flatMap((key) => PAGES.map((page) => new Page(server, { mode: "ultra_fast", page, key })));
    await pages[0].first();
    const { stage, measured } = await whileDialling(bench, ledger, server, pages);
    return concluded(stage, [row(stage, measured, {
        what: `ultra_fast page ÷ nginx, ${keys.length} keys × ${PAGES.length} pages`, sides: ["ultra_fast", "nginx"],
        least: 0.7, mostJvm: MOST_MEGABYTES, sameBytes: true, dialled: 0.9 * CALLS_A_SECOND,
    })]);
}

/** The dialled batch has ended when this has, so that the doctor finds a ledger at rest. */
async function whileDialling(bench, ledger, server, pages) {
    const tasks = Math.ceil(CALLS_A_SECOND * 2 * (bench.pairs + 2 * WARM) * (bench.seconds + 2) * 1.3);
    await using dialling = await Dialling.start(server, ledger, tasks);
    const files = await answersOf(pages);
    const nginx = bench.stack.use(await Nginx.start(bench.directory, files));
    const stage = new Stage(ledger, server, { peer: nginx, dialling });
    const ours = pages.map(({ get }) => get);
    const theirs = ours.map((get) => new Get(nginx.port, get.path, get.headers));
    const each = inTurn(pages.length);
    const measured = await rounds({ ...bench, warm: WARM }, {
        ultra_fast: load(stage, ours, () => pages[each()].look()),
        nginx: load(stage, theirs, () => same(theirs, files, each())),
    });
    return { stage, measured };
}

/** What Carillon answers now, for nginx to answer, too. */
async function answersOf(pages) {
    const answers = [];
    for (const page of pages) {
        const { body } = await page.first();
        answers.push({ key: page.get.headers["X-API-KEY"], page: page.page, body });
    }
    return answers;
}

async function same(gets, files, i) {
    const { status, body } = await gets[i].answer();
    if (status !== 200 || body !== files[i].body) throw new Error(`nginx answered ${status} and other bytes`);
}

/** 0, 1, … and again from 0, each time that it is asked. */
function inTurn(count) {
    let next = 0;
    return () => next++ % count;
}
