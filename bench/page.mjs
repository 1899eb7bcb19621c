// A page of the list as a request, and what is right about its answer.
import { Get } from "./wrk.mjs";

/** How old an answer may be at its first byte; and how late the bench may be to see that byte, on a busy core. */
const MOST_MILLIS = { fast: 250, ultra_fast: 1_000, accurate: Infinity };
const LATE_MILLIS = 100;

/** A page in one of the modes, as the holder of a key asks for it. */
export class Page {
    constructor(server, { mode, page = 0, rows = 20, key = credentials(server) }) {
        this.mode = mode;
        this.rows = rows;
        this.get = new Get(server.port, `/batch-call/list?performance_mode=${mode}&page=${page}`, key);
    }

    /** Asks once; an answer that is not right throws, and says why. */
    async look() {
        const answer = await this.get.answer();
        const wrong = this.#wrong(answer);
        if (wrong) throw new Error(`GET ${this.get.path}: ${wrong}`);
        return answer;
    }

    #wrong({ status, firstByteAt, body }) {
        if (status !== 200) return `answered ${status} ${body.slice(0, 400)}`;
        const { batch_calls: rows, metrics_as_of: asOf } = JSON.parse(body).data;
        if (rows.length !== this.rows) return `${rows.length} rows instead of ${this.rows}`;
        if (new Set(rows.map((row) => row.batch_call_id)).size < rows.length) return "a row comes twice";
        const row = rows.find((each) => !ordered(each));
        if (row) return `figures that cannot be: ${JSON.stringify(row)}`;
        const age = firstByteAt - asOf;
        if (age > MOST_MILLIS[this.mode] + LATE_MILLIS) return `an answer that is ${age} ms old`;
        return undefined;
    }
}

export function credentials({ environment }) {
    return keyHeaders(environment.CARILLON_API_KEY, environment.CARILLON_API_SECRET);
}

export function keyHeaders(key, secret) {
    return { "X-API-KEY": key, "X-API-SECRET": secret };
}

function ordered({ total_task_count: total, sent, picked_up: pickedUp, completed }) {
    return 0 <= completed && completed <= pickedUp && pickedUp <= sent && sent <= total;
}
