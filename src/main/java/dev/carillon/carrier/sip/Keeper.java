package dev.carillon.carrier.sip;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

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
 * has never answered, for some never do and carry calls all the same. One thread looks; any may ask what is
 * known.
 */
final class Keeper {

    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);

    private final Asking asking;
    private final Consumer<TrunkNews> news;
    private final Map<Long, Instant> nextAt = new HashMap<>();
    /** As they were when they were looked at last. */
    private final Map<Long, Trunk> known = new ConcurrentHashMap<>();
    private final Set<Long> answered = ConcurrentHashMap.newKeySet();
    private final Map<Long, String> unreachable = new ConcurrentHashMap<>();

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
    void look(List<Kept> trunks, Instant now) {
        known.keySet().retainAll(trunks.stream().map(kept -> kept.trunk().trunkId()).toList());
        trunks.forEach(kept -> know(kept.trunk()));
        List<Long> ids = trunks.stream().filter(kept -> !kept.settings().keepAlive().isZero())
                .map(kept -> kept.trunk().trunkId()).toList();
        nextAt.keySet().retainAll(ids);
        unreachable.keySet().retainAll(ids);
        answered.retainAll(ids);
        for (Kept kept : trunks) {
            long id = kept.trunk().trunkId();
            if (!kept.settings().keepAlive().isZero() && !kept.hops().isEmpty()
                    && !nextAt.getOrDefault(id, now).isAfter(now)) {
                nextAt.put(id, now.plus(kept.settings().keepAlive()));
                asking.ask("sip:" + kept.settings().domain(), kept.hops().getFirst(),
                        why -> learn(kept.trunk(), why));
            }
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

    private void learn(Trunk trunk, Optional<String> why) {
        long id = trunk.trunkId();
        if (!trunk.equals(known.get(id))) {
            return; // it was asked where it was before
        }
        if (why.isPresent()) {
            if (unreachable.put(id, why.get()) == null) {
                LOG.warn("{} is not there: {}", trunk, why.get());
                if (answered.contains(id)) {
                    news.accept(new TrunkNews(trunk, Kind.AWAY, why.get()));
                }
            }
        } else {
            answered.add(id);
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
