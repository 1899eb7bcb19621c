// wrk on some pages for the time of a turn, its answers looked at meanwhile; and the row that its rounds become.
import { peakMegabytes, treePssMegabytes } from "./meter.mjs";
import { watched } from "./stage.mjs";
import { wrk } from "./wrk.mjs";

export const CONNECTIONS = 32;

/** @param look looks at an answer, and throws when it is not right */
export function load(stage, gets, look, connections = CONNECTIONS) {
    return (seconds) => stage.turn(() =>
        watched(() => wrk(stage.directory, gets, { connections, seconds }), look));
}

export function loadOf(stage, page, connections) {
    return load(stage, [page.get], () => page.look(), connections);
}

/** A row with the memory of the part's server and of PostgreSQL, as they are when all rounds are over. */
export function row(stage, measured, wanted) {
    return {
        ...wanted, rounds: measured,
        jvm: peakMegabytes(stage.server.pid), database: treePssMegabytes(stage.postgres.pid),
    };
}

/** What a part of the list came to. */
export async function concluded(stage, rows, versions = {}) {
    return { rows, versions, doctor: await stage.server.doctor(), jdk: stage.server.jdk };
}
