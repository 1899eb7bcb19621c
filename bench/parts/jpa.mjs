// A page beside its twin in Spring Boot with JPA, written as most would, with half of its memory.
import { besideTwin } from "../beside-twin.mjs";
import { concluded, row } from "../load.mjs";
import { peakMegabytes } from "../meter.mjs";
import { springVersion } from "../twin.mjs";

export async function play(bench) {
    const { stage, measured } = await besideTwin(bench, { name: "jpa", small: false });
    const twin = peakMegabytes(stage.peer.pid);
    console.log(`  VmHWM of the twin: ${Math.round(twin)} MB`);
    const what = "fast page ÷ twin with JPA";
    return concluded(stage, [
        row(stage, measured, {
            what, sides: ["fast", "jpa"], least: 5, mostJvm: Math.round(twin / 2), sameBytes: true,
        }),
        row(stage, measured, { what: `${what}, 100 batches`, sides: ["fast, few", "jpa, few"] }),
    ], { "Spring Boot": springVersion("jpa") });
}
