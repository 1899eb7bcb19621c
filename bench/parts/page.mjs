// The first page of the default sort, beside pgbench with the very statement that the server sends, and beside its own -S.
import { CONNECTIONS, concluded, loadOf, row } from "../load.mjs";
import { Ledger } from "../ledger.mjs";
import { Page } from "../page.mjs";
import { Pgbench, statementOf } from "../pgbench.mjs";
import { Stage, rounds } from "../stage.mjs";

export async function play(bench) {
    const ledger = await Ledger.start(bench);
    await ledger.fill(bench.batches);
    const stage = await Stage.open(ledger, bench.stack);
    const page = new Page(stage.server, { mode: "fast", key: ledger.key });
    const pgbench = new Pgbench(ledger.postgres, bench.directory, CONNECTIONS);
    await pgbench.prepare();
    const statement = await statementOf(ledger.postgres, () => page.first());
    const measured = await rounds(bench, {
        fast: loadOf(stage, page),
        pgbench: (seconds) => stage.turn(() => pgbench.statement("carillon", statement, seconds)),
        "pgbench -S": (seconds) => stage.turn(() => pgbench.select(seconds)),
    });
    return concluded(stage, [
        row(stage, measured, { what: "fast page ÷ pgbench, same statement", sides: ["fast", "pgbench"], least: 0.35 }),
        row(stage, measured, { what: "fast page ÷ pgbench -S", sides: ["fast", "pgbench -S"] }),
    ]);
}
