// The first page of a million batches in each sort, beside that of a thousand; and the same statements by pgbench.
import { CONNECTIONS, concluded, loadOf, row } from "../load.mjs";
import { Ledger } from "../ledger.mjs";
import { FEW, SORTS, manyAndFew, pageOf } from "../million.mjs";
import { Pgbench, statementOf } from "../pgbench.mjs";
import { Stage, rounds } from "../stage.mjs";

export async function play(bench) {
    const ledger = await Ledger.start(bench);
    const [many, few] = await manyAndFew(ledger, bench.many);
    const stage = await Stage.open(ledger, bench.stack);
    const pgbench = new Pgbench(ledger.postgres, bench.directory, CONNECTIONS);
    const sides = {};
    for (const sort of SORTS) {
        for (const [name, owner] of Object.entries({ many, few })) {
            const page = pageOf(stage.server, owner, `sort_by=${sort}`);
            const statement = await statementOf(ledger.postgres, () => page.first());
            sides[`${name}, ${sort}`] = loadOf(stage, page);
            sides[`pgbench ${name}, ${sort}`] = (seconds) =>
                stage.turn(() => pgbench.statement("carillon", statement, seconds));
        }
    }
    const measured = await rounds(bench, sides);
    const time = (what, side, sort, most) => row(stage, measured, {
        what: `${what}, ${sort}`, sides: [`${side}many, ${sort}`, `${side}few, ${sort}`], measure: "micros", most,
    });
    const of = `${bench.many.toLocaleString("en-US")} ÷ of ${FEW.toLocaleString("en-US")}`;
    return concluded(stage, SORTS.flatMap((sort) => [
        time(`page 0 of ${of}`, "", sort, 1.3), time(`its statement by pgbench, ${of}`, "pgbench ", sort),
    ]));
}
