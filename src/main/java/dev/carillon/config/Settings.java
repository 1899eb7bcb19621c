package dev.carillon.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.slf4j.event.Level;

/**
 * The tree of everything that can be set. What is not here cannot be set: a name that is not here stops the
 * start.
 */
public final class Settings {

    static final Setting<String> HOST = Setting.of("host", Kind.text(), "127.0.0.1",
            "The address to listen at; 0.0.0.0 is every address of this machine.");
    static final Setting<Integer> PORT = Setting.of("port", Kind.whole(0, 65_535), "8080",
            "The port to listen at; 0 is any that is free.");
    static final Setting<Integer> AT_ONCE = Setting
            .of("requests.at-once", Kind.whole(1, 100_000), "512",
                    "How many requests may run at the same time; one more is answered 503.")
            .in("requests");
    static final Setting<Integer> CONNECTIONS = Setting
            .of("requests.connections", Kind.whole(1, 500), "4",
                    "How many connections to the database the requests share; pages of the list have"
                            + " as many again, but at most 16, and dialling has its own.")
            .in("connections");
    static final Setting<Integer> KEY_PER_SECOND = Setting
            .of("requests.per-key-per-second", Kind.whole(0, 100_000), "0",
                    "How many requests a second one API key may send to this node, on average; one more is"
                            + " answered 429. 0 is no limit.")
            .in("requests");
    static final Setting<Integer> KEY_BURST = Setting
            .of("requests.per-key-burst", Kind.whole(0, 100_000), "0",
                    "How many of them may come at once, after a pause; 0 is as many as in a second.")
            .in("requests");

    static final Setting<Path> DATA_DIR = Setting.of("data-dir", Kind.folder(), "data",
            "Where this node keeps its files, and the embedded database all of its own.");
    static final Setting<String> DATABASE_URL = Setting.of("database-url", Kind.databaseAddress(), "",
            "The JDBC address of a PostgreSQL of your own (15 or later); without it one is embedded.")
            .hidden();
    static final Setting<String> DATABASE_USER = Setting.of("database-user", Kind.text(), "",
            "Its user, when the address does not name one.");
    static final Setting<String> DATABASE_PASSWORD = Setting.of("database-password", Kind.text(), "",
            "Its password, when the address does not have it.").hidden();

    static final Setting<String> API_KEY = Setting.of("api-key", Kind.text(), "",
            "A first key for automation, made if it is not there; without one the first start prints one.");
    static final Setting<String> API_SECRET = Setting.of("api-secret", Kind.text(), "",
            "The secret of that key.").hidden();

    static final Setting<String> SECRETS_KEY = Setting.of("secrets.key", Kind.sealingKey(), "",
            "Encrypts the passwords of trunks and agents in the database, the same key on all nodes;"
                    + " without one none can be kept.")
            .hidden();
    static final Setting<String> SECRETS_KEY_BEFORE = Setting.of("secrets.key-before", Kind.sealingKey(), "",
            "The key of before: opens what it has encrypted, until that is set anew.").hidden();

    static final Setting<Boolean> LIMIT_WHEN_OMITTED = Setting.of("list.limit-when-omitted",
            Kind.either("20", "all"), "20",
            "What GET of the list without a limit gets: a page of 20 rows, or all rows.");

    static final Setting<Integer> DRAIN_SECONDS = Setting
            .of("drain-seconds", Kind.whole(0, 3_600), "30",
                    "How long live calls may go on when the server is stopped.")
            .in("seconds");
    static final Setting<Integer> LATE_START_HOURS = Setting
            .of("dial.late-start-hours", Kind.whole(1, 8_760), "6",
                    "A scheduled batch that is later than this is paused instead of started.")
            .in("hours");
    static final Setting<Integer> MAX_LIVE = Setting
            .of("dial.max-live", Kind.whole(1, 1_000_000), "20000",
                    "How many calls this node has live at most, over all trunks.")
            .in("calls");

    static final Setting<Integer> NODE_CALLS_PER_SECOND = Setting
            .of("dial.calls-per-second", Kind.whole(0, 100_000), "0",
                    "How many calls this node starts in a second at most, over all trunks; 0 is no limit.")
            .in("calls");
    static final Setting<Config.Role> ROLE = Setting.of("role", Kind.oneOf(Config.Role.class), "both",
            "What this node does beside others on the same database: answer the API, dial, or both.");

    static final Setting<String> SIP_HOST = Setting.of("sip.host", Kind.text(), "0.0.0.0",
            "The address to listen at for SIP; 0.0.0.0 is every address of this machine.");
    static final Setting<Integer> SIP_PORT = Setting.of("sip.port", Kind.whole(0, 65_535), "5060",
            "The port for SIP over UDP and TCP, which is used as soon as there is a SIP trunk; 0 is any that"
                    + " is free.");
    static final Setting<Integer> SIP_TLS_PORT = Setting.of("sip.tls-port", Kind.whole(0, 65_535), "5061",
            "The port for SIP over TLS, where there is a certificate; 0 is any that is free.");
    static final Setting<Path> SIP_CERTIFICATE = Setting.of("sip.tls-certificate", Kind.file(), "",
            "This server's certificate and those above it, in PEM; without it nobody connects to it by TLS.");
    static final Setting<Path> SIP_KEY = Setting.of("sip.tls-key", Kind.file(), "",
            "The private key of that certificate, in PEM (PKCS #8).");
    static final Setting<String> SIP_PUBLIC_HOST = Setting.of("sip.public-host", Kind.text(), "",
            "The address or name by which peers reach this server, where that is another than it has"
                    + " itself.");
    static final Setting<Integer> SIP_PUBLIC_PORT = Setting.of("sip.public-port", Kind.whole(0, 65_535), "0",
            "The port at which they reach it there; 0 is the same as it listens at.");

    static final Setting<Config.Format> LOG_FORMAT = Setting.of("log.format", Kind.oneOf(Config.Format.class),
            "text", "How the log is written: for people, or one JSON object a line.");
    static final Setting<Level> LOG_LEVEL = Setting.of("log.level", Kind.oneOf(Level.class), "info",
            "What is logged; debug has a line for every request.");
    static final Setting<Integer> LOG_SLOW_MILLIS = Setting
            .of("log.slow-millis", Kind.whole(1, 3_600_000), "1000",
                    "A request that takes longer is logged as a warning.")
            .in("milliseconds");

    public static final Section REACHED = new Section("Requests",
            List.of(HOST, PORT, AT_ONCE, CONNECTIONS, KEY_PER_SECOND, KEY_BURST));
    public static final Section DATABASE = new Section("Data",
            List.of(DATA_DIR, DATABASE_URL, DATABASE_USER, DATABASE_PASSWORD));
    public static final Section KEY = new Section("The first key", List.of(API_KEY, API_SECRET));
    public static final Section SECRETS = new Section("Secrets", List.of(SECRETS_KEY, SECRETS_KEY_BEFORE));
    public static final Section LIST = new Section("The list", List.of(LIMIT_WHEN_OMITTED));
    public static final Section DIALLING = new Section("Dialling",
            List.of(ROLE, DRAIN_SECONDS, LATE_START_HOURS, MAX_LIVE, NODE_CALLS_PER_SECOND));
    public static final Section SIP = new Section("SIP", List.of(SIP_HOST, SIP_PORT, SIP_TLS_PORT,
            SIP_CERTIFICATE, SIP_KEY, SIP_PUBLIC_HOST, SIP_PUBLIC_PORT));
    public static final Section LOG = new Section("The log",
            List.of(LOG_FORMAT, LOG_LEVEL, LOG_SLOW_MILLIS));

    /** What a client on this machine needs to ask the server. */
    public static final List<Setting<?>> CLIENT = List.of(HOST, PORT, API_KEY, API_SECRET);

    /** All of it, in the order in which people read it. */
    public static final List<Section> TREE =
            List.of(REACHED, DATABASE, KEY, SECRETS, LIST, DIALLING, SIP, LOG);

    /** Variables with our prefix that are for the launcher and not for us. */
    static final Set<String> NOT_OURS = Set.of("CARILLON_JAVA_OPTS");

    private Settings() {
    }

    /** Settings that belong together. */
    public record Section(String title, List<Setting<?>> settings) {
    }

    /** Every setting, in the order of the tree. */
    public static List<Setting<?>> all() {
        return TREE.stream().<Setting<?>>flatMap(section -> section.settings().stream()).toList();
    }

    /** The settings of these sections. */
    public static List<Setting<?>> of(Section... sections) {
        return Stream.of(sections).<Setting<?>>flatMap(section -> section.settings().stream()).toList();
    }
}
