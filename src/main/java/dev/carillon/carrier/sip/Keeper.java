package dev.carillon.carrier.sip;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.carillon.call.Trunk;
import dev.carillon.carrier.sip.peer.SipTrunk;
import dev.carillon.carrier.sip.transaction.Hop;
import dev.carillon.dial.TrunkNews;
import dev.carillon.dial.TrunkNews.Kind;

/**
 * Asks every trunk with OPTIONS, as often as its settings say, and knows which of them do not answer. The log
 * hears of it when that changes, and so does whoever decides where calls go: there is no news of a trunk that
 * has never answered, for some never do and carry calls all the same. Thread-safe.
 */
final class Keeper {

    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);

    private final Asking asking;
    private final Consumer<TrunkNews> news;
    private final Map<Long, Instant> nextAt = new HashMap<>();
    /** As they were when they were looked at last. */
    private final Map<Long, Trunk> known = new HashMap<>();
    /** The last round in which somebody answered. */
    private final Map<Long, Long> answered = new HashMap<>();
    private final Map<Long, String> unreachable = new ConcurrentHashMap<>();
    private long rounds;

    /** How a peer is asked. */
    interface Asking {

        void ask(String uri, Hop to, Consumer<Optional<String>> told);
    }

    /** A trunk, and where it is reached. */
    record Kept(Trunk trunk, SipTrunk settings, List<Hop> hops) {
    }

    Keeper(Asking asking, Consumer<TrunkNews> news) {
        this.asking = asking;
        this.news = news;
    }

    /** Asks those whose turn has come, and forgets those that are not there, or not asked, any more. */
    synchronized void look(List<Kept> trunks, Instant now) {
        forget(trunks.stream().map(kept -> kept.trunk().trunkId()).collect(Collectors.toSet()));
        trunks.forEach(kept -> know(kept.trunk()));
        List<Long> ids = trunks.stream().filter(kept -> !kept.settings().keepAlive().isZero())
                .map(kept -> kept.trunk().trunkId()).toList();
        nextAt.keySet().retainAll(ids);
        unreachable.keySet().retainAll(ids);
        answered.keySet().retainAll(ids);
        for (Kept kept : trunks) {
            long id = kept.trunk().trunkId();
            if (!kept.settings().keepAlive().isZero() && !kept.hops().isEmpty()
                    && !nextAt.getOrDefault(id, now).isAfter(now)) {
                nextAt.put(id, now.plus(kept.settings().keepAlive()));
                new Round(kept, rounds++).ask();
            }
        }
    }

    /** Of those that are not there any more whoever was told of them is told the last. */
    private void forget(Set<Long> there) {
        known.values().stream().filter(trunk -> !there.contains(trunk.trunkId()))
                .forEach(trunk -> news.accept(new TrunkNews(trunk, Kind.GONE, "")));
        known.keySet().retainAll(there);
    }

    /** Asks the addresses of a trunk one after another, as its calls do, until one answers. */
    private final class Round {

        private final Kept kept;
        private final long no;
        private int asked;

        Round(Kept kept, long no) {
            this.kept = kept;
            this.no = no;
        }

        void ask() {
            asking.ask("sip:" + kept.settings().domain(), kept.hops().get(asked), this::told);
        }

        private void told(Optional<String> why) {
            synchronized (Keeper.this) {
                asked++;
                if (!isOver() && why.isPresent() && asked < kept.hops().size()) {
                    ask();
                } else if (!isOver()) {
                    learn(kept.trunk(), no, why);
                }
            }
        }

        /** It was asked where it was before, or a later round was quicker and somebody was there. */
        private boolean isOver() {
            long id = kept.trunk().trunkId();
            return !kept.trunk().equals(known.get(id)) || answered.getOrDefault(id, -1L) > no;
        }
    }

    /** Of one whose settings were changed nothing is known any more. */
    private void know(Trunk trunk) {
        long id = trunk.trunkId();
        Trunk before = known.put(id, trunk);
        if (before != null && !before.equals(trunk)) {
            nextAt.remove(id);
            answered.remove(id);
            unreachable.remove(id);
            news.accept(new TrunkNews(trunk, Kind.CHANGED, ""));
        }
    }

    private void learn(Trunk trunk, long round, Optional<String> why) {
        long id = trunk.trunkId();
        if (why.isPresent()) {
            if (unreachable.put(id, why.get()) == null) {
                LOG.warn("{} is not there: {}", trunk, why.get());
                if (answered.containsKey(id)) {
                    news.accept(new TrunkNews(trunk, Kind.AWAY, why.get()));
                }
            }
        } else {
            answered.merge(id, round, Math::max);
            if (unreachable.remove(id) != null) {
                LOG.info("{} is there again", trunk);
                news.accept(new TrunkNews(trunk, Kind.BACK, ""));
            }
        }
    }

    /** How many trunks did not answer when they were asked last. */
    int unreachable() {
        return unreachable.size();
    }
}
