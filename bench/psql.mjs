// psql as a client: one command and the time that psql itself took for it.
import { tool } from "./room.mjs";

/** Runs a command on Carillon's database, after others that are not timed; the time is that of psql's \timing. */
export async function timed(postgres, command, before = []) {
    const { stdout } = await tool("psql", ["--no-psqlrc", "--set", "ON_ERROR_STOP=1", "--no-align", "--tuples-only",
        "--dbname", "carillon", ...before.flatMap((each) => ["--command", each]), "--command", "\\timing on", "--command",
        command], postgres.clientEnvironment());
    const [, millis] = /^Time: ([\d.]+) ms/m.exec(stdout) ?? [];
    if (!millis) throw new Error(`psql did not tell its time: ${stdout}`);
    return { millis: Number(millis), stdout };
}
