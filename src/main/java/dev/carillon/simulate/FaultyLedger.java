package dev.carillon.simulate;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.dial.AttemptChange;
import dev.carillon.dial.Claim;
import dev.carillon.dial.ClaimRequest;
import dev.carillon.dial.DialLedger;
import dev.carillon.dial.LedgerAway;
import dev.carillon.dial.Look;
import dev.carillon.dial.Placement;
import dev.carillon.dial.Resumed;
import dev.carillon.dial.Survey;
import dev.carillon.dial.TrunkRest;
import dev.carillon.dial.Usage;
import dev.carillon.dial.UsageKey;

/** The way from one process to its ledger, on which things go wrong before and after each transaction. */
final class FaultyLedger implements DialLedger {

    private final DialLedger ledger;
    private final SimulatedNode.Life life;
    private final World world;

    FaultyLedger(DialLedger ledger, SimulatedNode.Life life, World world) {
        this.ledger = ledger;
        this.life = life;
        this.world = world;
    }

    private <T> T transaction(boolean writes, Supplier<T> work) {
        Store.Mishap mishap = world.troubles.mishap(life, writes);
        world.renewLeases();
        if (mishap == Store.Mishap.NONE) {
            return done(writes, undisturbed(work));
        }
        if (world.store.cut(life.node(), mishap, world.random.nextInt(1, 14))) {
            return done(writes, cut(work));
        }
        boolean away = mishap == Store.Mishap.AWAY;
        if (mishap == Store.Mishap.ANSWER_LOST) {
            var _ = work.get();
            world.judge.committed();
        }
        throw new LedgerAway("the simulator's fault", !away, null);
    }

    /** It fails by itself, unless it is over before; then nothing was wrong. */
    private <T> T cut(Supplier<T> work) {
        try {
            return work.get();
        } catch (LedgerAway e) {
            world.judge.committed();
            throw e;
        } finally {
            world.store.spare(life.node());
        }
    }

    /** Without a fault of the simulator's, no transaction fails: nobody waits for a lock on one thread. */
    private <T> T undisturbed(Supplier<T> work) {
        try {
            return work.get();
        } catch (LedgerAway e) {
            world.broken(e);
            throw e;
        }
    }

    private <T> T done(boolean writes, T result) {
        world.judge.committed();
        if (writes) {
            world.troubles.afterCommit(life);
        }
        return result;
    }

    @Override
    public Survey survey(Instant now, Look look) {
        return transaction(false, () -> ledger.survey(now, look));
    }

    @Override
    public Claim claim(ClaimRequest request) {
        return new Faulty(transaction(false, () -> ledger.claim(request)));
    }

    private final class Faulty implements Claim {

        private final Claim claim;

        Faulty(Claim claim) {
            this.claim = claim;
        }

        @Override
        public List<Candidate> candidates() {
            return claim.candidates();
        }

        @Override
        public Map<UsageKey, Usage> usage() {
            return claim.usage();
        }

        @Override
        public @Nullable Instant sharedSince() {
            return claim.sharedSince();
        }

        @Override
        public void open(List<Decision> decisions, Map<UsageKey, Instant> freeAt) {
            transaction(true, () -> {
                claim.open(decisions, freeAt);
                return true;
            });
        }

        @Override
        public void close() {
            claim.close();
        }
    }

    @Override
    public List<AttemptChange> record(List<AttemptChange> changes) {
        return transaction(true, () -> ledger.record(changes));
    }

    @Override
    public List<Placement> placeElsewhere(List<Placement.Failed> failed, Set<Long> resting, Instant now,
            Placement.Chooser chooser) {
        return transaction(true, () -> ledger.placeElsewhere(failed, resting, now, chooser));
    }

    @Override
    public void keepRests(List<TrunkRest> rests) {
        transaction(false, () -> {
            ledger.keepRests(rests);
            return true;
        });
    }

    @Override
    public void turnBatches(Instant now) {
        transaction(false, () -> {
            ledger.turnBatches(now);
            return true;
        });
    }

    @Override
    public void stopBatches(Instant now) {
        transaction(false, () -> {
            ledger.stopBatches(now);
            return true;
        });
    }

    @Override
    public int takeOver(Instant now) {
        return transaction(false, () -> ledger.takeOver(now));
    }

    @Override
    public int takeOverSelf(Instant now) {
        return transaction(true, () -> ledger.takeOverSelf(now));
    }

    @Override
    public List<Resumed> resume() {
        return transaction(false, ledger::resume);
    }

    @Override
    public int disown(Set<CallKey> known, Instant now) {
        return transaction(true, () -> ledger.disown(known, now));
    }
}
