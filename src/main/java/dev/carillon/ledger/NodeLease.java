package dev.carillon.ledger;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.carillon.base.Patience;
import dev.carillon.base.SystemTimeline;
import dev.carillon.dial.Lease;
import dev.carillon.dial.LedgerAway;

/**
 * A node's row and its lease: renewed every second over a connection of its own, 5 s at a time. It holds only
 * while its last renewal is surely in force by the monotonic clock, counted from before the renewal was sent
 * and a second short, and while the time is known. A process that was frozen past it holds nothing until it
 * has renewed again. Every renewal also samples the database's time. Thread-safe.
 */
public final class NodeLease implements Lease, AutoCloseable {

    public static final Duration LENGTH = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(NodeLease.class);
    private static final Duration MARGIN = Duration.ofSeconds(1);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration AGAIN = Duration.ofMillis(200);

    private final Wire wire;
    private final SystemTimeline timeline;
    private final NodeFile file;
    private final NodeFile.Node node;
    private final boolean dials;
    private final Thread thread;
    private volatile long heldUntilNanos;
    private volatile boolean closed;

    private NodeLease(Wire wire, SystemTimeline timeline, NodeFile file, boolean dials) {
        this.wire = wire;
        this.dials = dials;
        this.timeline = timeline;
        this.file = file;
        this.heldUntilNanos = timeline.nanos();
        sample();
        this.node = register();
        this.thread = Thread.ofPlatform().daemon().name("lease").unstarted(this::run);
    }

    /**
     * Registers the node that the data directory belongs to, or a new one, and begins to renew its lease.
     *
     * @param connections gives connections with autocommit off
     * @param dials       whether it dials, and does not only answer
     * @throws LedgerAway when the database does not answer
     */
    public static NodeLease start(Supplier<Connection> connections, SystemTimeline timeline,
            Path dataDirectory, boolean dials) {
        NodeFile file = NodeFile.lock(dataDirectory);
        try {
            var lease = new NodeLease(new Wire(connections), timeline, file, dials);
            lease.thread.start();
            return lease;
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    public long nodeId() {
        return node.id();
    }

    @Override
    public boolean held() {
        return !closed && heldUntilNanos - timeline.nanos() > 0 && timeline.trusted();
    }

    /** The lease is no longer renewed; it ends by itself. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        file.close();
    }

    private NodeFile.Node register() {
        NodeFile.Node known = file.read();
        if (known == null || !renew(known)) {
            known = wire.transaction(c -> NodeSql.register(c, dials));
            file.write(known);
            renew(known);
        }
        return known;
    }

    private void run() {
        boolean well = true;
        while (!closed) {
            Patience.rest(well ? EVERY : AGAIN);
            boolean before = well;
            well = !closed && renewed();
            if (before && !well && !closed) {
                LOG.warn("the lease of node {} could not be renewed; nothing is dialled without it",
                        node.id());
            }
        }
        wire.close();
    }

    private boolean renewed() {
        try {
            sample();
            return renew(node);
        } catch (LedgerAway e) {
            LOG.debug("no renewal", e);
            return false;
        }
    }

    private boolean renew(NodeFile.Node of) {
        long sent = timeline.nanos();
        boolean renewed = wire.transaction(c -> NodeSql.renew(c, of, dials));
        if (renewed) {
            heldUntilNanos = sent + LENGTH.minus(MARGIN).toNanos();
        }
        return renewed;
    }

    private void sample() {
        timeline.sample(() -> wire.part(NodeSql::time));
    }

    /**
     * The lease is counted by the database's own clock: it must be right even when this node's idea of time
     * is not.
     */
    static final class NodeSql {

        static final String TIME = "select clock_timestamp()";
        static final String REGISTER = """
                insert into node (started_at, lease_until, dials_since)
                select n.at, n.at + interval '5 s', case when ? then n.at else 'infinity' end
                from (select clock_timestamp() as at) n
                returning node_id, started_at
                """;
        static final String RENEW = """
                update node n
                set lease_until = x.at + interval '5 s',
                    dials_since = case when not x.dials then 'infinity'
                        when n.lease_until < x.at + interval '100 ms' or n.dials_since > x.at then x.at
                        else n.dials_since end
                from (select clock_timestamp() as at, ?::boolean as dials) x
                where n.node_id = ? and n.started_at = ?
                """;

        private NodeSql() {
        }

        static Instant time(Connection c) throws SQLException {
            return Statements.list(c, TIME, r -> Statements.instant(r, 1)).getFirst();
        }

        static NodeFile.Node register(Connection c, boolean dials) throws SQLException {
            List<NodeFile.Node> made = Statements.list(c, REGISTER,
                    r -> new NodeFile.Node(r.getLong(1), Statements.instant(r, 2)), dials);
            return made.getFirst();
        }

        static boolean renew(Connection c, NodeFile.Node node, boolean dials) throws SQLException {
            return Statements.update(c, RENEW, dials, node.id(), node.registeredAt()) == 1;
        }
    }
}
