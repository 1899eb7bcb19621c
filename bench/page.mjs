// A page of the list as a request, and what is right about its answer.
import { until } from "./room.mjs";
import { Get } from "./wrk.mjs";

/** How old an answer may be at its first byte; and how late the bench may see that byte, on a busy core. */
const MOST_MILLIS = { fast: 250, ultra_fast: 1_000, accurate: Infinity };
const LATE_MILLIS = 100;
/** The rows of a page when nothing is said. */
const ROWS = 20;

/** A page in one of the modes, as the holder of a key asks for it. */
export class Page {
    constructor(server, { mode, page = 0, key }) {
        this.mode = mode;
        this.page = page;
        this.get = new Get(server.port, `/batch-call/list?performance_mode=${mode}&page=${page}`, key);
    }

    /** Asks once; an answer that is not right throws, and says why. */
    async look() {
        return this.#right(await this.get.answer());
    }

    /** The first right answer: a server that is cold may refuse some as older than it promises. */
    first() {
        return until(`GET ${this.get.path} is answered`, 20, async () => {
            const answer = await this.get.answer();
            return answer.status === 503 ? undefined : this.#right(answer);
        });
    }

    #right(answer) {
        const wrong = this.#wrong(answer);
        if (wrong) throw new Error(`GET ${this.get.path}: ${wrong}`);
        return answer;
    }

    #wrong({ status, firstByteAt, body }) {
        if (status !== 200) return `answered ${status} ${body.slice(0, 400)}`;
        const { batch_calls: rows, metrics_as_of: asOf } = JSON.parse(body).data;
        if (rows.length !== ROWS) return `${rows.length} rows instead of ${ROWS}`;
        if (new Set(rows.map((row) => row.batch_call_id)).size < rows.length) return "a row comes twice";
        const row = rows.find((each) => !figuresAgree(each));
        if (row) return `figures that cannot be: ${JSON.stringify(row)}`;
        const age = firstByteAt - asOf;
        if (age > MOST_MILLIS[this.mode] + LATE_MILLIS) return `an answer that is ${age} ms old`;
        return undefined;
    }
}

/** The two headers of a key, however it was come by. */
export function keyHeaders({ key, secret, CARILLON_API_KEY = key, CARILLON_API_SECRET = secret }) {
    return { "X-API-KEY": CARILLON_API_KEY, "X-API-SECRET": CARILLON_API_SECRET };
}

/** What must be true of every row (law: Ledger). */
export function figuresAgree({ total_task_count: total, sent, picked_up: pickedUp, completed }) {
    return 0 <= completed && completed <= pickedUp && pickedUp <= sent && sent <= total;
}
