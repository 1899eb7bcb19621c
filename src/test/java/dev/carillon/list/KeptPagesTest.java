package dev.carillon.list;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.carillon.Law;
import dev.carillon.base.Patience;
import dev.carillon.base.Refusal;
import dev.carillon.base.VirtualTimeline;
import dev.carillon.http.Answer;
import dev.carillon.http.Scope;
import dev.carillon.list.ListFixture.Batch;
import dev.carillon.organization.Credentials;

/** The pages of ultra_fast, on a timeline that stands still until it is moved. */
@Tag("database")
class KeptPagesTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final long FEW_BYTES = 100_000;
    private static final ListQuery FIRST = query(0, 20);

    private final ListFixture list = new ListFixture();
    private final VirtualTimeline timeline = new VirtualTimeline(ListFixture.START);
    private final KeptPages kept = new KeptPages(
            new FreshPages(new Databases(list.served, list.served), new ListWriter(new Cursors(list.ids)),
                    timeline),
            timeline,
            FEW_BYTES);

    @BeforeEach
    void batch() {
        list.add(Batch.named("a batch"));
    }

    @AfterEach
    void close() {
        list.close();
    }

    private static ListQuery query(int page, int limit) {
        return new ListQuery(new Slice.Page(page, limit), new Sort(SortBy.NAME, SortOrder.ASCENDING),
                Mode.ULTRA_FAST, null);
    }

    private Answer page() {
        return kept.page(list.organization, FIRST);
    }

    private void untilSomebodySeesToTheRenewal() {
        assertTrue(Patience.until(LONG, () -> timeline.waiting() == 1), timeline.waiting() + " wait");
    }

    @Test
    void however_many_ask_the_page_is_made_once() {
        List<Answer> answers = IntStream.range(0, 64).parallel().mapToObj(i -> page()).toList();
        answers.forEach(answer -> assertSame(answers.getFirst(), answer));
        untilSomebodySeesToTheRenewal();
    }

    @Test
    void a_page_in_use_is_made_again_in_the_background() {
        Answer first = page();
        untilSomebodySeesToTheRenewal();
        timeline.advance(Duration.ofMillis(400));
        assertSame(first, page());
        timeline.advance(Duration.ofMillis(100));
        assertTrue(Patience.until(LONG, () -> page() != first));
        untilSomebodySeesToTheRenewal();
    }

    @Test
    void a_page_that_nobody_asks_for_is_left_alone() {
        Answer first = page();
        for (int i = 0; i < 6; i++) {
            untilSomebodySeesToTheRenewal();
            timeline.advance(Duration.ofMillis(500));
        }
        untilSomebodySeesToTheRenewal();
        timeline.advance(Duration.ofMillis(500));
        assertEquals(0, timeline.waiting());
        timeline.advance(Duration.ofSeconds(1));
        assertEquals(0, timeline.waiting());
        assertNotSame(first, page());
    }

    @Test
    @Law("Freshness")
    void while_the_database_stands_still_a_page_serves_out_its_time_and_is_then_refused() {
        Answer first = page();
        untilSomebodySeesToTheRenewal();
        list.database.transaction(handle -> {
            handle.execute("lock table batch_call in access exclusive mode");
            timeline.advance(Duration.ofMillis(800));
            assertSame(first, page());
            timeline.advance(Duration.ofMillis(1));
            Refusal refusal = assertThrows(Refusal.class, this::page);
            assertEquals(Refusal.Code.UNAVAILABLE, refusal.code());
            assertTrue(refusal.retryAfterSeconds() > 0);
            return refusal;
        });
        assertTrue(Patience.until(LONG, () -> {
            try {
                return page() != first;
            } catch (Refusal e) {
                return false;
            }
        }), "and served again afterwards");
    }

    @Test
    void what_is_kept_is_bounded_by_its_weight() {
        list.addMany(list.organization, 100);
        for (int limit = 60; limit <= 100; limit++) {
            String text = kept.page(list.organization, query(0, limit)).text();
            assertTrue(text.length() > FEW_BYTES / 10, limit + " rows have " + text.length() + " bytes");
        }
        assertTrue(Patience.until(LONG, () -> kept.bytes() <= FEW_BYTES), kept.bytes() + " bytes");
    }

    @Test
    @Law("Tenancy")
    void every_organisation_gets_its_own_pages_only() {
        String other = list.keys.createOrganization();
        Credentials stranger = list.keys.create(other, Scope.READ);
        list.add(other, Batch.named("another's"));
        String query = "?performance_mode=ultra_fast";
        IntStream.range(0, 200).parallel().forEach(i -> {
            String body = (i % 2 == 0 ? list.get(query) : list.get(stranger, query)).body();
            assertTrue(body.contains(i % 2 == 0 ? "a batch" : "another's"), body);
            assertFalse(body.contains(i % 2 == 0 ? other : list.organization), body);
        });
    }

    @Test
    void different_questions_have_different_pages() {
        String first = kept.page(list.organization, query(0, 20)).text();
        String second = kept.page(list.organization, query(1, 20)).text();
        assertFalse(first.equals(second));
        assertTrue(second.contains("\"batch_calls\":[]"), second);
    }
}
