// What a task costs while ten thousand batches have nothing to do, beside the same without them: two servers in turns.
import { Carillon } from "../carillon.mjs";
import { attended } from "../cost.mjs";
import { peakMegabytes, treePssMegabytes } from "../meter.mjs";
import { Postgres } from "../postgres.mjs";
import { rounds } from "../stage.mjs";
import { idleBatches } from "../world.mjs";

export async function play({ stack, directory, pairs, tasks, idle }) {
    const postgres = stack.use(await Postgres.start(directory));
    const alone = stack.use(await Carillon.start(postgres, directory, "alone"));
    const beside = stack.use(await Carillon.start(postgres, directory, "beside"));
    await idleBatches(beside.sql, idle);
    const turn = (side) => () => attended(postgres, [alone.pid, beside.pid], () => side.turn(tasks));
    const measured = await rounds({ pairs }, { "idle beside": turn(beside), alone: turn(alone) });
    const doctors = [await alone.doctor(), await beside.doctor()];
    return {
        rows: [{
            what: `cost of a task with ${idle.toLocaleString("en-US")} idle batches ÷ with none`,
            sides: ["idle beside", "alone"], measure: "cost", most: 1.1, rounds: measured,
            jvm: peakMegabytes(beside.pid), database: treePssMegabytes(postgres.pid),
        }],
        doctor: doctors.find(({ clean }) => !clean) ?? doctors[0],
        jdk: beside.server.jdk,
    };
}
