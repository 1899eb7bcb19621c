// The reference for a kept page: nginx with the same bytes in files, asked the same way, its access log on.
import { spawn } from "node:child_process";
import { mkdirSync, openSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { asOrdinaryUser } from "./postgres.mjs";
import { end, freePort, kept, until } from "./room.mjs";

const settings = (home, port) => `
daemon off;
worker_processes 2;
pid ${home}/nginx.pid;
events { worker_connections 1024; }
http {
    access_log ${home}/access.log;
    default_type application/json;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 1000000000;
    open_file_cache max=1000;
    client_body_temp_path ${home}/body;
    proxy_temp_path ${home}/proxy;
    fastcgi_temp_path ${home}/fastcgi;
    uwsgi_temp_path ${home}/uwsgi;
    scgi_temp_path ${home}/scgi;
    server {
        listen 127.0.0.1:${port};
        root ${home}/pages;
        location = /batch-call/list { try_files /$http_x_api_key/$arg_page.json =404; }
    }
}
`;

export class Nginx {
    /** @param pages [{ key, page, body }]: whose page it is, its number, its bytes */
    static async start(directory, pages) {
        const server = new Nginx();
        const home = join(directory, "nginx");
        server.port = await freePort();
        server.accesses = join(home, "access.log");
        for (const { key, page, body } of pages) {
            mkdirSync(join(home, "pages", key), { recursive: true });
            writeFileSync(join(home, "pages", key, `${page}.json`), body);
        }
        const file = join(home, "nginx.conf");
        writeFileSync(file, settings(home, server.port));
        const errors = join(home, "error.log");
        const [command, ...words] = asOrdinaryUser("nginx", ["-e", errors, "-p", home, "-c", file]);
        const log = openSync(errors, "a");
        server.process = kept(spawn(command, words, { stdio: ["ignore", log, log], detached: true }));
        await until("nginx answers", 20, async () => {
            if (server.process.exitCode !== null) throw new Error(`nginx: ${readFileSync(errors, "utf8")}`);
            return fetch(`http://127.0.0.1:${server.port}/`).then(() => true, () => undefined);
        });
        return server;
    }

    get pid() {
        return this.process.pid;
    }

    /** The log of one turn is enough. */
    forget() {
        truncateSync(this.accesses);
    }

    [Symbol.asyncDispose]() {
        return end(this.process, "SIGTERM", 10);
    }
}
