// What readers see: fast pages at 30 % of their most, in an open loop, while the engine works at half of its speed.
import { Carillon } from "../carillon.mjs";
import { attended } from "../cost.mjs";
import { peakMegabytes, treePssMegabytes } from "../meter.mjs";
import { OpenLoop } from "../open-loop.mjs";
import { Postgres } from "../postgres.mjs";
import { rounds } from "../stage.mjs";

const SHARE = 0.3;

export async function play({ stack, directory, pairs, seconds }) {
    const postgres = stack.use(await Postgres.start(directory));
    const carillon = stack.use(await Carillon.start(postgres, directory));
    await OpenLoop.most(carillon.server, 10);
    const loop = new OpenLoop(carillon.server, SHARE * await OpenLoop.most(carillon.server, 5));
    console.log(`${Math.round(loop.rate)} pages a second are asked for`);
    const read = (time) => attended(postgres, [carillon.pid], () => loop.for(time));
    const measured = await rounds({ pairs, seconds }, {
        dialling: async (time) => {
            const id = await carillon.dialSteadily(time);
            const result = await read(time);
            await carillon.end(id);
            return result;
        },
        "at rest": async (time) => {
            await postgres.settle();
            return read(time);
        },
    });
    return {
        rows: [{
            what: "p99 of a fast page while dialling ÷ at rest", sides: ["dialling", "at rest"], measure: "p99",
            most: 3, rounds: measured,
            jvm: peakMegabytes(carillon.pid), database: treePssMegabytes(postgres.pid),
        }],
        doctor: await carillon.doctor(),
        jdk: carillon.server.jdk,
    };
}
