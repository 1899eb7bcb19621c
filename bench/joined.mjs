// What is measured of joined calls: minutes at a pace, how soon an agent is there, and that without PostgreSQL.
import { setTimeout as rest } from "node:timers/promises";
import { attended, counted, each } from "./cost.mjs";
import { cpuSeconds, residentMegabytes } from "./meter.mjs";
import { median, quantile, sum } from "./numbers.mjs";
import { since } from "./sipp-figures.mjs";

/** From the first call on until all is as it stays: what ended is known for 32 s, so that copies of it are answered. */
const SETTLED = 40_000;
/** How long a call may take to its end, with all that is to be recorded. */
const ENDED_SECONDS = 30;
const WARM_SECONDS = 5;
const WINDOW = 5_000;
const QUICK_RATE = 100;
const RAMP = 1_000;
/** More than go in the ramp and a window. */
const FASTEST_CALLS = 20_000;
/** Less than a node's lease: without it no call could be opened afterwards, and no call has ended. */
const FROZEN = 3_000;
/** What is on its way when PostgreSQL stops. */
const ON_ITS_WAY = 100;

/** A JVM that has just started compiles: calls at a pace that rises, of which nothing is judged. */
export async function warmed(telephones, line, rate) {
    for (const share of [0.2, 0.6, 1]) {
        const pace = Math.ceil(rate * share);
        const batch = await telephones.batch(line, pace * WARM_SECONDS, pace);
        await batch.execute();
        await telephones.ended(batch, ENDED_SECONDS);
    }
}

/**
 * Calls at a pace for some minutes, in windows: of each how many were joined a second, how soon, how many were live at the
 * least, and what a call cost; and the memory that lives when they begin and when they end.
 */
export async function sustained(telephones, line, { windows, seconds, rate }) {
    const millis = (seconds * 1_000) / windows;
    const sides = [line.carrier, telephones.agent];
    const batch = await telephones.batch(line, Math.round(rate * (SETTLED / 1_000 + seconds + 5)));
    await telephones.postgres.settle();
    const before = sides.map((side) => side.statistics().at(-1));
    await batch.execute();
    await rest(SETTLED);
    const living = [await telephones.livingMegabytes()];
    const measured = [];
    for (let i = 0; i < windows; i++) {
        measured.push(await window(telephones, sides, { millis, rate }));
        console.log(`  ${i + 1}: ${Math.round(measured.at(-1).megabytes)} MB; others ${measured.at(-1).others.toFixed(2)}`);
    }
    living.push(await telephones.livingMegabytes());
    const errors = await telephones.finished(batch, ENDED_SECONDS);
    sides.forEach((side, i) => errors.push(...since(before[i], side.statistics().at(-1))));
    for (const turn of measured) {
        const { calls, p99 } = await telephones.joined(batch, turn.span);
        Object.assign(turn, { rate: (calls * 1_000) / millis, p99, calls: leastLive(line.carrier, turn.span), errors });
    }
    return { measured, living };
}

/** As many calls as there may be at once, without talk: how many are joined a second. */
export async function fastest(telephones, line) {
    const batch = await telephones.batch(line, FASTEST_CALLS);
    await telephones.postgres.settle();
    await batch.execute();
    await rest(RAMP);
    const span = [Date.now(), Date.now() + WINDOW];
    const turn = await attended(telephones.postgres, telephones.pids, () => rest(WINDOW));
    const errors = await telephones.finished(batch, ENDED_SECONDS);
    const { calls } = await telephones.joined(batch, span);
    return { ...turn, rate: (calls * 1_000) / WINDOW, errors };
}

/** What one window cost, of each call that its pace has. */
function window({ postgres, server, pids }, sides, { millis, rate }) {
    const span = [Date.now(), Date.now() + millis];
    const calls = (rate * millis) / 1_000;
    const client = () => (sum(sides.map(({ pid }) => cpuSeconds(pid))) / calls) * 1e6;
    return attended(postgres, pids, async () => {
        const [before, clientBefore] = [await counted(postgres, server.pid), client()];
        const resident = [];
        for (; Date.now() < span[1]; await rest(Math.min(1_000, Math.max(0, span[1] - Date.now())))) {
            resident.push(residentMegabytes(server.pid));
        }
        const costs = each("jvm", before, await counted(postgres, server.pid), calls);
        return { ...costs, span, client: client() - clientBefore, megabytes: median(resident) };
    });
}

function leastLive(carrier, [from, to]) {
    return Math.min(...carrier.statistics().filter(({ at }) => at >= from && at <= to).map(({ live }) => live));
}

/** At a hundred calls a second, how soon an agent is there: from outside, and by the ledger. */
export async function quick(telephones, line, windows) {
    const batch = await telephones.batch(line, QUICK_RATE * (2 + (windows * WINDOW) / 1_000), QUICK_RATE);
    await telephones.postgres.settle();
    await batch.execute();
    await rest(2_000);
    const measured = [];
    for (let i = 0; i < windows; i++) {
        const span = [Date.now(), Date.now() + WINDOW];
        measured.push({ span, ...(await attended(telephones.postgres, telephones.pids, () => rest(WINDOW))) });
    }
    const errors = await telephones.ended(batch, ENDED_SECONDS);
    const times = line.carrier.responseTimes();
    for (const turn of measured) {
        const within = times.filter(({ at }) => at >= turn.span[0] && at < turn.span[1]).map(({ millis }) => millis);
        const { p99 } = await telephones.joined(batch, turn.span);
        Object.assign(turn, { p99: quantile(within, 0.99), seconds: within.length, ledger: p99, errors });
    }
    return measured;
}

/** The same of those that are answered while all of PostgreSQL's processes are stopped, some times. */
export async function withoutDatabase(telephones, line, times, ringSeconds) {
    const between = ringSeconds + 2;
    const batch = await telephones.batch(line,
        QUICK_RATE * times * (between + FROZEN / 1_000), QUICK_RATE);
    await batch.execute();
    const measured = [];
    for (let i = 0; i < times; i++) {
        await rest(between * 1_000);
        measured.push(await attended(telephones.postgres, telephones.pids, () =>
            telephones.postgres.frozen(async () => {
                const from = Date.now();
                await rest(FROZEN);
                return { span: [from + ON_ITS_WAY, Date.now()] };
            })));
    }
    const errors = await telephones.ended(batch, ENDED_SECONDS);
    const all = line.carrier.responseTimes();
    for (const turn of measured) {
        const within = all.filter(({ at, millis }) => at - millis >= turn.span[0] && at <= turn.span[1])
            .map(({ millis }) => millis);
        const { calls } = await telephones.joined(batch, turn.span);
        console.log(`  ${within.length} joined while PostgreSQL was stopped; ${calls} have such a time in the ledger`);
        Object.assign(turn, { p99: quantile(within, 0.99), errors });
    }
    return measured;
}
