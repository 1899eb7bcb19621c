package dev.carillon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** The product keeps the rules of {@link Architecture}, and each rule objects to what breaks it. */
class ArchitectureTest {

    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("dev.carillon");
    private static final JavaClasses WRONG = new ClassFileImporter().importPackages("dev.carillon.fixture");

    private static final Architecture RULES = new Architecture("dev.carillon");
    private static final Architecture RULES_OF_WRONG = new Architecture("dev.carillon.fixture");

    @Test
    void the_product_was_read() {
        assertFalse(PRODUCT.isEmpty());
        assertFalse(WRONG.isEmpty());
    }

    @Test
    void imports_go_one_way() {
        RULES.importsGoOneWay().check(PRODUCT);
    }

    @Test
    void sql_stays_in_its_place() {
        RULES.sqlStaysInItsPlace().check(PRODUCT);
    }

    @Test
    void the_rules_of_calling_do_no_input_or_output() {
        RULES.theRulesDoNoInputOrOutput().check(PRODUCT);
    }

    @Test
    void clock_and_chance_come_from_base() {
        RULES.clockAndChanceComeFromBase().check(PRODUCT);
    }

    @Test
    void no_package_is_in_a_cycle() {
        RULES.noPackageIsInACycle().check(PRODUCT);
    }

    @Test
    void a_forbidden_import_is_found() {
        assertEquals(Set.of("base.Reaches", "batch.Climbs", "strange.Stranger", "dial.Cycle"),
                objectedTo(RULES_OF_WRONG.importsGoOneWay()));
    }

    @Test
    void misplaced_sql_is_found() {
        assertEquals(Set.of("list.Queries", "list.Statements", "dial.Writes"),
                objectedTo(RULES_OF_WRONG.sqlStaysInItsPlace()));
    }

    @Test
    void input_and_output_in_the_rules_are_found() {
        assertEquals(Set.of("call.Reads", "dial.Writes"),
                objectedTo(RULES_OF_WRONG.theRulesDoNoInputOrOutput()));
    }

    @Test
    void a_cycle_is_found() {
        String report = String.join("\n", reports(RULES_OF_WRONG.noPackageIsInACycle()));
        assertEquals(true, report.contains("Slice dial") && report.contains("Slice base"), report);
    }

    /** Each method of the fixture is one way to the clock, to sleep or to chance: none may be missed. */
    @Test
    void every_way_to_clock_sleep_and_chance_is_found() throws ClassNotFoundException {
        String report = String.join("\n", reports(RULES_OF_WRONG.clockAndChanceComeFromBase()));
        var missed = new TreeSet<String>();
        for (var way : Class.forName("dev.carillon.fixture.http.EveryWay").getDeclaredMethods()) {
            if (!way.isSynthetic() && !report.contains("." + way.getName() + "(")) {
                missed.add(way.getName());
            }
        }
        assertEquals(Set.of(), missed);
        assertEquals(Set.of("http.EveryWay"), objectedTo(RULES_OF_WRONG.clockAndChanceComeFromBase()));
    }

    private static Set<String> objectedTo(ArchRule rule) {
        String root = "dev.carillon.fixture.";
        return reports(rule).stream().map(report -> report.substring(root.length(), report.indexOf(':')))
                .collect(Collectors.toSet());
    }

    private static List<String> reports(ArchRule rule) {
        return rule.evaluate(WRONG).getFailureReport().getDetails();
    }
}
