package dev.carillon.carrier.sip.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.carillon.carrier.sip.transaction.Trust;

/** A certificate authority of the test's own: what it issues is good for two days. */
final class Authority {

    private static final List<String> KEY = List.of("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
            "-nodes");

    private final Path folder;

    private Authority(Path folder) {
        this.folder = folder;
    }

    static Authority make(Path under) {
        try {
            Path folder = Files.createTempDirectory(under, "authority");
            openssl(folder, "req", List.of("-x509", "-days", "2", "-subj", "/CN=the test's own", "-keyout",
                    "ca.key", "-out", "ca.pem"), KEY);
            return new Authority(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A certificate for a host of this name. */
    Issued issue(String name) {
        try {
            Path extensions = folder.resolve(name + ".ext");
            Files.writeString(extensions, "subjectAltName=DNS:" + name + "\n");
            openssl(folder, "req", List.of("-subj", "/CN=" + name, "-keyout", name + ".key", "-out",
                    name + ".csr"), KEY);
            openssl(folder, "x509", List.of("-req", "-days", "2", "-in", name + ".csr", "-CA", "ca.pem",
                    "-CAkey", "ca.key", "-CAcreateserial", "-extfile", extensions.toString(), "-out",
                    name + ".pem"), List.of());
            return new Issued(folder.resolve(name + ".pem"), folder.resolve(name + ".key"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Who trusts it, and wants a peer of this name. */
    Trust trust(String name) {
        try {
            return new Trust(name, Files.readString(folder.resolve("ca.pem")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void openssl(Path folder, String what, List<String> first, List<String> then) {
        var command = new ArrayList<>(List.of(Tool.OPENSSL.command(), what));
        command.addAll(first);
        command.addAll(then);
        PeerProgram.run(folder, command);
    }
}
