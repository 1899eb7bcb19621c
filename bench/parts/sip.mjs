// Calls over a SIP trunk, each joined with an agent: for minutes, at a pace; and how soon an agent is there.
import { attended } from "../cost.mjs";
import { fastest, quick, sustained, warmed, withoutDatabase } from "../joined.mjs";
import { peakMegabytes, treePssMegabytes } from "../meter.mjs";
import { Postgres } from "../postgres.mjs";
import { Sipp } from "../sipp.mjs";
import { Telephones } from "../telephones.mjs";

const MOST_MEGABYTES = 512;
/** Some seconds of what SIPp does with itself. */
const OWN_CALLS = 30_000;
const RING_SECONDS = 3;
const STOPS = 3;
/** So many at once keep both cores busy, and none has to send an INVITE again. */
const AT_ONCE = 300;
/** What is compiled for calls at a pace is not yet all that as many as there may be at once need. */
const WARM = 2;

export async function play({ stack, directory, pairs, seconds, rate, live }) {
    const postgres = stack.use(await Postgres.start(directory));
    const telephones = await Telephones.start(postgres, directory, stack);
    const { server } = telephones;
    const long = await telephones.line({ talk: Math.ceil((1_150 * live) / rate), limits: { calls_per_second: rate, burst: 10 } });
    const short = await telephones.line({ talk: 0, limits: { max_live_calls: AT_ONCE, burst: AT_ONCE } });
    const alone = (i) => attended(postgres, telephones.pids, () => Sipp.alone(directory, `alone ${i}`, OWN_CALLS));
    await warmed(telephones, long, rate);

    const soon = await quick(telephones, await telephones.line({ talk: 1_000, timed: true }), pairs);
    const away = await withoutDatabase(telephones,
        await telephones.line({ ring: RING_SECONDS * 1_000, talk: 1_000, timed: true }), STOPS, RING_SECONDS);
    for (let i = 0; i < WARM; i++) await fastest(telephones, short);
    const fast = [];
    while (fast.length < pairs) {
        fast.push({ joined: await fastest(telephones, short), "SIPp alone": await alone(fast.length) });
    }
    const { measured, living } = await sustained(telephones, long, { windows: pairs, seconds, rate });

    const memory = { jvm: peakMegabytes(server.pid), mostJvm: MOST_MEGABYTES, database: treePssMegabytes(postgres.pid) };
    const row = (what, side, turns, more) =>
        ({ what, sides: [side], rounds: turns.map((turn) => ({ [side]: turn })), ...more });
    const [first, last] = [measured[0], measured.at(-1)];
    const beginAndEnd = (what, begin, end) => ({
        what, sides: ["end", "begin"], measure: "megabytes", most: 1.1,
        rounds: [{ end: { megabytes: end, others: last.others }, begin: { megabytes: begin, others: first.others } }],
    });
    return {
        rows: [
            { what: "joined calls as fast as they go, two dialogs each ÷ SIPp to SIPp, one",
                sides: ["joined", "SIPp alone"], rounds: fast, least: 0.1, ...memory },
            row("joined calls a second, for minutes", "joined", measured, { least: 500, ...memory }),
            row("calls live at once, in the least second", "joined", measured, { measure: "calls", least: 2_000 }),
            beginAndEnd("what lives in the JVM's heap, end ÷ begin of these minutes", ...living),
            beginAndEnd("the JVM's resident memory, last window ÷ first", first.megabytes, last.megabytes),
            row("answer to agent, p99 at that pace, by the ledger", "joined", measured, { measure: "p99" }),
            row("answer to agent, p99 at 100 calls a second", "100 a second", soon, { measure: "p99", most: 20 }),
            row("the same by the ledger", "100 a second, ledger", soon.map((turn) => ({ ...turn, p99: turn.ledger })),
                { measure: "p99" }),
            row("the same while PostgreSQL is stopped", "without PostgreSQL", away, { measure: "p99", most: 20 }),
        ],
        doctor: await server.doctor(),
        jdk: server.jdk,
    };
}
