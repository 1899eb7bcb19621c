package dev.carillon.dial;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who is served by the next claim: organisations in turn, and within an organisation its batches in turn, so
 * that nobody starves behind another (law: Progress). Not thread-safe.
 */
final class FairShare {

    private static final int MOST_BATCHES = 50;

    private int turn;

    /**
     * The batches of the next claim, the one whose turn it is first, with at most {@code size} tasks
     * together.
     */
    List<ClaimRequest.Share> next(Collection<Work> all, Instant now, int size) {
        List<Work> order = inTurn(all, now);
        if (order.isEmpty() || size <= 0) {
            return List.of();
        }
        turn++;
        int batches = Math.min(Math.min(order.size(), MOST_BATCHES), size);
        var shares = new ArrayList<ClaimRequest.Share>(batches);
        for (int i = 0; i < batches; i++) {
            shares.add(new ClaimRequest.Share(order.get(i).batch(), size / batches));
        }
        return shares;
    }

    private List<Work> inTurn(Collection<Work> all, Instant now) {
        Map<String, List<Work>> byOrganization = new LinkedHashMap<>();
        for (Work work : all) {
            if (work.ready(now)) {
                byOrganization.computeIfAbsent(work.batch().organizationId(), _ -> new ArrayList<>())
                        .add(work);
            }
        }
        List<List<Work>> organizations = rotated(new ArrayList<>(byOrganization.values()), turn);
        List<List<Work>> queues = organizations.stream().map(o -> rotated(o, turn / organizations.size()))
                .toList();
        var order = new ArrayList<Work>();
        for (int round = 0; order.size() < MOST_BATCHES && round < longest(queues); round++) {
            for (List<Work> queue : queues) {
                if (round < queue.size()) {
                    order.add(queue.get(round));
                }
            }
        }
        return order;
    }

    private static int longest(List<List<Work>> queues) {
        return queues.stream().mapToInt(List::size).max().orElse(0);
    }

    private static <T> List<T> rotated(List<T> list, int by) {
        if (list.size() < 2) {
            return list;
        }
        int first = Math.floorMod(by, list.size());
        var rotated = new ArrayList<T>(list.size());
        rotated.addAll(list.subList(first, list.size()));
        rotated.addAll(list.subList(0, first));
        return rotated;
    }
}
