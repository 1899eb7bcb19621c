// An accurate page of a batch of a million tasks that is running, beside the same count in psql.
import { repeated } from "../all.mjs";
import { Carillon } from "../carillon.mjs";
import { concluded, row } from "../load.mjs";
import { figuresAgree, keyHeaders } from "../page.mjs";
import { Postgres } from "../postgres.mjs";
import { timed } from "../psql.mjs";
import { Stage, rounds } from "../stage.mjs";
import { Get } from "../wrk.mjs";

/** One task in two is where it is night, so the batch runs until tomorrow and nothing of it is dialled meanwhile. */
const CLOSED = 2;

/** PostgreSQL counts with several processes when there are cores for them. */
const ONE_PROCESS = "set max_parallel_workers_per_gather = 0";

/** What the product recounts a batch with, over the batch's own range of keys. */
const count = (batch) => `select count(*), (select count(*) from attempt a where a.batch_id = ${batch} and a.no = 1),
    count(*) filter (where t.picked_up), count(*) filter (where t.status = 'completed')
    from task t where t.batch_id = ${batch} and t.seq < (select total from batch_call where batch_id = ${batch})`;

export async function play(bench) {
    const postgres = bench.stack.use(await Postgres.start(bench.directory));
    const carillon = bench.stack.use(await Carillon.start(postgres, bench.directory));
    const batch = await carillon.runAsFarAsOpen(bench.tasks, CLOSED);
    await carillon.sql.query("vacuum analyze");
    const stage = new Stage({ postgres, directory: bench.directory }, carillon.server);
    const get = new Get(stage.server.port, "/batch-call/list?performance_mode=accurate",
        keyHeaders(carillon.server.environment));
    const counting = (before) => (seconds) =>
        stage.turn(() => repeated(seconds, 1, () => counted(postgres, count(batch), bench.tasks, before)));
    const measured = await rounds(bench, {
        accurate: (seconds) => stage.turn(() => repeated(seconds, 1, () => answered(get, bench.tasks))),
        psql: counting([]),
        "psql, one process": counting([ONE_PROCESS]),
    });
    const what = `recount of ${bench.tasks.toLocaleString("en-US")} running tasks ÷ psql`;
    return concluded(stage, [
        row(stage, measured, { what, sides: ["accurate", "psql"], measure: "millis", most: 1.2 }),
        row(stage, measured, {
            what: `${what}, one process`, sides: ["accurate", "psql, one process"], measure: "millis",
        }),
    ]);
}

/** Seconds of one answer, which must tell of all tasks. */
async function answered(get, tasks) {
    const began = performance.now();
    const { status, body } = await get.answer();
    const seconds = (performance.now() - began) / 1000;
    const rows = status === 200 ? JSON.parse(body).data.batch_calls : [];
    if (rows.length !== 1 || rows[0].total_task_count !== tasks || !figuresAgree(rows[0])) {
        throw new Error(`GET ${get.path}: ${status} ${body.slice(0, 400)}`);
    }
    return seconds;
}

/** Seconds of one count by psql, which must find as many. */
async function counted(postgres, statement, tasks, before) {
    const { millis, stdout } = await timed(postgres, statement, before);
    if (!stdout.includes(`${tasks}|`)) throw new Error(`psql counted otherwise: ${stdout}`);
    return millis / 1000;
}
