package dev.carillon.organization;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import dev.carillon.base.Chance;
import dev.carillon.base.Ids;
import dev.carillon.base.Patience;
import dev.carillon.base.Refusal;
import dev.carillon.base.SystemTimeline;
import dev.carillon.db.Database;
import dev.carillon.db.DatabaseAddress;
import dev.carillon.db.TestPostgres;
import dev.carillon.http.Caller;
import dev.carillon.http.LogCapture;
import dev.carillon.http.Scope;

@Tag("database")
@TestInstance(TestInstance.Lifecycle.PER_METHOD)
class KeysTest {

    private static final String KEY = "sk_" + "k".repeat(32);
    private static final String SECRET = "s3cr3t_" + "s".repeat(40);

    private final DatabaseAddress address = TestPostgres.database();
    private final Database database = Database.open(address, "test", 4);
    private final SystemTimeline timeline = new SystemTimeline(Duration.ofSeconds(5));
    private final RandomGenerator secure = Chance.secure();
    private final Keys keys = new Keys(database, timeline, secure, new Ids(new byte[16], secure, timeline));
    private final KeyAuthenticator authenticator = new KeyAuthenticator(database, timeline);

    @AfterEach
    void close() {
        authenticator.close();
        timeline.close();
        database.close();
    }

    private List<Map<String, Object>> rows(String sql) {
        return database.read(handle -> handle.select(sql).mapToMap().list());
    }

    private String refusal(String key, String secret) {
        return assertThrows(Refusal.class, () -> keys.ensureKey(key, secret)).text();
    }

    private boolean valid(Credentials c) {
        try {
            authenticator.authenticate(c.key(), c.secret());
            return true;
        } catch (Refusal e) {
            assertEquals(Refusal.Code.UNAUTHENTICATED, e.code());
            return false;
        }
    }

    @Test
    void an_organisation_begins_with_its_counter_a_sandbox_for_any_number_and_their_limits() {
        String id = keys.createOrganization();
        assertTrue(id.matches("[a-z0-9]{20}"));
        assertEquals(List.of(Map.of("organization_id", id, "batch_count", 0L)),
                rows("select * from organization_counter"));
        assertEquals("[{kind=sandbox, settings={}, number=*}]",
                rows("""
                select kind, settings::text, number
                from trunk join caller_id using (organization_id, trunk_id)""")
                        .toString());
        assertEquals("[{scope=30, mine=true, max_live=null, calls_per_second=null, live=0},"
                + " {scope=40, mine=true, max_live=500, calls_per_second=50.0, live=0}]", rows("""
                        select scope, id = case scope when 30 then organization_id
                            else (select trunk_id::text from trunk) end as mine,
                            max_live, calls_per_second, live
                        from usage order by scope""").toString());
    }

    @Test
    void a_key_and_its_secret_have_their_form_and_the_secret_is_stored_only_as_a_hash() {
        String id = keys.createOrganization();
        Credentials made = keys.create(id, Scope.OPERATE);
        assertTrue(made.key().matches("sk_[0-9A-Za-z]{32}"));
        assertTrue(made.secret().matches("s3cr3t_[0-9A-Za-z]{40}"));
        assertEquals(new Caller(id, Scope.OPERATE), authenticator.authenticate(made.key(), made.secret()));
        assertFalse(made.toString().contains(made.secret()));
        String stored = database
                .read(handle -> handle.select("select encode(secret_hash, 'escape') || a::text"
                        + " from api_key a").mapTo(String.class).one());
        assertFalse(stored.contains(made.secret()));
    }

    @Test
    void a_wrong_pair_is_refused_and_the_refusal_does_not_tell_which_part_was_wrong() {
        Credentials made = keys.create(keys.createOrganization(), Scope.READ);
        var texts = new ArrayList<String>();
        for (var pair : List.of(new Credentials(made.key(), SECRET), new Credentials(KEY, made.secret()),
                new Credentials("sk_", "x"), new Credentials(made.key(), "s".repeat(100_000)))) {
            texts.add(assertThrows(Refusal.class, () -> authenticator.authenticate(pair.key(), pair.secret()))
                    .text());
        }
        assertEquals(1, texts.stream().distinct().count(), texts.toString());
        assertTrue(valid(made));
        assertFalse(valid(new Credentials(made.key(), SECRET)));
    }

    @Test
    void a_key_that_was_unknown_a_moment_ago_is_known_as_soon_as_it_is_made() {
        var own = new Credentials(KEY, SECRET);
        assertFalse(valid(own));
        keys.ensureKey(KEY, SECRET);
        assertTrue(valid(own));
    }

    @Test
    void a_new_key_works_at_once_while_many_ask_with_keys_that_are_unknown() throws Exception {
        var wrong = new ArrayList<Future<Boolean>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 400; i++) {
                var unknown = Credentials.draw(secure);
                wrong.add(threads.submit(() -> valid(unknown)));
            }
            assertTrue(valid(keys.create(keys.createOrganization(), Scope.OPERATE)));
        }
        for (Future<Boolean> f : wrong) {
            assertFalse(f.get());
        }
    }

    @Test
    void a_wrong_secret_of_a_known_key_and_an_ill_formed_key_cost_no_query() {
        Credentials made = keys.create(keys.createOrganization(), Scope.READ);
        assertTrue(valid(made));
        database.close();
        assertFalse(valid(new Credentials(made.key(), SECRET)));
        assertFalse(valid(new Credentials("sk_", SECRET)));
        assertFalse(valid(new Credentials(KEY, "s".repeat(10_000))));
    }

    @Test
    void a_revoked_key_is_refused_on_every_node_within_its_time() {
        String id = keys.createOrganization();
        Credentials made = keys.create(id, Scope.ADMIN);
        try (var other = new KeyAuthenticator(database, timeline)) {
            other.authenticate(made.key(), made.secret());
            assertTrue(valid(made));
            assertTrue(keys.revoke(id, made.key()));
            assertFalse(keys.revoke(id, made.key()));
            assertTrue(Patience.until(Duration.ofSeconds(10), () -> !valid(made)));
            assertThrows(Refusal.class, () -> {
                Patience.rest(Duration.ofSeconds(1));
                other.authenticate(made.key(), made.secret());
            });
        }
    }

    @Test
    void what_was_revoked_stays_so_whatever_a_change_had_read_before() {
        String id = keys.createOrganization();
        Credentials made = keys.create(id, Scope.READ);
        ApiKey read = stored(made);
        assertFalse(read.revoked());
        assertTrue(keys.revoke(id, made.key()));
        database.perform(handle -> ApiKeySql.write(handle, read));
        assertTrue(stored(made).revoked());
    }

    private ApiKey stored(Credentials made) {
        return database.read(handle -> OperatorSql.find(handle, made.key(), null)).orElseThrow();
    }

    @Test
    void an_organisation_that_is_not_there_has_no_key_to_revoke() {
        assertFalse(keys.revoke("nobody", KEY));
    }

    @Test
    void a_key_in_use_serves_out_its_time_while_the_database_is_away() {
        Credentials made = keys.create(keys.createOrganization(), Scope.ADMIN);
        assertTrue(valid(made));
        database.close();
        assertTrue(valid(made));
    }

    @Test
    void a_key_of_the_operator_is_made_once_and_the_same_again_is_fine() {
        keys.ensureKey(KEY, SECRET);
        keys.ensureKey(KEY, SECRET);
        keys.ensureKey(KEY + "2", SECRET);
        assertEquals(1, rows("select * from organization").size());
        assertEquals(2, rows("select * from api_key").size());
        assertEquals(Optional.empty(), keys.firstKey());
    }

    @Test
    void another_secret_a_revoked_key_and_an_ill_formed_one_are_refused_by_the_name_of_the_variable() {
        keys.ensureKey(KEY, SECRET);
        assertTrue(refusal(KEY, SECRET + "x").startsWith("CARILLON_API_SECRET: "));
        keys.revoke(
                Objects.requireNonNull(rows("select * from organization").getFirst().get("organization_id"))
                        .toString(),
                KEY);
        assertTrue(refusal(KEY, SECRET).startsWith("CARILLON_API_KEY: "));
        for (String key : List.of("", "sk_", "sk_" + "k".repeat(31), "sk_" + "k".repeat(31) + "-",
                "sk_" + "k".repeat(300),
                KEY + "\n", "pk_" + "k".repeat(32))) {
            assertTrue(refusal(key, SECRET).startsWith("CARILLON_API_KEY: "), key);
        }
        for (String secret : List.of("", "s3cr3t_", "s".repeat(40), SECRET + " ",
                "s3cr3t_" + "s".repeat(39))) {
            String text = refusal(KEY + "3", secret);
            assertTrue(text.startsWith("CARILLON_API_SECRET: ") && text.lines().count() == 1, text);
            assertFalse(secret.length() > 10 && text.contains(secret));
        }
    }

    @Test
    void nodes_that_start_together_make_one_first_key_and_one_installation() throws Exception {
        var firsts = new ArrayList<Future<Optional<Credentials>>>();
        var idKeys = new ArrayList<Future<byte[]>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                firsts.add(threads.submit(keys::firstKey));
                idKeys.add(threads.submit(() -> Installation.idKey(database, timeline, secure)));
            }
        }
        int made = 0;
        for (Future<Optional<Credentials>> f : firsts) {
            made += f.get().isPresent() ? 1 : 0;
        }
        assertEquals(1, made);
        assertEquals(1, rows("select * from organization").size());
        for (Future<byte[]> f : idKeys) {
            assertArrayEquals(idKeys.getFirst().get(), f.get());
        }
        assertArrayEquals(idKeys.getFirst().get(), Installation.idKey(database, timeline, secure));
    }

    @Test
    void secrets_are_in_no_log() {
        try (var log = new LogCapture()) {
            Credentials made = keys.firstKey().orElseThrow();
            keys.ensureKey(KEY, SECRET);
            valid(made);
            valid(new Credentials(made.key(), SECRET + "wrong"));
            assertThrows(Refusal.class, () -> keys.ensureKey(KEY, SECRET + "other"));
            assertFalse(log.text().contains(made.secret()) || log.text().contains(SECRET),
                    "a secret was logged");
        }
    }
}
