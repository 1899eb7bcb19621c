package dev.carillon.dial;

import java.time.Instant;
import java.util.List;
import java.util.Set;

import dev.carillon.base.Ids.CallKey;

/** A ledger that does what another one does, for doubles that do one thing otherwise. */
public abstract class LedgerAround implements DialLedger {

    protected final DialLedger real;

    protected LedgerAround(DialLedger real) {
        this.real = real;
    }

    @Override
    public Survey survey(Instant now, Look look) {
        return real.survey(now, look);
    }

    @Override
    public Claim claim(ClaimRequest request) {
        return real.claim(request);
    }

    @Override
    public List<AttemptChange> record(List<AttemptChange> changes) {
        return real.record(changes);
    }

    @Override
    public List<Placement> placeElsewhere(List<Placement.Failed> failed, Set<Long> resting, Instant now,
            Placement.Chooser chooser) {
        return real.placeElsewhere(failed, resting, now, chooser);
    }

    @Override
    public void keepRests(List<TrunkRest> rests) {
        real.keepRests(rests);
    }

    @Override
    public void turnBatches(Instant now) {
        real.turnBatches(now);
    }

    @Override
    public void stopBatches(Instant now) {
        real.stopBatches(now);
    }

    @Override
    public int takeOver(Instant now) {
        return real.takeOver(now);
    }

    @Override
    public int takeOverSelf(Instant now) {
        return real.takeOverSelf(now);
    }

    @Override
    public List<Resumed> resume() {
        return real.resume();
    }

    @Override
    public int disown(Set<CallKey> known, Instant now) {
        return real.disown(known, now);
    }
}
