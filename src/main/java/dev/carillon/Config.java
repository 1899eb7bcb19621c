package dev.carillon;

import java.nio.file.Path;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What an operator sets, from the environment (docs/configuration.md). Reading it checks everything; what is
 * wrong stops the start with one line that says what to change. {@link #toString} shows no secret.
 *
 * @param databaseUrl  JDBC; null: the embedded PostgreSQL below the data directory
 * @param firstKey     null: the first start makes one
 * @param drainSeconds how long live calls may go on at the end
 */
public record Config(String host, int port, Path dataDir, @Nullable String databaseUrl,
        @Nullable FirstKey firstKey,
        int drainSeconds) {

    /** A key for automation, made if it is not there. */
    public record FirstKey(String key, String secret) {
        @Override
        public String toString() {
            return key;
        }
    }

    /** Something in the environment is wrong; the message is one line that names the variable. */
    public static final class Problem extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Problem(String line) {
            super(line, null, false, false);
        }
    }

    /** The configuration of an environment. */
    public static Config from(Map<String, String> environment) {
        return new Config(text(environment, "CARILLON_HOST", "127.0.0.1"),
                integer(environment, "CARILLON_PORT", 8080, 65_535),
                Path.of(text(environment, "CARILLON_DATA_DIR", "data")).toAbsolutePath().normalize(),
                databaseUrl(environment), firstKey(environment),
                integer(environment, "CARILLON_DRAIN_SECONDS", 30, 3_600));
    }

    /** The same with another port. */
    public Config withPort(int other) {
        return new Config(host, other, dataDir, databaseUrl, firstKey, drainSeconds);
    }

    @Override
    public String toString() {
        return host + ":" + port + " data in " + dataDir;
    }

    private static String text(Map<String, String> environment, String name, String otherwise) {
        String value = environment.get(name);
        return value == null || value.isBlank() ? otherwise : value.strip();
    }

    private static int integer(Map<String, String> environment, String name, int otherwise, int most) {
        String value = text(environment, name, Integer.toString(otherwise));
        try {
            int number = Integer.parseInt(value);
            if (number >= 0 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw wrongNumber(name, value, most);
        }
        throw wrongNumber(name, value, most);
    }

    private static Problem wrongNumber(String name, String value, int most) {
        return new Problem(name + " is \"" + value + "\"; set it to a whole number from 0 to " + most);
    }

    private static @Nullable String databaseUrl(Map<String, String> environment) {
        String url = text(environment, "CARILLON_DATABASE_URL", "");
        if (url.isEmpty()) {
            return null;
        }
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new Problem(
                    "CARILLON_DATABASE_URL must be a JDBC address:"
                            + " jdbc:postgresql://host:5432/database?user=…");
        }
        return url;
    }

    private static @Nullable FirstKey firstKey(Map<String, String> environment) {
        String key = text(environment, "CARILLON_API_KEY", "");
        String secret = text(environment, "CARILLON_API_SECRET", "");
        if (key.isEmpty() != secret.isEmpty()) {
            throw new Problem(
                    "CARILLON_API_KEY and CARILLON_API_SECRET belong together; set both or neither");
        }
        return key.isEmpty() ? null : new FirstKey(key, secret);
    }
}
