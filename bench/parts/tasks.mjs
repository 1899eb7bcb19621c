// What a task of a million in one batch costs, beside one of ten thousand: small batches before the large and after it.
import { Carillon } from "../carillon.mjs";
import { attended } from "../cost.mjs";
import { peakMegabytes, treePssMegabytes } from "../meter.mjs";
import { Postgres } from "../postgres.mjs";

export async function play({ stack, directory, pairs, small, large }) {
    const postgres = stack.use(await Postgres.start(directory));
    const carillon = stack.use(await Carillon.start(postgres, directory));
    const turn = async (tasks) => {
        const result = await attended(postgres, [carillon.pid], () => carillon.turn(tasks));
        console.log(`  ${tasks} tasks: ${Math.round(result.rate)} a second, ${result.cost.toFixed(1)} µs each`);
        return result;
    };
    for (let i = 0; i < 3; i++) await turn(small);
    const before = await several(Math.ceil(pairs / 2), () => turn(small));
    const one = await turn(large);
    const after = await several(Math.floor(pairs / 2), () => turn(small));
    return {
        rows: [{
            what: `cost of a task of ${large.toLocaleString("en-US")} ÷ of ${small.toLocaleString("en-US")}`,
            sides: ["large", "small"], measure: "cost", most: 1.2,
            rounds: [...before, ...after].map((each) => ({ large: one, small: each })),
            jvm: peakMegabytes(carillon.pid), database: treePssMegabytes(postgres.pid),
        }],
        doctor: await carillon.doctor(),
        jdk: carillon.server.jdk,
    };
}

async function several(count, once) {
    const all = [];
    for (let i = 0; i < count; i++) all.push(await once());
    return all;
}
