// Tasks a second with everything on, beside the queues that people would take instead: jobs a second that do nothing.
import { Carillon } from "../carillon.mjs";
import { attended } from "../cost.mjs";
import { DbScheduler } from "../db-scheduler.mjs";
import { Graphile } from "../graphile.mjs";
import { peakMegabytes, treePssMegabytes } from "../meter.mjs";
import { PgBossQueue } from "../pg-boss.mjs";
import { Postgres } from "../postgres.mjs";
import { packageVersion } from "../software.mjs";
import { rounds } from "../stage.mjs";
import { suppressed } from "../world.mjs";

/** A fifth of the tasks are where it is night. */
const CLOSED = 5;
const SUPPRESSED = 100_000;
const MOST_MEGABYTES = 300;
/** Two of the sides are compiled while they run. */
const WARM = 2;
/** Those that are done with the jobs of the others within half a second get more, so that a turn says something. */
const MORE = { "graphile-worker tuned": 4, "pg-boss": 4 };

export async function play({ stack, directory, pairs, tasks, jobs }) {
    const postgres = stack.use(await Postgres.start(directory));
    const peers = {
        "graphile-worker": stack.use(await Graphile.start(postgres)),
        "graphile-worker tuned": stack.use(await Graphile.start(postgres, "tuned")),
        "db-scheduler": stack.use(await DbScheduler.start(postgres)),
        "db-scheduler tuned": stack.use(await DbScheduler.start(postgres, "tuned")),
        "pg-boss": stack.use(await PgBossQueue.start(postgres)),
    };
    const carillon = stack.use(await Carillon.start(postgres, directory));
    await suppressed(carillon.sql, SUPPRESSED);
    const pids = [carillon, ...Object.values(peers)].map(({ pid }) => pid);
    const turns = {
        carillon: () => carillon.turn(tasks, { closed: CLOSED }),
        ...Object.fromEntries(Object.entries(peers).map(([name, peer]) =>
            [name, () => peer.turn(jobs * (MORE[name] ?? 1))])),
    };
    const measured = await rounds({ pairs, warm: WARM }, Object.fromEntries(Object.entries(turns).map(([name, turn]) =>
        [name, () => attended(postgres, pids, turn)])));
    const row = (what, peer, bounds) => ({
        what, sides: ["carillon", peer], rounds: measured, ...bounds,
        jvm: peakMegabytes(carillon.pid), mostJvm: MOST_MEGABYTES, database: treePssMegabytes(postgres.pid),
    });
    return {
        rows: [
            row("tasks ÷ jobs of graphile-worker as it comes", "graphile-worker", { least: 6 }),
            row("tasks ÷ jobs of graphile-worker, its best tuning", "graphile-worker tuned", { least: 0.5 }),
            row("tasks ÷ jobs of db-scheduler as it comes", "db-scheduler", { least: 2.5 }),
            row("tasks ÷ jobs of db-scheduler, lock and fetch", "db-scheduler tuned"),
            row("tasks ÷ jobs of pg-boss by 500", "pg-boss"),
        ],
        doctor: await carillon.doctor(),
        jdk: carillon.server.jdk,
        versions: {
            "graphile-worker": packageVersion("graphile-worker"), "pg-boss": packageVersion("pg-boss"),
            "db-scheduler": DbScheduler.version,
        },
    };
}
