// A peer that is a Node program of ours around its library: a process that says when it is ready.
import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { kept } from "./room.mjs";

/** @param program a file beside this one */
export async function nodePeer(program, words, environment = {}) {
    const peer = kept(fork(join(import.meta.dirname, program), words,
        { env: { ...process.env, ...environment }, stdio: ["ignore", "ignore", "inherit", "ipc"] }));
    await once(peer, "message");
    return peer;
}
