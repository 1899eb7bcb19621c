package dev.carillon.doctor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.carillon.base.Patience;
import dev.carillon.db.Database;

/**
 * Examines a database for breaches of the laws. Facts are read in one snapshot, so a database at work gives
 * no false alarm. That something is late, a snapshot cannot tell from a standstill that is just over: what
 * looks late is looked at again after a while, and is a finding only if it is still there.
 */
public final class Doctor {

    private static final Duration SECOND_LOOK = Duration.ofSeconds(10);

    static final List<Question> ALL = Stream
            .of(LedgerLawSql.QUESTIONS, TallyLawSql.QUESTIONS, ReportLawSql.QUESTIONS,
                    SingleDialSql.QUESTIONS,
                    CapacitySql.QUESTIONS, BudgetSql.QUESTIONS, ExplainedSql.QUESTIONS,
                    SuppressionSql.QUESTIONS,
                    WindowSql.QUESTIONS, TenancySql.QUESTIONS, ProgressSql.QUESTIONS)
            .flatMap(List::stream).toList();

    private final Database database;
    private final Duration secondLook;

    public Doctor(Database database) {
        this(database, SECOND_LOOK);
    }

    /** @param secondLook how long what looks late gets to move */
    Doctor(Database database, Duration secondLook) {
        this.database = database;
        this.secondLook = secondLook;
    }

    /** What is broken; empty when every law holds. Takes some seconds longer when something looks late. */
    public List<Finding> examine() {
        List<Finding> first = look(ALL);
        List<Finding> late = first.stream().filter(Doctor::progress).toList();
        if (late.isEmpty() || !Patience.rest(secondLook)) {
            return first;
        }
        var findings = new ArrayList<>(first.stream().filter(f -> !progress(f)).toList());
        List<Finding> again = look(ProgressSql.QUESTIONS);
        late.forEach(f -> again.stream().filter(a -> a.what().equals(f.what()))
                .forEach(a -> both(f, a, findings)));
        return findings;
    }

    private List<Finding> look(List<Question> questions) {
        return database
                .snapshot(handle -> ExaminationSql.look(handle, questions, ExaminationSql.now(handle)));
    }

    private static boolean progress(Finding finding) {
        return finding.law().equals(ProgressSql.LAW);
    }

    private static void both(Finding first, Finding again, List<Finding> findings) {
        List<String> rows = first.rows().stream().filter(again.rows()::contains).toList();
        if (!rows.isEmpty()) {
            findings.add(new Finding(first.law(), first.what(), rows));
        }
    }
}
