package dev.carillon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

/** The API half's statements reach only the rows of the organisation that asks (law: Tenancy). */
class SqlTextTest {

    private static final Path SOURCES = Path.of("src/main/java/dev/carillon");
    private static final List<String> API_HALF = List.of("batch", "task", "list", "organization", "directory",
            "preflight", "event", "upkeep", "figures", "callback");

    /** Statements that are about no one organisation, each with its reason. */
    private static final Map<String, String> EXCEPTIONS = exceptions();

    private static final Pattern CONSTANT = Pattern.compile(
            "String (\\w+) =\\s+(?:\"\"\"\\s*(.*?)\"\"\"|\"([^\"\\n]*)\")", Pattern.DOTALL);
    private static final Pattern STATEMENT =
            Pattern.compile("(?i)\\s*(select|insert|update|delete|with)\\b.*",
                    Pattern.DOTALL);

    @Test
    void every_statement_of_the_api_half_binds_the_organization() throws IOException {
        Map<String, String> statements = statements();
        assertTrue(statements.size() > 20, "the statements are found: " + statements.keySet());
        var without = new TreeSet<String>();
        statements.forEach((name, sql) -> {
            if (!sql.contains(":organization_id")) {
                without.add(name);
            }
        });
        var known = new TreeSet<>(EXCEPTIONS.keySet());
        known.retainAll(statements.keySet());
        assertEquals(known, without);
        assertEquals(EXCEPTIONS.keySet(), known, "no exception outlives its statement");
    }

    private static Map<String, String> exceptions() {
        var all = new TreeMap<String, String>();
        all.put("CallSql.OWNER", "the organisation follows from the call that the token is of");
        all.put("CarrierCallbackSql.FIND", "the organisation follows from the call whose carrier signs");
        all.put("ChoreLockSql.TRY", "a lock, no row");
        for (String name : List.of("NEXT", "LOCK", "TAKE_DUE", "SKIP", "PROGRESS", "DONE")) {
            all.put("DeferredEndSql." + name, "upkeep serves all organisations, by the batch's key");
        }
        all.put("PageSql.PAGE", "its parts do");
        all.put("PageSql.MARK", "its parts do");
        all.put("SearchSql.KEYS", "its parts do");
        all.put("PageSql.TOTAL_GIVEN", "a number, no row");
        all.put("WholeListSql.MOMENT", "a time, no row");
        for (String name : List.of("NEXT", "LOCK", "RULES", "EXPIRE", "BUDGETS_AHEAD", "AHEAD_UNTIL",
                "BUDGETS_DUE", "BUDGETS_DONE", "LOOK_AGAIN", "DONE")) {
            all.put("EditedSql." + name, "upkeep serves all organisations, by the batch's key");
        }
        for (String name : List.of("RULES", "PIECE", "MOVE", "WALKED", "THROUGH")) {
            all.put("EditedHoursSql." + name, "upkeep serves all organisations, by the batch's key");
        }
        for (String name : List.of("NEXT", "FOLLOW")) {
            all.put("EditedOrganizationSql." + name, "upkeep serves all organisations");
        }
        for (String name : List.of("NEXT", "ROWS", "LIMIT", "DONE")) {
            all.put("RemovalSql." + name, "upkeep serves all organisations, by the batch's key");
        }
        for (String name : List.of("SMALL", "LARGE", "NEXT", "THERE", "INSERT", "DONE")) {
            all.put("SealSql." + name, "upkeep serves all organisations, by the batch's key");
        }
        all.put("EndedCallsSql.FORGET", "what has ended is forgotten of all organisations");
        all.put("RetentionSql.ANSWERS", "what is old is removed of all organisations");
        all.put("RetentionSql.EVENTS", "what is old is removed of all organisations");
        all.put("RetentionSql.RECENT_CALLS", "what is old is removed of all organisations");
        all.put("RetentionSql.CARRIER_WORDS", "what is old is removed of all organisations");
        all.put("RetentionSql.TALLIES", "what is old is removed of all organisations");
        all.put("KeptSecretsSql.ALL", "a start looks whether it has the key to all of them");
        all.put("InstallationSql.INSERT", "the installation's one row");
        all.put("InstallationSql.READ", "the installation's one row");
        all.put("KeySql.ANY", "whether this is the first start");
        all.put("KeySql.FIND", "the organisation follows from the key");
        all.put("KeySql.ONE_AT_A_TIME", "a lock, no row");
        for (String name : List.of("ORGANIZATIONS", "KEYS", "FIND")) {
            all.put("OperatorSql." + name, "the operator's command line is about all organisations");
        }
        all.put("OrganizationSql.OLDEST", "who starts a server with a key of his own names no organisation");
        return all;
    }

    private static Map<String, String> statements() throws IOException {
        var found = new TreeMap<String, String>();
        for (String room : API_HALF) {
            Path folder = SOURCES.resolve(room);
            if (!Files.exists(folder)) {
                continue;
            }
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(f -> f.toString().endsWith("Sql.java")).toList()) {
                    String name = file.getFileName().toString().replace(".java", "");
                    Matcher constant = CONSTANT.matcher(Files.readString(file));
                    while (constant.find()) {
                        String text = constant.group(2) == null ? constant.group(3) : constant.group(2);
                        if (STATEMENT.matcher(text).matches()) {
                            found.put(name + "." + constant.group(1), text);
                        }
                    }
                }
            }
        }
        return found;
    }
}
