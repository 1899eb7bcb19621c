package dev.carillon.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import dev.carillon.base.Chance;
import dev.carillon.base.Ids;
import dev.carillon.base.Refusal;
import dev.carillon.base.SystemTimeline;
import dev.carillon.config.Config;
import dev.carillon.db.Database;
import dev.carillon.db.DatabaseAddress;
import dev.carillon.db.DatabaseLoan;
import dev.carillon.db.Migrations;
import dev.carillon.http.Scope;
import dev.carillon.organization.ApiKey;
import dev.carillon.organization.Installation;
import dev.carillon.organization.Keys;
import dev.carillon.organization.OperatorKeys;

/** {@code carillon keys}: the API keys of all organisations, on the database itself. */
@Command(name = "keys", mixinStandardHelpOptions = true,
        description = "Makes, lists and revokes API keys, whether the server runs or not.")
final class KeysCommand {

    private static final int FAILED = 1;
    private static final Duration UNSAMPLED = Duration.ofSeconds(1);

    private final SettingFlags flags;
    private final PrintStream out;
    private final PrintStream err;

    KeysCommand(SettingFlags flags, PrintStream out, PrintStream err) {
        this.flags = flags;
        this.out = out;
        this.err = err;
    }

    @Command(name = "create", mixinStandardHelpOptions = true,
            description = "Makes a key and prints it with its secret, which nobody can show again.")
    int create(
            @Option(names = "--name", paramLabel = "TEXT",
                    description = "What it is for.") @Nullable String name,
            @Option(names = "--scope", paramLabel = "SCOPE", defaultValue = "operate",
                    description = "read: look; operate: also create and control batch calls;"
                            + " admin: also keys (default: operate).") String scope,
            @Option(names = "--organization", paramLabel = "new|ID",
                    description = "A new organization, or one that there is"
                            + " (default: the only one).") @Nullable String organization) {
        Scope wanted = Scope.of(scope).orElseThrow(() -> Refusal.invalid("--scope",
                "is none", String.join(", ", Scope.words())));
        return withKeys(keys -> {
            ApiKey.Made made = keys.create(organization, wanted, name);
            out.println("id            " + made.key().publicId());
            out.println("organization  " + made.key().organizationId());
            out.println("scope         " + made.key().scope().word());
            out.println("key           " + made.key().key());
            out.println("secret        " + made.secret() + "   (shown once; keep it)");
            return 0;
        });
    }

    @Command(name = "list", mixinStandardHelpOptions = true,
            description = "Prints every key, never a secret.")
    int list(
            @Option(names = "--organization", paramLabel = "ID",
                    description = "Only this one's.") @Nullable String organization) {
        return withKeys(keys -> {
            List<ApiKey> found = keys.list(organization);
            KeyTable.print(out, found);
            if (organization == null) {
                keys.organizations().stream()
                        .filter(id -> found.stream().noneMatch(k -> k.organizationId().equals(id)))
                        .forEach(id -> out.println("organization " + id + " has no key"));
            }
            return 0;
        });
    }

    @Command(name = "revoke", mixinStandardHelpOptions = true,
            description = "Makes a key invalid for ever; every running server refuses it within a second."
                    + " Exit code 1: there is no such key.")
    int revoke(@Parameters(paramLabel = "KEY|ID", description = "sk_… or apikey_…") String keyOrId) {
        return withKeys(keys -> {
            Optional<ApiKey> before = keys.revoke(keyOrId);
            if (before.isEmpty()) {
                // What was given is not repeated: somebody may have given the secret.
                err.println("carillon: there is no such key; `carillon keys list` shows all");
                return FAILED;
            }
            out.println(before.get().publicId()
                    + (before.get().revoked() ? " was revoked before" : " is revoked"));
            return 0;
        });
    }

    private int withKeys(ToIntFunction<OperatorKeys> work) {
        Config.Storage storage = flags.config().storage();
        Config.OwnDatabase own = storage.database();
        if (own != null) {
            return withKeys(new DatabaseAddress(own.url(), own.user(), own.password()), work);
        }
        try (DatabaseLoan loan = DatabaseLoan.connectOrStart(storage.folder(), err::println)) {
            return withKeys(loan.address(), work);
        }
    }

    private static int withKeys(DatabaseAddress address, ToIntFunction<OperatorKeys> work) {
        new Migrations(address).check();
        RandomGenerator secure = Chance.secure();
        try (Database database = Database.open(address, "keys", 1);
                SystemTimeline timeline = new SystemTimeline(UNSAMPLED)) {
            Ids ids = new Ids(Installation.idKey(database, timeline, secure), secure, timeline);
            var keys = new Keys(database, timeline, secure, ids);
            return work.applyAsInt(new OperatorKeys(database, timeline, keys));
        }
    }
}
