package dev.carillon.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

import dev.carillon.config.Given.Value;

/**
 * The settings of one start. Reading them checks everything; what is wrong stops the start with one line that
 * says what to change. No text of it shows a secret.
 *
 * @param firstKey null: the first start makes one
 */
public record Config(Role role, Requests requests, Storage storage, @Nullable FirstKey firstKey,
        SealingKeys secrets, ListDefaults list, Dialling dialling, Sip sip, Log log) {

    /**
     * Where requests come in, and how many at a time.
     *
     * @param ofKey what one key may send; null: as much as it likes
     */
    public record Requests(String host, int port, int atOnce, int connections, @Nullable KeyPace ofKey) {

        /** The same with another port. */
        public Requests at(int other) {
            return new Requests(host, other, atOnce, connections, ofKey);
        }
    }

    /** How many requests a second one key may send on average, and how many at once; both at least 1. */
    public record KeyPace(int perSecond, int atOnce) {
    }

    /**
     * Where everything is kept.
     *
     * @param database null: PostgreSQL is embedded below the folder
     */
    public record Storage(Path folder, @Nullable OwnDatabase database) {
    }

    /** A PostgreSQL of the operator's own; user and password are empty when the address has them. */
    public record OwnDatabase(String url, String user, String password) {
        @Override
        public String toString() {
            return "a database of one's own";
        }
    }

    /** A key for automation, made if it is not there. */
    public record FirstKey(String key, String secret) {
        @Override
        public String toString() {
            return key;
        }
    }

    /**
     * The keys that secrets are sealed with, as they were written.
     *
     * @param key    null: no secret can be kept
     * @param before null: there was no other
     */
    public record SealingKeys(@Nullable String key, @Nullable String before) {

        static final SealingKeys NONE = new SealingKeys(null, null);

        @Override
        public String toString() {
            return key == null ? "no key" : "a key";
        }
    }

    /**
     * What a list request gets that does not say.
     *
     * @param allWhenLimitIsOmitted whether one without a limit gets all rows, not a page of 20
     */
    public record ListDefaults(boolean allWhenLimitIsOmitted) {
    }

    /**
     * How this node dials.
     *
     * @param drain          how long live calls may go on at the end
     * @param latestStart    a scheduled batch that is later than this is paused
     * @param maxLive        how many calls are live at most
     * @param callsPerSecond how many are started in a second at most; 0: as many as the other limits allow
     */
    public record Dialling(Duration drain, Duration latestStart, int maxLive, int callsPerSecond) {
    }

    /**
     * Where SIP peers are listened to, as soon as there is a trunk for them.
     *
     * @param port       over UDP and TCP; 0: any that is free
     * @param tlsPort    only where there is a certificate; 0: any that is free
     * @param tls        null: nobody connects by TLS
     * @param publicHost by which peers reach this node; null: it has that address itself
     * @param publicPort 0: the one that is listened at
     */
    public record Sip(String host, int port, int tlsPort, @Nullable Certificate tls,
            @Nullable String publicHost, int publicPort) {
    }

    /** A certificate with those above it, and its private key, both in PEM. */
    public record Certificate(Path chain, Path key) {
    }

    /** What a node does beside others on the same database. */
    public enum Role {
        BOTH, API, DIAL;

        /** Whether it answers more than what operators ask. */
        public boolean serves() {
            return this != DIAL;
        }

        /** Whether it makes calls. */
        public boolean dials() {
            return this != API;
        }
    }

    /**
     * What is logged, and how.
     *
     * @param slow a request that takes longer is a warning
     */
    public record Log(Format format, Level level, Duration slow) {
    }

    /** How the log is written. */
    public enum Format {
        TEXT, JSON
    }

    /** Something that was set is wrong; the message is one line for people, without any secret. */
    public static final class Problem extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Problem(String line) {
            super(line, null, false, false);
        }
    }

    /** What file, environment and flags come to. */
    public static Config of(Given given) {
        var read = new Reading(given.values());
        var requests = new Requests(read.get(Settings.HOST), read.get(Settings.PORT),
                read.get(Settings.AT_ONCE), read.get(Settings.CONNECTIONS), keyPace(read));
        var dialling = new Dialling(Duration.ofSeconds(read.get(Settings.DRAIN_SECONDS)),
                Duration.ofHours(read.get(Settings.LATE_START_HOURS)), read.get(Settings.MAX_LIVE),
                read.get(Settings.NODE_CALLS_PER_SECOND));
        var log = new Log(read.get(Settings.LOG_FORMAT), read.get(Settings.LOG_LEVEL),
                Duration.ofMillis(read.get(Settings.LOG_SLOW_MILLIS)));
        return new Config(read.get(Settings.ROLE), requests,
                new Storage(read.get(Settings.DATA_DIR), database(read)), firstKey(read),
                sealingKeys(read), new ListDefaults(read.get(Settings.LIMIT_WHEN_OMITTED)), dialling,
                sip(read), log);
    }

    /** The same on another port, over an empty database in that folder, which makes a key of its own. */
    public Config temporary(int port, Path folder, Duration drain) {
        return new Config(Role.BOTH, requests.at(port), new Storage(folder, null), null,
                SealingKeys.NONE, list,
                new Dialling(drain, dialling.latestStart(), dialling.maxLive(), dialling.callsPerSecond()),
                sip, log);
    }

    private static @Nullable KeyPace keyPace(Reading read) {
        int perSecond = read.get(Settings.KEY_PER_SECOND);
        int burst = read.get(Settings.KEY_BURST);
        if (perSecond == 0 && burst > 0) {
            throw new Problem(read.where(Settings.KEY_BURST) + ", is for a limit that is not set; set "
                    + Settings.KEY_PER_SECOND.name() + " as well");
        }
        return perSecond == 0 ? null : new KeyPace(perSecond, burst == 0 ? perSecond : burst);
    }

    private static @Nullable OwnDatabase database(Reading read) {
        Optional<String> url = read.find(Settings.DATABASE_URL);
        Optional<String> user = read.find(Settings.DATABASE_USER);
        Optional<String> password = read.find(Settings.DATABASE_PASSWORD);
        if (url.isEmpty() && (user.isPresent() || password.isPresent())) {
            throw new Problem(
                    read.where(user.isPresent() ? Settings.DATABASE_USER : Settings.DATABASE_PASSWORD)
                            + ", is for a database of your own; set database-url as well");
        }
        return url.map(u -> new OwnDatabase(u, user.orElse(""), password.orElse(""))).orElse(null);
    }

    private static @Nullable FirstKey firstKey(Reading read) {
        Optional<String> key = read.find(Settings.API_KEY);
        Optional<String> secret = read.find(Settings.API_SECRET);
        if (key.isPresent() != secret.isPresent()) {
            throw new Problem(read.where(key.isPresent() ? Settings.API_KEY : Settings.API_SECRET)
                    + ", is set alone; api-key and api-secret belong together: set both or neither");
        }
        return key.isEmpty() ? null : new FirstKey(key.get(), secret.orElseThrow());
    }

    private static Sip sip(Reading read) {
        Optional<Path> chain = read.find(Settings.SIP_CERTIFICATE);
        Optional<Path> key = read.find(Settings.SIP_KEY);
        if (chain.isPresent() != key.isPresent()) {
            throw new Problem(read.where(chain.isPresent() ? Settings.SIP_CERTIFICATE : Settings.SIP_KEY)
                    + ", is set alone; sip.tls-certificate and sip.tls-key belong together: set both or"
                    + " neither");
        }
        return new Sip(read.get(Settings.SIP_HOST), read.get(Settings.SIP_PORT),
                read.get(Settings.SIP_TLS_PORT),
                chain.isPresent() ? new Certificate(chain.get(), key.orElseThrow()) : null,
                read.find(Settings.SIP_PUBLIC_HOST).orElse(null), read.get(Settings.SIP_PUBLIC_PORT));
    }

    private static SealingKeys sealingKeys(Reading read) {
        Optional<String> key = read.find(Settings.SECRETS_KEY);
        Optional<String> before = read.find(Settings.SECRETS_KEY_BEFORE);
        if (key.isEmpty() && before.isPresent()) {
            throw new Problem(read.where(Settings.SECRETS_KEY_BEFORE)
                    + ", is set alone; set secrets.key as well");
        }
        return new SealingKeys(key.orElse(null), before.orElse(null));
    }

    /** The values by their settings. */
    private record Reading(Map<String, Value> values) {

        <T> T get(Setting<T> setting) {
            return find(setting).orElseThrow();
        }

        <T> Optional<T> find(Setting<T> setting) {
            Value value = values.get(setting.name());
            if (value == null) {
                return setting.otherwise().isEmpty() ? Optional.empty() : read(setting, setting.otherwise());
            }
            Optional<T> found = read(setting, value.text());
            if (found.isEmpty()) {
                String what = setting.secret() ? "not allowed" : "\"" + Shown.of(value.text()) + "\"";
                throw new Problem(where(setting) + ", is " + what + "; allowed: " + setting.kind().allowed());
            }
            return found;
        }

        /** {@code "port, from line 3 of carillon.properties"}. */
        String where(Setting<?> setting) {
            Value value = values.get(setting.name());
            return setting.name() + ", from " + (value == null ? "its default" : value.where());
        }

        private static <T> Optional<T> read(Setting<T> setting, String text) {
            return setting.kind().reading().apply(text);
        }
    }
}
