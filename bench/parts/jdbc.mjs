// A page beside its twin in Spring Boot on JdbcTemplate, which has our statement and the options of our Java.
import { besideTwin } from "../beside-twin.mjs";
import { concluded, row } from "../load.mjs";
import { springVersion } from "../twin.mjs";

export async function play(bench) {
    const { stage, measured } = await besideTwin(bench, { name: "jdbc", small: true });
    const what = "fast page ÷ twin on JdbcTemplate";
    return concluded(stage, [
        row(stage, measured, { what, sides: ["fast", "jdbc"], least: 1.5, sameBytes: true }),
        row(stage, measured, { what: `${what}, 100 batches`, sides: ["fast, few", "jdbc, few"] }),
    ], { "Spring Boot": springVersion("jdbc") });
}
