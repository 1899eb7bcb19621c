package dev.carillon.directory;

import java.util.List;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.carillon.base.Refusal;
import dev.carillon.base.Sealed;
import dev.carillon.base.Secrets;
import dev.carillon.db.Database;
import dev.carillon.db.StartRefused;

/** Whether a node has the key to the secrets that are kept: one that has another would fail every call. */
public final class KeptSecrets {

    private static final Logger LOG = LoggerFactory.getLogger(KeptSecrets.class);
    private static final int SHOWN = 3;

    private KeptSecrets() {
    }

    /** The secrets of a trunk or an agent, by their names. */
    record Kept(String organizationId, String table, String publicId, Map<String, Sealed> sealed) {

        private boolean opens(Secrets secrets) {
            try {
                sealed.forEach((name, secret) -> secrets.open(secret,
                        Secrets.place(organizationId, table, publicId, name)));
                return true;
            } catch (Refusal e) {
                return false;
            }
        }
    }

    /**
     * Refuses the start with a key that does not open all that is kept; without any key it only warns, for
     * everything but the calls that need a secret works.
     */
    public static void check(Database database, Secrets secrets) {
        List<String> closed = database.read(KeptSecretsSql::all).stream().filter(kept -> !kept.opens(secrets))
                .map(Kept::publicId).toList();
        if (closed.isEmpty()) {
            return;
        }
        String whose = String.join(", ", closed.subList(0, Math.min(SHOWN, closed.size())))
                + (closed.size() > SHOWN ? " and " + (closed.size() - SHOWN) + " more" : "");
        if (!secrets.canSeal()) {
            LOG.warn("there is no secrets.key: the passwords of {} cannot be read, and calls fail for it",
                    whose);
            return;
        }
        throw new StartRefused("secrets.key does not open the passwords of " + whose + ": set"
                + " CARILLON_SECRETS_KEY to the key that they were encrypted with, or"
                + " CARILLON_SECRETS_KEY_BEFORE beside a new one");
    }
}
