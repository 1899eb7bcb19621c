package dev.carillon.cli;

import java.io.PrintStream;

import dev.carillon.Node;

/** What a person is told once the server is up: the address, a new key with its secret, the first curl. */
final class Welcome {

    private Welcome() {
    }

    static void print(PrintStream out, Node node) {
        out.println();
        out.println("Carillon is up at " + node.address());
        out.println("No phone rings until a trunk of your own is added (docs/trunks.md).");
        node.newKey().ifPresent(key -> {
            out.println();
            out.println("  key     " + key.key());
            out.println("  secret  " + key.secret() + "   (shown once; keep it)");
            out.println();
            out.println("  curl '" + node.address() + "/batch-call/list' \\");
            out.println("    -H 'X-API-KEY: " + key.key() + "' \\");
            out.println("    -H 'X-API-SECRET: " + key.secret() + "'");
        });
        out.println();
        out.flush();
    }
}
