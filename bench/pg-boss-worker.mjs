// The peer's process: pg-boss and a queue of jobs that do nothing, fetched and completed by 500. Told to do something, it
// says when it is done.
import { PgBoss } from "pg-boss";

const BATCH = 500;
const QUEUE = "noop";

const boss = new PgBoss(process.argv[2]);
boss.on("error", (error) => console.error(error));
await boss.start();
await boss.createQueue(QUEUE);

process.on("message", async ({ insert, complete }) => {
    process.send({ samples: insert ? await inserted(insert) : await completed(complete) });
});
process.on("disconnect", () => process.exit());
process.send({ ready: true });

async function inserted(jobs) {
    for (let done = 0; done < jobs; done += BATCH) {
        await boss.insert(QUEUE, Array.from({ length: Math.min(BATCH, jobs - done) }, (_, i) => ({ data: { i } })));
    }
    return [];
}

async function completed(jobs) {
    const samples = [];
    for (let done = 0; done < jobs;) {
        const batch = await boss.fetch(QUEUE, { batchSize: BATCH });
        if (batch.length === 0) throw new Error(`${done} of ${jobs} jobs were there`);
        await boss.complete(QUEUE, batch.map(({ id }) => id));
        done += batch.length;
        samples.push({ seconds: performance.now() / 1000, done });
    }
    return samples;
}
