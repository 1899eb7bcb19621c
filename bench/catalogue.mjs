// The parts of the bench, in the order in which all of them are measured. A part is parts/NAME.mjs, a process of its own.

/**
 * half: the word for all parts of one kind. options: what may be set, and what is when nothing is said. programs: what a
 * part needs besides, by the names of {@link ./programs.mjs}.
 */
export const PARTS = [
    {
        name: "start", half: "start", title: "The first authenticated list after a start",
        options: { pairs: 5, batches: 20, tasks: 1_000 },
    },
    {
        name: "queues", half: "engine", title: "Dialling beside job queues",
        options: { pairs: 5, tasks: 50_000, jobs: 20_000 },
    },
    {
        name: "idle", half: "engine", title: "Dialling with ten thousand idle batches",
        options: { pairs: 5, tasks: 30_000, idle: 10_000 },
    },
    {
        name: "readers", half: "engine", title: "Readers of the list while calls are dialled",
        options: { pairs: 5, seconds: 10 },
    },
    {
        name: "tasks", half: "engine", title: "A million tasks in one batch",
        options: { pairs: 6, small: 10_000, large: 1_000_000 },
    },
    {
        name: "sip", half: "telephones", title: "Joined calls over SIP beside SIPp",
        options: { pairs: 5, seconds: 300, rate: 650, live: 2_000 }, programs: ["sipp"],
    },
    {
        name: "page", half: "list", title: "A page beside pgbench",
        options: { pairs: 5, seconds: 5, batches: 100_000 }, programs: ["wrk", "pgbench"],
    },
    {
        name: "accurate", half: "list", title: "An accurate page of sealed batches beside a fast one",
        options: { pairs: 5, seconds: 5, batches: 100_000 }, programs: ["wrk"],
    },
    {
        name: "unchanged", half: "list", title: "304 beside 200",
        options: { pairs: 5, seconds: 5, batches: 100_000 }, programs: ["wrk"],
    },
    {
        name: "jdbc", half: "list", title: "A page beside its twin on JdbcTemplate",
        options: { pairs: 5, seconds: 5, batches: 100_000 }, programs: ["wrk"],
    },
    {
        name: "jpa", half: "list", title: "A page beside its twin with JPA",
        options: { pairs: 5, seconds: 5, batches: 100_000 }, programs: ["wrk"],
    },
    {
        name: "ultra", half: "list", title: "Kept pages beside nginx, while calls are dialled",
        options: { pairs: 5, seconds: 5, batches: 100_000 }, programs: ["wrk", "nginx"],
    },
    {
        name: "sorts", half: "list", title: "A million batches beside a thousand",
        options: { pairs: 5, seconds: 1, many: 1_000_000 }, programs: ["wrk", "pgbench"],
    },
    {
        name: "depth", half: "list", title: "Far from the front of a million batches",
        options: { pairs: 5, seconds: 1, many: 1_000_000 }, programs: ["wrk"],
    },
    {
        name: "whole", half: "list", title: "The whole list of a million batches beside psql",
        options: { pairs: 5, seconds: 5, many: 1_000_000 }, programs: ["curl", "psql"],
    },
    {
        name: "recount", half: "list", title: "A recount of a million tasks beside psql",
        options: { pairs: 5, seconds: 3, tasks: 1_000_000 }, programs: ["psql"],
    },
];

/** What each half is called where people read of it. */
export const HALVES = { start: "Starting", engine: "Dialling", telephones: "Telephones", list: "The list" };

/** The parts that words mean, each a part's name or a half's; of no words all. Undefined when a word means none. */
export function partsOf(words) {
    const meant = words.map((word) => PARTS.filter(({ name, half }) => word === name || word === half));
    if (meant.some((parts) => parts.length === 0)) return undefined;
    return words.length === 0 ? PARTS : PARTS.filter((part) => meant.some((parts) => parts.includes(part)));
}

/** The options of a part, over which those that were given go as far as it has them. */
export function optionsOf(part, given) {
    return Object.fromEntries(Object.entries(part.options).map(([name, value]) => [name, given[name] ?? value]));
}
