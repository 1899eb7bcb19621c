package dev.carillon.ledger;

import java.sql.Connection;
import java.util.Optional;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import dev.carillon.dial.Peers;

/**
 * The peers in PostgreSQL: read again only when a row of theirs has another version. Takes a connection for
 * each look and gives it back. Thread-safe.
 */
public final class PostgresPeers implements Peers {

    private final Wire wire;
    private @Nullable String version;
    private Known known = Known.NONE;

    /** @param connections gives connections with autocommit off */
    public PostgresPeers(Supplier<Connection> connections) {
        this.wire = new Wire(connections);
    }

    private record Read(String version, Known known) {
    }

    @Override
    public synchronized Known known() {
        try {
            Optional<Read> changed = wire.transaction(c -> {
                // The version first: what is changed meanwhile is read now and once more.
                String now = PeerSql.version(c);
                return now.equals(version)
                        ? Optional.empty()
                        : Optional.of(new Read(now, new Known(PeerSql.lines(c), PeerSql.agents(c))));
            });
            changed.ifPresent(read -> {
                version = read.version();
                known = read.known();
            });
            return known;
        } finally {
            wire.close();
        }
    }
}
