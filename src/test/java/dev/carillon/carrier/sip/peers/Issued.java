package dev.carillon.carrier.sip.peers;

import java.nio.file.Path;

/** A certificate and its key, each a file of PEM. */
record Issued(Path certificate, Path key) {
}
