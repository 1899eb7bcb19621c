package dev.carillon.dial;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Timeline;
import dev.carillon.call.CarrierEvent;
import dev.carillon.dial.Claim.Decision;

/**
 * One node's dialling, a step at a time: what carriers told is recorded, what may be dialled is claimed and
 * opened, and what is open is placed when its moment comes. Nothing here waits or loops. Not thread-safe: one
 * thread steps; carriers and others speak through the {@link Inbox}.
 */
public final class Dialer {

    private static final int GROUP = 2_000;
    private static final Duration SURVEY_EVERY = Duration.ofMillis(200);
    private static final Duration CHORES_EVERY = Duration.ofMillis(500);

    private final DialLedger ledger;
    private final Lease lease;
    private final Inbox inbox;
    private final DialSettings settings;
    private final LiveCalls live;
    private final Starts starts;
    private final FairShare fairShare = new FairShare();
    private final Map<Long, Work> work = new LinkedHashMap<>();
    private Instant nextSurvey = Instant.EPOCH;
    private Instant nextChores = Instant.EPOCH;
    private boolean doubtful;
    private boolean draining;

    /** What a dialer stands on. */
    public record Ports(DialLedger ledger, Lease lease, Trunks trunks, Timeline timeline) {
    }

    public Dialer(Ports ports, Inbox inbox, DialSettings settings) {
        this.ledger = ports.ledger();
        this.lease = ports.lease();
        this.inbox = inbox;
        this.settings = settings;
        this.live = new LiveCalls(settings, ports.trunks());
        this.starts = new Starts(settings, ports, inbox);
    }

    /**
     * Does what there is to do now, each part bounded.
     *
     * @return when to step again if nothing is told or nudged before
     * @throws LedgerAway when the ledger does not answer: nothing is lost, the next step goes on
     */
    public Instant step(Instant now) {
        hear();
        live.expire(now);
        record();
        if (lease.held()) {
            chores(now);
            dial(now);
        }
        return wake(now);
    }

    /** From now on nothing new is opened; what waits to be placed is given up. */
    public void drain() {
        draining = true;
        starts.clear();
    }

    /** Hangs up every live call of this node. */
    public void hangUpAll(Instant now) {
        live.cancel(null, now);
    }

    /** Whether no call is live here and everything told is recorded. */
    public boolean idle() {
        return live.size() == 0 && !live.anyChanged();
    }

    /** How many calls are live here. Only for the dial thread. */
    public int liveCalls() {
        return live.size();
    }

    private void hear() {
        List<CarrierEvent> told = inbox.drain(GROUP * 4);
        told.forEach(live::told);
    }

    private void record() {
        while (live.anyChanged()) {
            List<LiveCall> group = live.changed(GROUP);
            ledger.record(group.stream().map(LiveCall::change).toList());
            group.forEach(this::dueAgain);
            live.recorded(group);
        }
    }

    private void dueAgain(LiveCall call) {
        Work its = work.get(call.batch().batchId());
        if (its != null && call.end() != null
                && call.end().next() instanceof AttemptChange.Next.Again again) {
            its.due(again.dueAt());
        }
    }

    private void chores(Instant now) {
        if (nextChores.isAfter(now)) {
            return;
        }
        nextChores = now.plus(CHORES_EVERY);
        ledger.takeOver(now);
        ledger.turnBatches(now);
    }

    private void dial(Instant now) {
        if (doubtful) {
            ledger.disown(live.keys(), now);
            doubtful = false;
        }
        survey(now);
        if (!draining && live.size() < settings.maxLive()) {
            claim(now);
        }
    }

    private void survey(Instant now) {
        if (!inbox.takeNudge() && nextSurvey.isAfter(now)) {
            return;
        }
        nextSurvey = now.plus(SURVEY_EVERY);
        Survey survey = ledger.survey(now, live.batches());
        live.cancel(survey.hangUp(), now);
        Map<Long, Work> before = Map.copyOf(work);
        work.clear();
        for (Survey.Prospect prospect : survey.prospects()) {
            long id = prospect.batch().batchId();
            Work known = before.get(id);
            work.put(id, new Work(prospect, known == null ? now : known.restsUntil()));
        }
    }

    private void claim(Instant now) {
        List<ClaimRequest.Share> shares = fairShare.next(work.values(), now, settings.claimSize());
        if (shares.isEmpty()) {
            return;
        }
        boolean others = work.size() > shares.size();
        try (Claim claim = ledger.claim(new ClaimRequest(now, shares, others))) {
            var decider = new Decider(settings, claim, now, settings.maxLive() - live.size());
            learn(shares, claim, decider);
            if (!decider.decisions().isEmpty()) {
                open(claim, decider);
            }
        } catch (LedgerAway away) {
            doubtful |= away.outcomeUnknown();
            nextSurvey = Instant.EPOCH;
            throw away;
        }
    }

    private void open(Claim claim, Decider decider) {
        claim.open(decider.decisions(), decider.freeAt());
        for (Decision decision : decider.decisions()) {
            if (decision instanceof Decision.Open open) {
                var call = new LiveCall(open, settings);
                live.add(call);
                starts.add(call);
            }
        }
    }

    /** Keeps what a claim has shown of each batch, so that the next one asks those that have something. */
    private void learn(List<ClaimRequest.Share> shares, Claim claim, Decider decider) {
        for (ClaimRequest.Share share : shares) {
            long id = share.batch().batchId();
            Work its = work.get(id);
            if (its == null) {
                continue;
            }
            long found = claim.candidates().stream().filter(c -> c.batch().batchId() == id).count();
            Instant rest = decider.stopped().get(id);
            if (rest != null) {
                its.rest(rest);
            } else if (found < share.most()) {
                its.exhausted(null);
            }
        }
        for (Decision decision : decider.decisions()) {
            Work its = work.get(decision.candidate().batch().batchId());
            if (its != null && !decision.candidate().fromDue()) {
                its.advanced(1);
            }
            if (its != null && decision instanceof Decision.Wait wait) {
                its.due(wait.dueAt());
            }
        }
    }

    private Instant wake(Instant now) {
        Instant wake = nextSurvey.isBefore(nextChores) ? nextSurvey : nextChores;
        wake = earlier(wake, live.wake());
        if (!draining && lease.held()) {
            for (Work its : work.values()) {
                wake = earlier(wake, its.wake());
            }
        }
        return wake.isAfter(now) ? wake : now;
    }

    private static Instant earlier(Instant a, @Nullable Instant b) {
        return b != null && b.isBefore(a) ? b : a;
    }
}
