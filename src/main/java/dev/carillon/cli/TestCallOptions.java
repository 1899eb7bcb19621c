package dev.carillon.cli;

import java.time.Duration;

import picocli.CommandLine.Option;

/** Whom a test call rings, over what, and for how long. */
final class TestCallOptions {

    @Option(names = "--trunk", required = true, paramLabel = "ID",
            description = "trunk_…, of kind sip.")
    private String trunk = "";

    @Option(names = "--agent", required = true, paramLabel = "ID",
            description = "agent_…, with a SIP address: whom the called party is joined with.")
    private String agent = "";

    @Option(names = "--from", required = true, paramLabel = "NUMBER",
            description = "The caller ID, in E.164.")
    private String from = "";

    @Option(names = "--to", required = true, paramLabel = "NUMBER",
            description = "The number that rings, in E.164: your own.")
    private String to = "";

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "30",
            description = "How long the call may last, from its answer (default: 30).")
    private int seconds;

    String trunk() {
        return trunk;
    }

    String agent() {
        return agent;
    }

    String from() {
        return from;
    }

    String to() {
        return to;
    }

    Duration length() {
        return Duration.ofSeconds(Math.clamp(seconds, 1, 3_600));
    }
}
