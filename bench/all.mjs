// ALL beside psql's \copy: the whole list to a client that discards it.
import { figuresAgree } from "./page.mjs";
import { timed } from "./psql.mjs";
import { tool, until } from "./room.mjs";

/** Reads ALL once and looks at every row; then its bytes are known and may be discarded. */
export async function wholeList(get, listed) {
    const { status, body } = await until(`GET ${get.path} is answered`, 60, async () => {
        const answer = await get.answer();
        // A server that is cold may refuse the first ones as older than it promises.
        return answer.status === 503 ? undefined : answer;
    });
    if (status !== 200) throw new Error(`GET ${get.path}: answered ${status} ${body.slice(0, 400)}`);
    const { batch_calls: rows, pagination } = JSON.parse(body).data;
    const different = new Set(rows.map((each) => each.batch_call_id)).size;
    if (![rows.length, different, pagination.total_count].every((count) => count === listed)) {
        throw new Error(`GET ${get.path}: ${rows.length} rows, ${different} of them different, total_count`
            + ` ${pagination.total_count}, where ${listed} batches are`);
    }
    const wrong = rows.find((each) => !figuresAgree(each));
    if (wrong) throw new Error(`GET ${get.path}: figures that cannot be: ${JSON.stringify(wrong)}`);
    return { rows: listed, bytes: Buffer.byteLength(body) };
}

/** One after the other until the time is over: rows a second of the time that the client itself measured. */
export async function repeated(seconds, rows, once) {
    const sum = { count: 0, seconds: 0, errors: [] };
    for (const began = performance.now(); performance.now() - began < seconds * 1000;) {
        try {
            sum.seconds += await once();
            sum.count += rows;
        } catch (error) {
            sum.errors.push(error.message);
        }
    }
    if (sum.count === 0) throw new Error(`not once within ${seconds} s: ${sum.errors[0]}`);
    return sum;
}

/** Where curl reads what it asks for: a key is not for a list of processes. */
export function curlConfig(get) {
    const headers = Object.entries(get.headers).map(([name, value]) => `header = "${name}: ${value}"`);
    return [`url = "http://127.0.0.1:${get.port}${get.path}"`, ...headers, ""].join("\n");
}

/** Seconds of one answer with all batches, whole and discarded. */
export async function streamed(config, { bytes }) {
    const { stdout } = await tool("curl", ["--silent", "--show-error", "--fail", "--max-time", 120,
        "--output", "/dev/null", "--write-out", "%{http_code} %{size_download} %{time_total}",
        "--config", config]);
    const [status, size, seconds] = stdout.split(" ").map(Number);
    if (status !== 200 || size !== bytes) {
        throw new Error(`ALL: ${status} with ${size} bytes, where 200 with ${bytes} were expected`);
    }
    return seconds;
}

/** Seconds of one \copy of the same columns in the same order, discarded. */
export async function copied(postgres, organization, { rows }) {
    const columns = "b.public_id, b.name, b.from_number, b.status, p.total, p.sent, p.picked_up, p.completed,"
        + " b.scheduled_at, b.agent_id, b.organization_id";
    const copy = `\\copy (select ${columns} from batch_call b join batch_progress p using (batch_id)`
        + ` where b.organization_id = '${organization}' order by b.updated_at desc, b.batch_id desc)`
        + " to '/dev/null'";
    const { millis, stdout } = await timed(postgres, copy);
    const [, copiedRows] = /^COPY (\d+)$/m.exec(stdout) ?? [];
    if (Number(copiedRows) !== rows) throw new Error(`psql \\copy of ${rows} rows: ${stdout}`);
    return millis / 1000;
}
