package dev.carillon.carrier.sip;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.carillon.call.Trunk;
import dev.carillon.carrier.sip.peer.SipTrunk;
import dev.carillon.carrier.sip.transaction.Hop;

/**
 * Asks every trunk with OPTIONS, as often as its settings say, and knows which of them do not answer. The log
 * hears of it when that changes. One thread looks; any may ask what is known.
 */
final class Keeper {

    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);

    private final Asking asking;
    private final Map<Long, Instant> nextAt = new HashMap<>();
    private final Map<Long, String> unreachable = new ConcurrentHashMap<>();

    /** How a peer is asked. */
    interface Asking {

        void ask(String uri, Hop to, Consumer<Optional<String>> told);
    }

    /** A trunk, and where it is reached. */
    record Kept(Trunk trunk, SipTrunk settings, List<Hop> hops) {
    }

    Keeper(Asking asking) {
        this.asking = asking;
    }

    /** Asks those whose turn has come, and forgets those that are not there, or not asked, any more. */
    void look(List<Kept> trunks, Instant now) {
        List<Long> ids = trunks.stream().filter(kept -> !kept.settings().keepAlive().isZero())
                .map(kept -> kept.trunk().trunkId()).toList();
        nextAt.keySet().retainAll(ids);
        unreachable.keySet().retainAll(ids);
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

    private void learn(Trunk trunk, Optional<String> why) {
        if (why.isPresent()) {
            if (unreachable.put(trunk.trunkId(), why.get()) == null) {
                LOG.warn("{} is not there: {}", trunk, why.get());
            }
        } else if (unreachable.remove(trunk.trunkId()) != null) {
            LOG.info("{} is there again", trunk);
        }
    }

    /** How many trunks did not answer when they were asked last. */
    int unreachable() {
        return unreachable.size();
    }
}
