// ALL of a million batches to a client that discards them, beside psql's \copy of the same columns in the same order.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { copied, curlConfig, repeated, streamed, wholeList } from "../all.mjs";
import { concluded, row } from "../load.mjs";
import { Ledger } from "../ledger.mjs";
import { manyAndFew } from "../million.mjs";
import { Stage, rounds } from "../stage.mjs";
import { Get } from "../wrk.mjs";

const MOST_MEGABYTES = 256;

export async function play(bench) {
    const ledger = await Ledger.start(bench);
    const [many] = await manyAndFew(ledger, bench.many);
    const stage = await Stage.open(ledger, bench.stack);
    const get = new Get(stage.server.port, "/batch-call/list?limit=", many.headers);
    const all = await wholeList(get, bench.many);
    const config = join(bench.directory, "all.curl");
    writeFileSync(config, curlConfig(get), { mode: 0o600 });
    const measured = await rounds(bench, {
        all: (seconds) => stage.turn(() => repeated(seconds, all.rows, () => streamed(config, all))),
        copy: (seconds) => stage.turn(() =>
            repeated(seconds, all.rows, () => copied(ledger.postgres, many.organization, all))),
    });
    return concluded(stage, [row(stage, measured, {
        what: `ALL of ${all.rows.toLocaleString("en-US")} batches ÷ psql \\copy, rows`, sides: ["all", "copy"],
        least: 0.7, mostJvm: MOST_MEGABYTES,
    })]);
}
