// What is measured, with what and beside what: whether it is here, and which version it is.
import { execFile, execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

/** Programs of the system, each with the Debian package that has it and how it is asked for its version. */
const PROGRAMS = {
    wrk: { from: "wrk", ask: "-v" },
    nginx: { from: "nginx-light", ask: "-v" },
    psql: { from: "postgresql-client", ask: "--version" },
    pgbench: { from: "postgresql", ask: "--version" },
    sipp: { from: "sip-tester", ask: "-v" },
    curl: { from: "curl", ask: "--version" },
};

/** In words: which of the programs are not here, and how to have them; undefined when all are. */
export function missing(names) {
    const absent = [...new Set(names)].filter((name) => !here(name));
    if (absent.length === 0) return undefined;
    const packages = absent.map((name) => PROGRAMS[name].from).join(" ");
    return `not installed: ${absent.join(", ")} (Debian: apt-get install ${packages})`;
}

/** The versions of these programs, by their names. */
export async function versionsOf(names) {
    const said = async (name) => {
        const { stdout, stderr } = await promisify(execFile)(name, [PROGRAMS[name].ask]).catch((error) => error);
        return [name, /\d+(\.\d+)+/.exec(`${stdout}${stderr}`)?.[0] ?? "?"];
    };
    return Object.fromEntries(await Promise.all(names.map(said)));
}

/** The version of a JDK in a folder. */
export function javaVersion(jdk) {
    return /^JAVA_RUNTIME_VERSION="(.*)"/m.exec(readFileSync(join(jdk, "release"), "utf8"))?.[1] ?? "?";
}

/** The version of a jar in a folder, as its name has it. */
export function jarVersion(folder, name) {
    const versions = readdirSync(folder).map((jar) => new RegExp(`^${name}-(\\d[\\w.-]*)\\.jar$`).exec(jar)?.[1]);
    return versions.find(Boolean) ?? "?";
}

/** The version of a package of the bench's own. */
export function packageVersion(name) {
    const file = join(import.meta.dirname, "node_modules", name, "package.json");
    return JSON.parse(readFileSync(file, "utf8")).version;
}

function here(name) {
    try {
        return execFileSync("bash", ["-c", "command -v \"$1\"", "-", name], { stdio: "pipe" }).length > 0;
    } catch {
        return false;
    }
}
