package dev.carillon;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.jspecify.annotations.Nullable;

/**
 * The rules about who may use whom, for the tree below any root, so that they can be tried on a wrong tree,
 * too.
 */
record Architecture(String root) {

    private static final String CARRIERS = "carrier.sandbox carrier.sip carrier.rest";
    private static final String FEATURE = "base call db http event";

    /** Who imports whom. What is not here is forbidden; a package that is not here may not exist. */
    private static final Map<String, Set<String>> IMPORTS = table(
            "base:",
            "call: base",
            "db: base",
            // It reads and writes the nouns that requests of several features have: no more of call.
            "http: base call",
            "event: base db",
            "config: base",
            "log: base call config",
            "metrics: base call dial http",
            "dial: base call",
            "ledger: base call db dial event",
            "carrier.sandbox: base call dial",
            "carrier.sip: base call dial carrier.sip.message carrier.sip.transaction carrier.sip.transport"
                    + " carrier.sip.dialog carrier.sip.call carrier.sip.peer",
            "carrier.sip.call: base call carrier.sip.message carrier.sip.transaction carrier.sip.dialog",
            "carrier.sip.dialog: base carrier.sip.message carrier.sip.transaction",
            "carrier.sip.transport: base carrier.sip.message carrier.sip.transaction",
            "carrier.sip.message: base",
            "carrier.sip.transaction: base carrier.sip.message",
            "carrier.sip.peer: base call carrier.sip.message carrier.sip.transaction",
            // How an agent is reached is one thing, whichever carrier calls it.
            "carrier.rest: base call dial carrier.sip.peer",
            "simulate: base call dial " + CARRIERS,
            "organization: " + FEATURE,
            "list: " + FEATURE,
            "task: " + FEATURE,
            "directory: " + FEATURE,
            "figures: " + FEATURE,
            "push: " + FEATURE,
            "callback: " + FEATURE,
            "upkeep: " + FEATURE,
            "batch: " + FEATURE + " task list",
            "preflight: " + FEATURE + " task list",
            "doctor: base call db");

    /** These construct and command: they may import everything. Nobody may import the root. */
    private static final Set<String> EVERYTHING = Set.of("", "cli");

    private static final Set<String> IN_OUT = Set.of("java.io", "java.nio.file", "java.nio.channels",
            "java.net", "java.sql", "javax.sql", "javax.net", "org.jdbi", "org.postgresql", "com.zaxxer",
            "io.helidon");

    /**
     * Every way to the machine's clock, to sleep, and to chance; {@code *} stands for all members of a type.
     */
    private static final Set<String> CLOCK_AND_CHANCE = Set.of("java.lang.System.currentTimeMillis",
            "java.lang.System.nanoTime", "java.lang.Thread.sleep", "java.lang.Math.random",
            "java.lang.StrictMath.random", "java.time.Clock.*", "java.time.InstantSource.system",
            "java.util.Date.<init>", "java.util.Calendar.getInstance", "java.util.GregorianCalendar.<init>",
            "java.util.UUID.randomUUID", "java.util.Random.*", "java.util.SplittableRandom.*",
            "java.util.Collections.shuffle", "java.util.concurrent.ThreadLocalRandom.*",
            "java.util.concurrent.TimeUnit.sleep", "java.util.concurrent.locks.LockSupport.parkNanos",
            "java.util.concurrent.locks.LockSupport.parkUntil", "java.security.SecureRandom.*",
            "java.util.random.RandomGenerator.of", "java.util.random.RandomGenerator.getDefault",
            "java.util.random.RandomGeneratorFactory.*");

    ArchRule importsGoOneWay() {
        return everyClass("import only what the table allows", this::forbiddenImports);
    }

    ArchRule sqlStaysInItsPlace() {
        return everyClass("leave SQL to db, ledger and classes named …Sql", this::misplacedSql);
    }

    ArchRule theRulesDoNoInputOrOutput() {
        return everyClass("do no I/O in call and dial", this::inputAndOutput);
    }

    ArchRule clockAndChanceComeFromBase() {
        return everyClass("ask only base for the time, for sleep and for chance", this::clockAndChance);
    }

    ArchRule noPackageIsInACycle() {
        return SlicesRuleDefinition.slices().matching(root + ".(**)").should().beFreeOfCycles()
                .allowEmptyShould(true);
    }

    private Stream<String> forbiddenImports(JavaClass from) {
        String place = place(from);
        if (EVERYTHING.contains(place)) {
            return Stream.empty();
        }
        Set<String> allowed = IMPORTS.get(place);
        if (allowed == null) {
            return Stream.of("the package " + place + " has no line in the table of imports");
        }
        return targets(from).filter(this::ours).map(this::place)
                .filter(to -> !to.equals(place) && !allowed.contains(to)).distinct()
                .map(to -> place + " may not import " + (to.isEmpty() ? "the root package" : to));
    }

    /** A transaction may be handed on where db may be imported, and a connection by the root, which wires. */
    private Stream<String> misplacedSql(JavaClass from) {
        String place = place(from);
        if (Set.of("db", "ledger").contains(place) || outermost(from).getSimpleName().endsWith("Sql")) {
            return Stream.empty();
        }
        boolean transactions = EVERYTHING.contains(place)
                || IMPORTS.getOrDefault(place, Set.of()).contains("db");
        return targets(from).map(JavaClass::getName)
                .filter(to -> below(to, "java.sql") || below(to, "javax.sql") || below(to, "org.jdbi"))
                .filter(to -> !(transactions && to.equals("org.jdbi.v3.core.Handle")))
                .filter(to -> !(place.isEmpty() && to.equals("java.sql.Connection"))).distinct();
    }

    private Stream<String> inputAndOutput(JavaClass from) {
        if (!Set.of("call", "dial").contains(place(from))) {
            return Stream.empty();
        }
        return targets(from).map(JavaClass::getName).filter(to -> !to.equals("java.io.Serializable"))
                .filter(to -> IN_OUT.stream().anyMatch(in -> below(to, in))).distinct();
    }

    private Stream<String> clockAndChance(JavaClass from) {
        if (place(from).equals("base")) {
            return Stream.empty();
        }
        return from.getAccessesFromSelf().stream().map(Architecture::clockOrChance)
                .filter(what -> what != null);
    }

    private static @Nullable String clockOrChance(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        String member = access.getTarget().getName();
        boolean readsNow = below(owner, "java.time") && member.equals("now");
        return readsNow || CLOCK_AND_CHANCE.contains(owner + "." + member)
                || CLOCK_AND_CHANCE.contains(owner + ".*") ? access.getDescription() : null;
    }

    private static Stream<JavaClass> targets(JavaClass from) {
        return from.getDirectDependenciesFromSelf().stream()
                .map(dependency -> dependency.getTargetClass().getBaseComponentType());
    }

    private ArchRule everyClass(String what, Function<JavaClass, Stream<String>> objections) {
        return ArchRuleDefinition.classes().that(new DescribedPredicate<JavaClass>("are ours") {
            @Override
            public boolean test(JavaClass type) {
                return ours(type);
            }
        }).should(new ArchCondition<JavaClass>(what) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                objections.apply(type).forEach(objection -> events.add(SimpleConditionEvent.violated(type,
                        type.getName() + ": " + objection)));
            }
        }).allowEmptyShould(true);
    }

    private boolean ours(JavaClass type) {
        return below(type.getName(), root);
    }

    private static boolean below(String name, String packageName) {
        return name.startsWith(packageName + ".");
    }

    /** The package of a type, as the table calls it. */
    private String place(JavaClass type) {
        String name = type.getPackageName();
        return name.equals(root) ? "" : name.substring(root.length() + 1);
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(Architecture::outermost).orElse(type);
    }

    private static Map<String, Set<String>> table(String... lines) {
        return Arrays.stream(lines).map(line -> List.of(line.split(":", 2)))
                .collect(Collectors.toMap(List::getFirst, line -> words(line.getLast()), (a, _) -> a,
                        LinkedHashMap::new));
    }

    private static Set<String> words(String text) {
        return Arrays.stream(text.strip().split(" ")).collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
