// The peer's process: graphile-worker with one no-op task, as it comes or, given "tuned", with what its own performance
// test sets. Told to expect jobs, it says how it went.
import { EventEmitter } from "node:events";
import { run } from "graphile-worker";

const SAMPLE_EVERY = 200;
const events = new EventEmitter();
let turn;

events.on("job:complete", () => {
    turn.done++;
    if (turn.done % SAMPLE_EVERY === 0 || turn.done === 1 || turn.done === turn.jobs) {
        turn.samples.push({ seconds: performance.now() / 1000, done: turn.done });
    }
    if (turn.done === turn.jobs) process.send({ samples: turn.samples });
});
process.on("message", ({ jobs }) => {
    turn = { jobs, done: 0, samples: [] };
    process.send({ ready: true });
});
process.on("disconnect", () => process.exit());

const TUNED = {
    worker: {
        concurrentJobs: 24, maxPoolSize: 20, localQueue: { size: 500 }, completeJobBatchDelay: 0,
        failJobBatchDelay: 0,
    },
};

await run({
    connectionString: process.argv[2], taskList: { noop: () => {} }, events,
    ...(process.argv[3] === "tuned" ? { preset: TUNED } : {}),
});
process.send({ ready: true });
