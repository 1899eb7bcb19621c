package dev.carillon;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

import dev.carillon.Node.Part;
import dev.carillon.base.Chance;
import dev.carillon.base.Ids;
import dev.carillon.base.Patience;
import dev.carillon.base.Refusal;
import dev.carillon.base.Secrets;
import dev.carillon.base.SystemTimeline;
import dev.carillon.base.Timeline;
import dev.carillon.batch.BatchRoutes;
import dev.carillon.callback.CallRoutes;
import dev.carillon.callback.CarrierRoutes;
import dev.carillon.carrier.rest.PlanLines;
import dev.carillon.carrier.rest.RestCarrier;
import dev.carillon.carrier.rest.RestTrunk;
import dev.carillon.carrier.sandbox.SandboxCarrier;
import dev.carillon.carrier.sip.SipService;
import dev.carillon.carrier.sip.peer.SipAgent;
import dev.carillon.carrier.sip.peer.SipTrunk;
import dev.carillon.config.Config;
import dev.carillon.config.Config.FirstKey;
import dev.carillon.db.DataDirectory;
import dev.carillon.db.Database;
import dev.carillon.db.DatabaseAddress;
import dev.carillon.db.DatabaseAway;
import dev.carillon.db.EmbeddedPostgres;
import dev.carillon.db.Idempotency;
import dev.carillon.db.Migrations;
import dev.carillon.db.Notifications;
import dev.carillon.db.OutOfTime;
import dev.carillon.db.ServerSettings;
import dev.carillon.db.StartRefused;
import dev.carillon.dial.DialLedger;
import dev.carillon.dial.DialLoop;
import dev.carillon.dial.DialSettings;
import dev.carillon.dial.Dialer;
import dev.carillon.dial.Inbox;
import dev.carillon.dial.Lease;
import dev.carillon.dial.Trunks;
import dev.carillon.directory.DirectoryRoutes;
import dev.carillon.directory.DoNotCallSql;
import dev.carillon.directory.KeptSecrets;
import dev.carillon.directory.TrunkSettings;
import dev.carillon.figures.FigureRoutes;
import dev.carillon.http.Description;
import dev.carillon.http.Health;
import dev.carillon.http.HttpServer;
import dev.carillon.http.RateLimit;
import dev.carillon.http.Readiness;
import dev.carillon.http.Route;
import dev.carillon.ledger.CarrierWords;
import dev.carillon.ledger.NodeLease;
import dev.carillon.ledger.PostgresLedger;
import dev.carillon.ledger.PostgresPeers;
import dev.carillon.list.ListEndpoint;
import dev.carillon.list.ListSettings;
import dev.carillon.metrics.Metrics;
import dev.carillon.organization.Credentials;
import dev.carillon.organization.Installation;
import dev.carillon.organization.KeyAuthenticator;
import dev.carillon.organization.KeyLimit;
import dev.carillon.organization.KeyRoutes;
import dev.carillon.organization.Keys;
import dev.carillon.organization.WrongPairs;
import dev.carillon.task.Effects;
import dev.carillon.task.TaskRoutes;
import dev.carillon.upkeep.Upkeep;
import dev.carillon.upkeep.UpkeepLoop;

/**
 * Builds a server from its configuration: the only place that constructs. Read {@link #build} top to bottom;
 * what is started is ended in the opposite order.
 */
public final class Wiring {

    private static final DirectoryRoutes.Checks CHECKS = new DirectoryRoutes.Checks(
            Map.of("sandbox", TrunkSettings.of(SandboxCarrier::check), "sip",
                    TrunkSettings.of(json -> SipTrunk.parse(json).hosts(), "password"), "rest",
                    TrunkSettings.of(json -> RestTrunk.parse(json).hosts(), RestTrunk.AUTH_TOKEN)),
            TrunkSettings.of(json -> SipAgent.parse(json).hosts(), "password"));
    private static final int ENGINE_CONNECTIONS = 5;
    private static final int MOST_FOR_PAGES = 16;
    private static final Duration DATABASE_PATIENCE = Duration.ofSeconds(30);
    private static final Duration REQUEST_GRACE = Duration.ofSeconds(5);

    private final Config config;
    private final Parts parts;
    private final Consumer<String> progress;
    private final Deque<Part> started = new ArrayDeque<>();
    private final List<Readiness> conditions = new ArrayList<>();
    private final Ahead<Metrics> metrics = Ahead.of(Metrics::new);
    private final RandomGenerator secure = Chance.secure();
    private final Secrets secrets;

    Wiring(Config config, Parts parts, Consumer<String> progress) {
        this.config = config;
        this.secrets = Secrets.of(config.secrets().key(), config.secrets().before(), secure);
        this.parts = parts;
        this.progress = progress;
    }

    /**
     * Starts a server and returns when it serves. What fails on the way ends everything that was started.
     *
     * @param progress gets lines for people while they wait
     */
    public static Node start(Config config, Parts parts, Consumer<String> progress) {
        var wiring = new Wiring(config, parts, progress);
        try {
            return wiring.build();
        } catch (RuntimeException e) {
            Node.close(wiring.started);
            throw e;
        } catch (IOException e) {
            Node.close(wiring.started);
            throw new UncheckedIOException(e);
        }
    }

    private Node build() throws IOException {
        ending("metrics", metrics, made -> made.get().close());
        DataDirectory directory =
                ending("data directory", DataDirectory.lock(config.storage().folder()), DataDirectory::close);
        refuseTakenPort();
        // While the database starts: none of these needs it.
        Ahead<HttpServer.Closed> closed =
                Ahead.of(() -> HttpServer.build(serving(), metrics.get().requests()));
        Ahead.run(Database::prepare);
        DatabaseAddress address = database(directory);

        Database requests = ending("request pool",
                Database.open(address, "requests", config.requests().connections()), Database::close);
        Database pages = ending("pages pool",
                Database.openForPages(address, "pages", pageConnections(config)), Database::close);
        Database longReads = ending("long reads pool",
                Database.open(address, "long reads", ListEndpoint.LONG_READS), Database::close);
        Database engine = ending("engine pool", Database.openForEngine(address, "dial", ENGINE_CONNECTIONS),
                Database::close);
        requests.watchedBy(metrics.get().registry());
        pages.watchedBy(metrics.get().registry());
        longReads.watchedBy(metrics.get().registry());
        engine.watchedBy(metrics.get().registry());
        metrics.get().lockRetries("api", requests::lockRetries);
        Ahead.run(pages::begin);
        prepare(address);
        KeptSecrets.check(requests, secrets);
        SystemTimeline timeline =
                ending("timeline", new SystemTimeline(NodeLease.LENGTH), SystemTimeline::close);
        NodeLease lease = ending("lease", NodeLease.start(engine::connection, timeline,
                directory.path(), config.role().dials()), NodeLease::close);
        Ids ids = new Ids(Installation.idKey(requests, timeline, secure), secure, timeline);
        Optional<FirstKey> newKey = firstKey(new Keys(requests, timeline, secure, ids));

        UpkeepLoop upkeep =
                ending("upkeep", new UpkeepLoop(new Upkeep(requests), timeline), UpkeepLoop::close);
        var inbox = new Inbox();
        Optional<Runnable> dialling = config.role().dials()
                ? Optional.of(dialling(engine, lease, new Shared(timeline, ids), inbox))
                : Optional.empty();
        List<Route> routes = config.role().serves()
                ? routes(requests, new ListEndpoint.Parts(pages, longReads, ids, timeline))
                : operatorsRoutes();
        KeyAuthenticator keys = ending("authentication", new KeyAuthenticator(requests, timeline),
                KeyAuthenticator::close);
        var house = new HttpServer.House(routes, new WrongPairs(keys, timeline), Wiring::refusal,
                metrics.get().requests(), rateLimit(timeline));
        HttpServer http = ending("http", closed.get().open(house), HttpServer::close);
        // Nobody waits for the rest: it begins when the port is open.
        upkeep.start();
        dialling.ifPresent(begin -> {
            begin.run();
            ending("notifications", new Notifications(address), Notifications::close)
                    .onNotify(inbox::nudge);
        });
        Ahead.run(() -> List.of(requests, pages, longReads, engine).forEach(Database::fill));
        var served = new Node.Served(Node.address(config.requests().host(), http.port()), http.routes());
        return new Node(served, timeline, newKey, started);
    }

    private RateLimit rateLimit(Timeline timeline) {
        Config.KeyPace set = config.requests().ofKey();
        return set == null
                ? RateLimit.none()
                : new KeyLimit(new KeyLimit.Pace(set.perSecond(), set.atOnce()), timeline);
    }

    /** Before a first start makes a key, whose secret is shown only once. */
    private void refuseTakenPort() {
        String host = config.requests().host();
        int port = config.requests().port();
        try {
            HttpServer.tryPort(host, port);
        } catch (IOException e) {
            throw new StartRefused("nothing can listen at " + host + ":" + port + " (" + e.getMessage()
                    + "): choose another port with CARILLON_PORT, or another address with CARILLON_HOST", e);
        }
    }

    private HttpServer.Settings serving() {
        Config.Requests requests = config.requests();
        return new HttpServer.Settings(requests.host(), requests.port(), requests.atOnce(), REQUEST_GRACE,
                config.log().slow());
    }

    /** The embedded PostgreSQL, or the operator's own. */
    private DatabaseAddress database(DataDirectory directory) {
        Config.OwnDatabase own = config.storage().database();
        if (own != null) {
            return new DatabaseAddress(own.url(), own.user(), own.password());
        }
        var postgres = ending("PostgreSQL",
                EmbeddedPostgres.open(directory, ServerSettings.forThisMachine(), progress),
                EmbeddedPostgres::close);
        postgres.watch();
        conditions.add(() -> Optional.of(postgres.status().why()).filter(why -> !why.isEmpty()));
        return postgres.address();
    }

    /** A database that is away for a moment is waited for. */
    private void prepare(DatabaseAddress address) {
        progress.accept("preparing the schema");
        var away = new ArrayList<DatabaseAway>();
        boolean prepared = Patience.until(DATABASE_PATIENCE, () -> {
            try {
                new Migrations(address).run();
                return true;
            } catch (DatabaseAway e) {
                away.add(e);
                return false;
            }
        });
        if (!prepared) {
            throw away.getLast();
        }
    }

    private Optional<FirstKey> firstKey(Keys keys) {
        FirstKey given = config.firstKey();
        if (given != null) {
            keys.ensureKey(given.key(), given.secret());
            return Optional.empty();
        }
        return keys.firstKey().map((Credentials made) -> new FirstKey(made.key(), made.secret()));
    }

    /** What both halves have. */
    private record Shared(SystemTimeline timeline, Ids ids) {
    }

    /**
     * The dial half, and how it is begun. Its carriers make themselves ready from now on; then it adopts the
     * calls of the process before, and then it dials.
     */
    private Runnable dialling(Database engine, NodeLease nodeLease, Shared shared, Inbox inbox)
            throws IOException {
        Config.Dialling set = config.dialling();
        Metrics metrics = this.metrics.get();
        Timeline timeline = parts.timeline().apply(shared.timeline());
        Lease lease = parts.lease().apply(nodeLease);
        PostgresLedger postgres = ending("ledger",
                new PostgresLedger(engine::connection, nodeLease.nodeId(), set.latestStart()),
                PostgresLedger::close);
        DialLedger ledger = parts.ledger().apply(metrics.timed(postgres), engine);
        SandboxCarrier sandbox = ending("sandbox",
                SandboxCarrier.open(config.storage().folder(), Long.toString(nodeLease.nodeId()), timeline),
                SandboxCarrier::close);
        SipService sip = ending("SIP", new SipService(Carriers.listening(config.sip()),
                new SipService.Ground(timeline, secure, secrets, shared.ids(),
                        new PostgresPeers(engine::connection), inbox::learn)),
                SipService::close);
        CarrierWords words = ending("carrier words",
                new CarrierWords(engine::connection, nodeLease.nodeId()), CarrierWords::close);
        RestCarrier rest = ending("REST",
                RestCarrier.open(new RestCarrier.Ports(new PlanLines(secrets), words::unread, words::placed,
                        words::over, shared.ids(), timeline)),
                RestCarrier::close);
        Trunks trunks = parts.trunks().apply(new Carriers(sandbox, sip, rest));
        ExecutorService recording = ending("recording",
                Executors.newSingleThreadExecutor(Thread.ofPlatform().name("record").daemon().factory()),
                ExecutorService::close);
        var dialer = new Dialer(new Dialer.Ports(ledger, lease, trunks, timeline, metrics.dialling(),
                recording), inbox, settings(set));
        var loop = new DialLoop(dialer, ledger, inbox, timeline);
        sip.start(inbox::nudge);
        rest.start(loop::cleared);
        ending("dialling", loop, l -> l.stop(set.drain()));
        conditions.add(() -> reason(loop.state()));
        conditions.add(() -> lease.held()
                ? Optional.empty()
                : Optional.of("this node has no lease: it opens no calls"));
        metrics.lockRetries("dial", postgres::deadlocks);
        metrics.sip(sip::live, sip::unreachable);
        metrics.lag(inbox::oldest, timeline::now);
        metrics.state("lease.held", "Whether this node may dial", lease::held);
        metrics.state("node.ready", "Whether /health/ready says so",
                () -> conditions.stream().allMatch(condition -> condition.reason().isEmpty()));
        return () -> loop.start(sip::isReady);
    }

    private static DialSettings settings(Config.Dialling set) {
        Double pace = set.callsPerSecond() == 0 ? null : Double.valueOf(set.callsPerSecond());
        return DialSettings.defaults().withMaxLive(set.maxLive()).withCallsPerSecond(pace);
    }

    private static Optional<String> reason(DialLoop.State state) {
        return switch (state) {
            case DIALLING -> Optional.empty();
            case STARTING -> Optional.of("dialling has not started yet");
            case AWAY -> Optional.of("the database is away: dialling waits for it");
            case DRAINING -> Optional.of("draining: nothing new is dialled");
            case STOPPED -> Optional.of("dialling has stopped");
        };
    }

    /**
     * As many as the other requests have, but no more than can be of use; a node that serves none has one.
     */
    private static int pageConnections(Config config) {
        return config.role().serves() ? Math.min(config.requests().connections(), MOST_FOR_PAGES) : 1;
    }

    /** Everything that is served. */
    List<Route> routes(Database requests, ListEndpoint.Parts list) {
        Ids ids = list.ids();
        Timeline timeline = list.timeline();
        var effects = new Effects(requests, new Idempotency(timeline));
        var routes = new ArrayList<Route>();
        routes.addAll(
                ListEndpoint.routes(list, new ListSettings(config.list().allWhenLimitIsOmitted())));
        routes.addAll(BatchRoutes.of(requests, effects, ids, timeline));
        routes.addAll(TaskRoutes.of(requests, effects, ids, timeline));
        routes.addAll(DirectoryRoutes.of(new DirectoryRoutes.Parts(requests, effects::once, timeline), ids,
                CHECKS, secrets));
        routes.addAll(CallRoutes.of(new CallRoutes.Parts(requests, ids, timeline, effects::once,
                DoNotCallSql::add)));
        routes.addAll(CarrierRoutes.of(new CarrierRoutes.Parts(requests, ids, timeline,
                CarrierRoutes.AuthTokens.of(secrets))));
        routes.addAll(FigureRoutes.of(list.longReads()));
        routes.addAll(KeyRoutes.of(requests, new Keys(requests, timeline, secure, ids), timeline));
        routes.add(Description.route());
        routes.addAll(operatorsRoutes());
        return routes;
    }

    /** What a node answers that only dials. */
    private List<Route> operatorsRoutes() {
        var routes = new ArrayList<>(Health.routes(conditions));
        routes.add(metrics.get().route());
        return routes;
    }

    /** What is no defect of ours: the database is away for a while, or was told to end a statement. */
    private static Optional<Refusal> refusal(RuntimeException e) {
        return switch (e) {
            case DatabaseAway _ -> Optional.of(Refusal.retryable(Refusal.Code.UNAVAILABLE,
                    "the database is away; nothing was lost", 1));
            case OutOfTime _ -> Optional.of(Refusal.retryable(Refusal.Code.UNAVAILABLE,
                    "the database takes too long at this moment; nothing was lost", 1));
            default -> Optional.empty();
        };
    }

    private <T> T ending(String name, T part, End<T> end) {
        started.addLast(new Part(name, () -> end.of(part)));
        return part;
    }

    /** How one part is ended. */
    private interface End<T> {
        void of(T part) throws IOException, InterruptedException;
    }
}
