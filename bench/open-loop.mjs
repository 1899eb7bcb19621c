// Requests at a steady rate, whether or not the answers keep up: what readers see, not what a loop can bear.
import { Agent, get } from "node:http";
import { setTimeout as rest } from "node:timers/promises";
import { keyHeaders } from "./page.mjs";

const CONNECTIONS = 32;

export class OpenLoop {
    constructor(server, rate) {
        this.options = {
            port: server.port, host: "127.0.0.1", path: "/batch-call/list", headers: keyHeaders(server.environment),
            agent: new Agent({ keepAlive: true, maxSockets: 256 }),
        };
        this.rate = rate;
    }

    /** How many pages a second can be had, by so many clients who each wait for their answer. */
    static async most(server, seconds) {
        const loop = new OpenLoop(server, 0);
        const end = performance.now() + seconds * 1000;
        let count = 0;
        const client = async () => {
            while (performance.now() < end) {
                await loop.#ask();
                count++;
            }
        };
        await Promise.all(Array.from({ length: CONNECTIONS }, client));
        return count / seconds;
    }

    /** The latencies of so many seconds, counted from when each request was due. */
    async for(seconds) {
        const latencies = [];
        const pending = [];
        const began = performance.now();
        for (let i = 0; i < this.rate * seconds; i++) {
            const due = began + (i * 1000) / this.rate;
            while (performance.now() < due) await rest(1);
            pending.push(this.#ask().then(() => latencies.push(performance.now() - due)));
        }
        await Promise.all(pending);
        latencies.sort((a, b) => a - b);
        const at = (share) => latencies[Math.min(latencies.length - 1, Math.floor(share * latencies.length))];
        return { p50: at(0.5), p99: at(0.99) };
    }

    #ask() {
        return new Promise((done, failed) => {
            get(this.options, (answer) => {
                answer.resume();
                answer.on("end", () => (answer.statusCode === 200
                    ? done()
                    : failed(new Error(`the page was answered ${answer.statusCode}`))));
            }).on("error", failed);
        });
    }
}
