package dev.carillon.dial;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.carillon.dial.ClaimRequest.Share;

/**
 * Who is served by the next claim: organisations in equal parts, within an organisation its batches in equal
 * parts, and those first who have waited longest, so that nobody starves behind another (law: Progress). Who
 * is new begins at the end of the line. Not thread-safe.
 */
final class FairShare {

    private static final int MOST_BATCHES = 50;
    private static final Comparator<Work> LONGEST_WAIT = Comparator.comparingLong(Work::lastTurn);

    private final Map<String, Long> organizations = new HashMap<>();
    private long turn;

    /** An organisation's ready batches. */
    private record Line(long lastTurn, List<Work> ready) {
    }

    /** The number of the latest claim. */
    long turn() {
        return turn;
    }

    /**
     * A claim as large as possible: at most {@code size} tasks together; empty of shares when none is ready.
     */
    ClaimRequest next(Collection<Work> all, Instant now, int size) {
        return next(all, now, size, MOST_BATCHES);
    }

    /** A claim of the one batch that has waited longest: a batch that cannot be claimed fails alone. */
    ClaimRequest single(Collection<Work> all, Instant now, int size) {
        return next(all, now, size, 1);
    }

    private ClaimRequest next(Collection<Work> all, Instant now, int size, int most) {
        turn++;
        List<Line> lines = inTurn(all, now);
        int chosen = Math.min(lines.size(), Math.min(most, size));
        var shares = new ArrayList<Share>();
        boolean missed = false;
        for (int round = 0; chosen > 0 && round < most / chosen; round++) {
            for (Line line : lines.subList(0, chosen)) {
                int batches = Math.min(line.ready.size(), Math.min(most / chosen, size / chosen));
                if (round < batches) {
                    Work work = line.ready.get(round);
                    shares.add(new Share(work.batch(), size / chosen / batches));
                    missed |= work.missed();
                }
            }
        }
        boolean others = lines.size() > 1 || (chosen > 0 && lines.getFirst().ready.size() > 1);
        return new ClaimRequest(now, shares, others && !missed);
    }

    /** The ready batches by organisation, both in the order of their last turns. */
    private List<Line> inTurn(Collection<Work> all, Instant now) {
        var byOrganization = new LinkedHashMap<String, Line>();
        for (Work work : all) {
            if (work.ready(now)) {
                byOrganization.computeIfAbsent(work.batch().organizationId(), this::line).ready.add(work);
            }
        }
        var lines = new ArrayList<Line>(byOrganization.values());
        lines.sort(Comparator.comparingLong(Line::lastTurn));
        lines.forEach(line -> line.ready.sort(LONGEST_WAIT));
        return lines;
    }

    private Line line(String organization) {
        return new Line(organizations.computeIfAbsent(organization, _ -> turn), new ArrayList<>());
    }

    /** It had its turn: the others come first now. */
    void served(Work work) {
        work.served(turn);
        organizations.put(work.batch().organizationId(), turn);
    }

    /** Forgets the organisations that have nothing to dial. */
    void keep(Set<String> those) {
        organizations.keySet().retainAll(those);
    }
}
