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
import dev.carillon.dial.FairQueue.Flow;

/**
 * Who is served next: organisations by their weights, within an organisation its batches by their priorities,
 * which grow with waiting, so that nobody starves behind another (law: Progress). Each task that is decided
 * on counts, dialled or not, or batches that only put off would keep the others from their turn; who had
 * nothing to dial has saved nothing up. Not thread-safe.
 */
final class FairShare {

    private static final int MOST_BATCHES = 50;

    private final FairQueue organizations = new FairQueue();
    private final Map<String, Line> lines = new HashMap<>();
    private long turn;

    /** An organisation: its place beside the others, and its batches beside each other. */
    private static final class Line {

        private final Flow flow = new Flow();
        private final FairQueue batches = new FairQueue();
    }

    /** An organisation's ready batches, in their order. */
    private record Ready(Line line, List<Work> works) {
    }

    /** The number of the latest claim. */
    long turn() {
        return turn;
    }

    /**
     * A claim as large as possible: at most {@code size} tasks together; empty of shares when none is ready.
     */
    ClaimRequest next(Collection<Work> all, Instant now, int size) {
        turn++;
        List<Ready> ready = inOrder(all, now);
        List<Work> chosen = chosen(ready, Math.min(MOST_BATCHES, size));
        boolean others = ready.size() > 1 || (!ready.isEmpty() && ready.getFirst().works.size() > 1);
        boolean missed = chosen.stream().anyMatch(Work::missed);
        return new ClaimRequest(now, shares(chosen, now, size), others && !missed);
    }

    /** A claim of the one batch that has waited longest: a batch that cannot be claimed fails alone. */
    ClaimRequest single(Collection<Work> all, Instant now, int size) {
        turn++;
        List<Share> share = all.stream().filter(work -> work.ready(now))
                .min(Comparator.comparingLong(Work::lastTurn)).map(work -> share(work, size))
                .stream().toList();
        return new ClaimRequest(now, share, false);
    }

    /** One batch of each organisation, then the next of each, until there are enough. */
    private static List<Work> chosen(List<Ready> ready, int most) {
        var chosen = new ArrayList<Work>();
        boolean more = true;
        for (int round = 0; more && chosen.size() < most; round++) {
            more = false;
            for (Ready line : ready) {
                if (round < line.works.size() && chosen.size() < most) {
                    chosen.add(line.works.get(round));
                    more = true;
                }
            }
        }
        return chosen;
    }

    /** By weight among the organisations, and of what each gets by part among its batches; at least one. */
    private static List<Share> shares(List<Work> chosen, Instant now, int size) {
        if (chosen.size() == 1) {
            return List.of(share(chosen.getFirst(), size));
        }
        var portions = new LinkedHashMap<String, Portion>();
        double weights = 0;
        for (Work work : chosen) {
            String organization = work.batch().organizationId();
            Portion portion = portions.get(organization);
            if (portion == null) {
                portion = new Portion(work.batch().rank().weight());
                weights += portion.weight;
                portions.put(organization, portion);
            }
            portion.add(work, work.part(now));
        }
        double all = 0;
        for (Portion portion : portions.values()) {
            all += portion.beyondOne(size, weights);
        }
        double fits = all == 0 ? 0 : Math.min(1, (size - chosen.size()) / all);
        var shares = new ArrayList<Share>(chosen.size());
        for (Portion portion : portions.values()) {
            double its = portion.beyondOne(size, weights) * fits / portion.parts;
            for (Work work : portion.works) {
                shares.add(share(work, 1 + (int) (its * work.part(now))));
            }
        }
        return shares;
    }

    private static Share share(Work work, int size) {
        return new Share(work.batch(), work.most(size));
    }

    /** What falls to an organisation's chosen batches together. */
    private static final class Portion {

        private final int weight;
        private final List<Work> works = new ArrayList<>();
        private double parts;

        Portion(int weight) {
            this.weight = weight;
        }

        void add(Work work, double part) {
            works.add(work);
            parts += part;
        }

        /** What it would get above the one that each batch gets in any case. */
        double beyondOne(int size, double weights) {
            return Math.max(0, size * weight / weights - works.size());
        }
    }

    private List<Ready> inOrder(Collection<Work> all, Instant now) {
        var byOrganization = new LinkedHashMap<String, Ready>();
        for (Work work : all) {
            if (work.ready(now)) {
                byOrganization.computeIfAbsent(work.batch().organizationId(),
                        id -> new Ready(line(id), new ArrayList<>())).works
                        .add(work);
            }
        }
        var ready = new ArrayList<Ready>(byOrganization.values());
        ready.sort(Comparator.comparingDouble(r -> organizations.start(r.line.flow)));
        ready.forEach(r -> r.works.sort(Comparator.comparingDouble(w -> r.line.batches.start(w.flow()))));
        return ready;
    }

    private Line line(String organization) {
        return lines.computeIfAbsent(organization, _ -> new Line());
    }

    /** A batch's place in the line, for the length of a claim. */
    Place place(Work work, Instant now) {
        return new Place(work, line(work.batch().organizationId()), work.part(now));
    }

    /** Where a batch stands beside the others. */
    final class Place {

        private final Work work;
        private final Line line;
        private final double part;

        private Place(Work work, Line line, double part) {
            this.work = work;
            this.line = line;
            this.part = part;
        }

        boolean before(Place other) {
            return line == other.line
                    ? line.batches.start(work.flow()) < line.batches.start(other.work.flow())
                    : organizations.start(line.flow) < organizations.start(other.line.flow);
        }

        /** One of its tasks is decided on. */
        void served() {
            organizations.served(line.flow, work.batch().rank().weight());
            line.batches.served(work.flow(), part);
        }
    }

    /** It had its turn, whatever came of it. */
    void served(Work work, Instant now) {
        work.served(turn, now);
    }

    /** Forgets the organisations that have nothing to dial. */
    void keep(Set<String> those) {
        lines.keySet().retainAll(those);
    }
}
