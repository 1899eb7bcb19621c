// The tables that SIPp writes, and what in them is an error.

/** In words, what went wrong between two rows of a SIPp's figures. */
export function since(before, after) {
    const [failed, again] = ["failed", "retransmissions"].map((what) => after[what] - (before?.[what] ?? 0));
    return [
        ...(failed ? [`SIPp: ${failed} calls failed`] : []),
        ...(again ? [`SIPp: ${again} messages were sent again`] : []),
    ];
}

/** SIPp's own table of figures: a row a second. */
export function statisticsOf(text) {
    const [heading, ...lines] = text.trim().split("\n").map((line) => line.split(";"));
    const column = (name) => heading.indexOf(name);
    const [started, now, live, successful, failed, again] = ["StartTime", "CurrentTime", "CurrentCall",
        "SuccessfulCall(C)", "FailedCall(C)", "Retransmissions(C)"].map(column);
    return lines.filter((cells) => cells.length >= heading.length - 1).map((cells) => ({
        startedAt: millisOf(cells[started]), at: millisOf(cells[now]), live: Number(cells[live]),
        successful: Number(cells[successful]), failed: Number(cells[failed]),
        retransmissions: Number(cells[again]),
    }));
}

/** SIPp's own table of what it has timed; its times count from its start. */
export function responseTimesOf(text, startedAt) {
    return text.trim().split("\n").slice(1).map((line) => line.split(";"))
        .map(([at, millis]) => ({ at: startedAt + Number(at), millis: Number(millis) }));
}

/** Of "2026-11-30\t17:14:31.105952\t1796058871.105952", which is a time three times. */
function millisOf(cell) {
    return Number(cell.split("\t").at(-1)) * 1000;
}
