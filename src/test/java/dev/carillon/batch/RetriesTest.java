package dev.carillon.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.carillon.call.Outcome;
import dev.carillon.call.RetryPlan.Budget;
import dev.carillon.dial.Look;
import dev.carillon.ledger.PostgresLedger;

/** What a client asks for is what the dial half does. */
@Tag("database")
class RetriesTest {

    private static final ZoneId UTC = ZoneId.of("UTC");

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "``|``|1", "``|, 'max_retries': 2|3", "'retry_config': {'enabled': false}|, 'max_retries': 2|3",
            "'retry_config': {'enabled': true}|``|3",
            "'retry_config': {'enabled': true}|, 'max_retries': 0|1",
            "'retry_config': {'enabled': true, 'max_attempts': 5}|``|5"})
    void a_task_has_as_many_attempts_as_it_or_else_its_batch_asks_for(String batch, String task,
            int attempts) {
        try (var house = new ApiHouse()) {
            String id = house.create(BatchCreateTest.tasks("{'to_number': '+14155550101'" + task + "}",
                    "'agent_id': 'agent_a'" + (batch.isEmpty() ? "" : ", " + batch)));
            int budget = Integer.parseInt(
                    house.value("select budget from task where batch_id = " + ApiHouse.key(id)));
            var ledger = new PostgresLedger(house.database::connection, 1, Duration.ofHours(6));
            var plan = ledger.survey(ApiHouse.START, Look.atAll(Set.of())).prospects().getFirst().batch()
                    .rules().retryPlan();
            int made = 1;
            while (plan.next(Outcome.NO_ANSWER, ApiHouse.START, () -> UTC, new Budget(made, budget))
                    .isPresent()) {
                made++;
            }
            assertEquals(attempts, made);
            assertEquals(Optional.empty(),
                    plan.next(Outcome.DECLINED, ApiHouse.START, () -> UTC, new Budget(1, budget)));
        }
    }
}
