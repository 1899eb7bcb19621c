package dev.carillon.carrier.sip.peers;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The programs that tests have as peers and witnesses, each from Debian: {@code .ci/run} installs them. */
enum Tool {
    SIPP("sipp"), BARESIP("baresip"), KAMAILIO("kamailio"), TSHARK("tshark"), OPENSSL("openssl");

    private final String program;

    Tool(String program) {
        this.program = program;
    }

    /** Where it is, if it is on this machine: servers are in {@code sbin}, which not every PATH has. */
    Optional<Path> path() {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.concat(List.of(path.split(File.pathSeparator, -1)).stream(), Stream.of("/usr/sbin"))
                .map(folder -> Path.of(folder, program))
                .filter(file -> file.toFile().canExecute())
                .findFirst();
    }

    /** The word that starts it. */
    String command() {
        return path().orElseThrow(() -> new IllegalStateException("there is no " + program)).toString();
    }

    @Override
    public String toString() {
        return program;
    }
}
