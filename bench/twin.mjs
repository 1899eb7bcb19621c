// The list's endpoint once more, in Spring Boot: a Java process on Carillon's database, from which it only reads.
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, openSync, readFileSync, readdirSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { end, freePort, kept, repository, until } from "./room.mjs";
import { jarVersion } from "./software.mjs";
import { Get } from "./wrk.mjs";

const home = join(import.meta.dirname, "twins");

export class Twin {
    /**
     * @param name the folder in twins/, and with a capital letter and "Twin" its class
     * @param small whether its Java has the options that Carillon's has, or those that it comes with
     */
    static async start({ postgres, directory }, jdk, { name, small }) {
        build(jdk);
        const twin = new Twin();
        twin.port = await freePort();
        const target = join(home, name, "target");
        const main = `dev.carillon.bench.${name}.${name[0].toUpperCase()}${name.slice(1)}Twin`;
        const words = [...(small ? optionsOfCarillon() : []),
            "-cp", `${join(target, "twin.jar")}:${join(target, "lib")}/*`, main];
        const { PATH, HOME } = process.env;
        const settings = { SERVER_PORT: String(twin.port), SPRING_DATASOURCE_URL: postgres.jdbcUrl("carillon") };
        twin.log = join(directory, `${name}-twin.log`);
        const log = openSync(twin.log, "a");
        twin.process = kept(spawn(join(jdk, "bin", "java"), words,
            { env: { PATH, HOME, ...settings }, stdio: ["ignore", log, log], cwd: directory }));
        await until(`the ${name} twin answers`, 60, async () => {
            if (twin.process.exitCode !== null) throw new Error(readFileSync(twin.log, "utf8").slice(-4_000));
            return fetch(`http://127.0.0.1:${twin.port}/batch-call/list`).then(() => true, () => undefined);
        });
        return twin;
    }

    get pid() {
        return this.process.pid;
    }

    /** The same request, to the twin. */
    get(page) {
        return new Get(this.port, page.get.path, page.get.headers);
    }

    [Symbol.asyncDispose]() {
        return end(this.process, "SIGTERM", 10);
    }
}

/** Which Spring Boot a twin is built on. */
export function springVersion(name) {
    return jarVersion(join(home, name, "target", "lib"), "spring-boot");
}

/** Throws unless an answer has the rows and the pagination of a right answer of Carillon's. */
export function sameRows(expected, { status, body }) {
    if (status !== 200) throw new Error(`the twin answered ${status} ${body.slice(0, 400)}`);
    const [ours, theirs] = [expected.body, body].map((text) => JSON.parse(text).data);
    for (const part of ["batch_calls", "pagination"]) {
        if (!isDeepStrictEqual(theirs[part], ours[part])) {
            const texts = [theirs[part], ours[part]].map((value) => JSON.stringify(value)?.slice(0, 400));
            throw new Error(`the twin's ${part} are not Carillon's: ${texts.join(" instead of ")}`);
        }
    }
}

/** What the launcher gives to Carillon's Java. */
function optionsOfCarillon() {
    const launcher = readFileSync(join(repository, "carillon"), "utf8");
    const small = process.env.CARILLON_JAVA_OPTS ?? /^small='(.*)'$/m.exec(launcher)?.[1];
    if (small === undefined) throw new Error("no line small='…' in the launcher");
    return small.split(/\s+/).filter((word) => word !== "");
}

/** The stamp has the time at which the build began, so that what is saved meanwhile is built next time. */
function build(jdk) {
    const stamp = join(home, "target", ".built");
    const built = changed(stamp);
    const sources = readdirSync(home, { recursive: true }).filter((name) => /pom\.xml$|\/src(\/|$)/.test(name));
    if (sources.every((name) => changed(join(home, name)) < built)) return;
    const began = new Date();
    const options = "--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow";
    const env = { ...process.env, JAVA_HOME: jdk, MAVEN_OPTS: `${options} ${process.env.MAVEN_OPTS ?? ""}` };
    execFileSync("mvn", ["-q", "-B", "-f", join(home, "pom.xml"), "package"],
        { stdio: "inherit", env });
    mkdirSync(join(home, "target"), { recursive: true });
    writeFileSync(stamp, "");
    utimesSync(stamp, began, began);
}

/** When a file was written, in milliseconds; 0 when it is not there. */
function changed(file) {
    return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
