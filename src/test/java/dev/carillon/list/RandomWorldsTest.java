package dev.carillon.list;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.carillon.base.Chance;
import dev.carillon.base.Ids;
import dev.carillon.db.Database;
import dev.carillon.db.TestPostgres;

/**
 * Sorting, paging and cursors against lists in memory: each world is an organisation with a few batches whose
 * values are often equal or null. {@code -Dcarillon.test.seed} repeats a run.
 */
@Tag("database")
class RandomWorldsTest {

    private static final int WORLDS = 2_500;
    private static final int AT_A_TIME = 250;
    private static final int MOST_BATCHES = 12;

    private static final List<@Nullable String> NAMES = Arrays.asList(null, "a", "A", "Z", "a b", "ab", "é",
            "e\u0301", "ß", "\uE000", "\uFFFD", "😀", "𝄞", "日本", " ", "_", "%", "\\", "'", "\"", "null");
    private static final List<SortBy> SORTS = List.of(SortBy.values());
    private static final List<String> STATUSES =
            List.of("draft", "scheduled", "sent", "paused", "completed", "failed", "cancelled");

    private static final String ORGANIZATIONS =
            """
            with o as (insert into organization select id, now() from unnest(:ids::text[]) id)
            insert into organization_counter select id, n from unnest(:ids::text[], :counts::int[]) x(id, n)""";

    private static final String BATCHES = """
            with b as (
                insert into batch_call (organization_id, public_id, name, from_number, status, reason, total,
                    sandbox, scheduled_at, max_attempts, duplicates, created_at, updated_at)
                select organization_id, public_id::uuid, name, '+14157774444', status,
                    case status when 'paused' then 'by_user' end, total, true,
                    timestamptz 'epoch' + scheduled * interval '1 microsecond', 1, 'skip',
                    timestamptz 'epoch' + created * interval '1 microsecond',
                    timestamptz 'epoch' + updated * interval '1 microsecond'
                from unnest(:organizations::text[], :ids::text[], :names::text[], :statuses::text[],
                            :totals::int[], :scheduled::bigint[], :created::bigint[], :updated::bigint[])
                    with ordinality
                    x(organization_id, public_id, name, status, total, scheduled, created, updated, i)
                order by i returning batch_id, status, total)
            insert into batch_progress (batch_id, status, total, open, skipped)
            select batch_id, status, total, 0, total from b""";

    private record Batch(UUID id, int place, @Nullable String name, String status, int total,
            @Nullable Long scheduled, long created, long updated) {
    }

    private record World(String organizationId, List<Batch> batches) {
    }

    private final long seed = Long.getLong("carillon.test.seed", 20261124L);
    private final RandomGenerator random = Chance.seeded(seed);

    @Test
    void thousands_of_random_worlds_are_sorted_paged_and_walked_like_a_list_in_memory() {
        System.out.println("random worlds: -Dcarillon.test.seed=" + seed);
        try (Database database = Database.open(TestPostgres.database(), "test", 1)) {
            for (int done = 0; done < WORLDS; done += AT_A_TIME) {
                List<World> worlds = new ArrayList<>();
                for (int i = 0; i < AT_A_TIME; i++) {
                    worlds.add(world());
                }
                database.perform(handle -> insert(handle, worlds));
                database.read(handle -> {
                    worlds.forEach(world -> check(handle, world));
                    return true;
                });
            }
        }
    }

    private World world() {
        var batches = new ArrayList<Batch>();
        int size = random.nextInt(MOST_BATCHES + 1);
        for (int i = 0; i < size; i++) {
            batches.add(new Batch(new UUID(random.nextLong(), random.nextLong()), i,
                    NAMES.get(random.nextInt(NAMES.size())), STATUSES.get(random.nextInt(STATUSES.size())),
                    random.nextInt(4), random.nextInt(3) == 0 ? null : time(), time(), time()));
        }
        return new World(Ids.organization(random), batches);
    }

    /** Few moments, some of them a microsecond apart. */
    private long time() {
        return 1_767_225_600_000_000L + random.nextInt(4) * 1_000_000L + random.nextInt(2);
    }

    private void check(Handle handle, World world) {
        var sort = new Sort(SORTS.get(random.nextInt(SORTS.size())),
                random.nextBoolean() ? SortOrder.ASCENDING : SortOrder.DESCENDING);
        List<String> expected = world.batches().stream().sorted(order(sort))
                .map(b -> Ids.text(Ids.BATCH_CALL, b.id())).toList();
        int limit = 1 + random.nextInt(5);
        String which = "seed " + seed + ", " + world + ", " + sort + ", limit " + limit;
        assertEquals(expected, paged(handle, world, sort, limit), () -> "pages: " + which);
        assertEquals(expected, walked(handle, world, sort, limit), () -> "a walk: " + which);
    }

    private static List<String> paged(Handle handle, World world, Sort sort, int limit) {
        var rows = new ArrayList<String>();
        int pages = Math.ceilDiv(world.batches().size(), limit);
        for (int page = 0; page <= pages; page++) {
            ListPage read = read(handle, world, new Slice.Page(page, limit), sort);
            assertEquals(world.batches().size(), read.total());
            assertEquals(page + 1 < pages, read.next() != null, () -> "a next page of " + world);
            read.rows().forEach(row -> rows.add(row.batchCallId()));
        }
        return rows;
    }

    private static List<String> walked(Handle handle, World world, Sort sort, int limit) {
        var rows = new ArrayList<String>();
        Slice slice = new Slice.Page(0, limit);
        while (true) {
            ListPage read = read(handle, world, slice, sort);
            read.rows().forEach(row -> rows.add(row.batchCallId()));
            Cursor next = read.next();
            if (next == null) {
                return rows;
            }
            assertEquals(limit, read.rows().size());
            slice = new Slice.After(next, limit);
        }
    }

    private static ListPage read(Handle handle, World world, Slice slice, Sort sort) {
        return ListSql.page(handle,
                Reading.kept(world.organizationId(), new ListQuery(slice, sort, Mode.FAST, null)));
    }

    /** The order as the contract has it: nulls last both ways, text by code point, ties in the same way. */
    private static Comparator<Batch> order(Sort sort) {
        boolean down = sort.order() == SortOrder.DESCENDING;
        Comparator<byte[]> values = down ? (a, b) -> compare(b, a) : RandomWorldsTest::compare;
        Comparator<Batch> byValue =
                Comparator.comparing(b -> value(b, sort.by()), Comparator.nullsLast(values));
        Comparator<Batch> byPlace = Comparator.comparingInt(Batch::place);
        return byValue.thenComparing(down ? byPlace.reversed() : byPlace);
    }

    /** UTF-8 and big-endian numbers compare like what they stand for. */
    private static int compare(byte[] a, byte[] b) {
        return Arrays.compareUnsigned(a, b);
    }

    private static byte @Nullable [] value(Batch b, SortBy by) {
        return switch (by) {
            case CREATED_AT -> number(b.created());
            case UPDATED_AT -> number(b.updated());
            case SCHEDULED_TIMESTAMP -> b.scheduled() == null ? null : number(b.scheduled());
            case NAME -> b.name() == null ? null : b.name().getBytes(StandardCharsets.UTF_8);
            case STATUS -> b.status().getBytes(StandardCharsets.UTF_8);
            case TOTAL_TASK_COUNT -> number(b.total());
        };
    }

    private static byte[] number(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }

    private static void insert(Handle handle, List<World> worlds) {
        handle.createUpdate(ORGANIZATIONS)
                .bindArray("ids", String.class, worlds.stream().map(World::organizationId).toList())
                .bindArray("counts", Integer.class, worlds.stream().map(w -> w.batches().size()).toList())
                .execute();
        List<Batch> all = worlds.stream().flatMap(w -> w.batches().stream()).toList();
        List<String> owners = worlds.stream()
                .flatMap(w -> w.batches().stream().map(b -> w.organizationId())).toList();
        handle.createUpdate(BATCHES).bindArray("organizations", String.class, owners)
                .bindArray("ids", String.class, all.stream().map(b -> b.id().toString()).toList())
                .bindArray("names", String.class, all.stream().map(Batch::name).toList())
                .bindArray("statuses", String.class, all.stream().map(Batch::status).toList())
                .bindArray("totals", Integer.class, all.stream().map(Batch::total).toList())
                .bindArray("scheduled", Long.class, all.stream().map(Batch::scheduled).toList())
                .bindArray("created", Long.class, all.stream().map(Batch::created).toList())
                .bindArray("updated", Long.class, all.stream().map(Batch::updated).toList()).execute();
    }
}
