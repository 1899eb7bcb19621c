package dev.carillon.dial;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Timeline;
import dev.carillon.dial.Claim.Decision;

/**
 * One node's dialling, a step at a time: what carriers told is recorded, what may be dialled is claimed and
 * opened, and what is open is placed when its moment comes. Nothing here waits or loops. Not thread-safe: one
 * thread steps; carriers and others speak through the {@link Inbox}.
 */
public final class Dialer {

    private static final int HEARD = 8_000;
    private static final Duration CHORES_EVERY = Duration.ofMillis(500);
    private static final Duration WITHOUT_LEASE = Duration.ofMillis(50);
    private static final Duration STOPS_AT_LEAST_EVERY = Duration.ofSeconds(5);

    private final DialLedger ledger;
    private final Lease lease;
    private final Trunks trunks;
    private final Timeline timeline;
    private final Inbox inbox;
    private final DialSettings settings;
    private final Starts starts;
    private final LiveCalls live;
    private final Recorder recorder;
    private final Elsewhere elsewhere;
    private final Adoption adoption;
    private final Works works = new Works();
    private final AgentWaits agentWaits = new AgentWaits();
    private Instant nextChores = Instant.EPOCH;
    private final Seldom stops = new Seldom(Duration.ZERO, STOPS_AT_LEAST_EVERY);
    private boolean doubtful;
    private boolean claimFailed;
    private boolean draining;
    private boolean leaving;

    /**
     * What a dialer stands on.
     *
     * @param recording where {@link DialLedger#record} runs: within the step, or beside it on one thread
     */
    public record Ports(DialLedger ledger, Lease lease, Trunks trunks, Timeline timeline,
            DialObserver observer, Executor recording) {

        /** The same with nobody who watches, and nothing beside the step. */
        public Ports(DialLedger ledger, Lease lease, Trunks trunks, Timeline timeline) {
            this(ledger, lease, trunks, timeline, DialObserver.none(), Runnable::run);
        }
    }

    public Dialer(Ports ports, Inbox inbox, DialSettings settings) {
        this.ledger = ports.ledger();
        this.lease = ports.lease();
        this.trunks = ports.trunks();
        this.timeline = ports.timeline();
        this.inbox = inbox;
        this.settings = settings;
        this.starts = new Starts(settings, ports, inbox);
        this.live = new LiveCalls(settings, starts, ports.observer());
        this.adoption = new Adoption(starts);
        this.elsewhere = new Elsewhere(ports, settings, starts, live);
        this.recorder = new Recorder(new Recorder.Ports(ledger, inbox, ports.recording()), live, works);
    }

    /**
     * Takes over what an earlier process of this node had open and its carriers can go on with, or end. To be
     * called once, before the first step.
     *
     * @return how many calls there are
     * @throws LedgerAway when the ledger does not answer: nothing was taken over
     */
    public int resume(Instant now) {
        List<Resumed> left = ledger.resume();
        for (Resumed before : left) {
            var call = new LiveCall(before, settings, now);
            live.add(call);
            adoption.add(call, before, now);
        }
        return left.size();
    }

    /**
     * Does what there is to do now, each part bounded.
     *
     * @return when to step again if nothing is told or nudged before
     * @throws LedgerAway when the ledger does not answer: nothing is lost, the next step goes on
     */
    public Instant step(Instant now) {
        for (Inbox.Heard heard : inbox.drain(HEARD)) {
            live.told(heard);
        }
        inbox.news().forEach(news -> live.health().learn(news, now));
        elsewhere.goOn(timeline.now(), !draining && lease.held());
        live.expire(now);
        recorder.record(now);
        boolean held = lease.held();
        if (held) {
            look(timeline.now());
            claim(timeline.now());
        }
        return wake(now, held);
    }

    /**
     * A process may have stood still since the step began: what is due by now comes before what is opened.
     */
    private void look(Instant now) {
        chores(now);
        disown(now);
        survey(now);
    }

    /** From now on nothing new is opened; what waits to be placed is given up. */
    public void drain() {
        if (!draining) {
            draining = true;
            live.giveUpStarts();
        }
    }

    /** Hangs up every live call of this node, but for those that its next process can go on with. */
    public void hangUpAll(Instant now) {
        leaving = true;
        live.cancel(call -> !call.outlives(), now);
    }

    /** Whether every call here has ended, is given up or left, and everything told is recorded. */
    public boolean idle() {
        int open = leaving ? live.open() - live.outliving() : live.open();
        return open == 0 && recorder.idle();
    }

    /** How many calls hold a place of this node. Only for the dial thread. */
    public int liveCalls() {
        return live.size();
    }

    /** How many deadlines are watched. */
    int watched() {
        return live.watched();
    }

    private void chores(Instant now) {
        if (nextChores.isAfter(now)) {
            return;
        }
        nextChores = now.plus(CHORES_EVERY);
        agentWaits.prune(now);
        ledger.takeOver(now);
        ledger.turnBatches(now);
        TrunkHealth health = live.health();
        if (health.hasChanged()) {
            ledger.keepRests(health.rests());
            health.kept();
        }
        if (stops.due(now)) {
            long began = timeline.nanos();
            ledger.stopBatches(now);
            stops.done(now, Duration.ofNanos(timeline.nanos() - began));
        }
    }

    /** What a COMMIT without an answer may have opened is not known here, so it was never placed. */
    private void disown(Instant now) {
        if (doubtful) {
            ledger.disown(live.keys(), now);
            doubtful = false;
        }
    }

    private void survey(Instant now) {
        if (inbox.takeNudge()) {
            works.hasten();
        }
        if (works.surveyAt().isAfter(now)) {
            return;
        }
        Look look = works.look(live.batches(), now).whileRest(live.health().resting(now));
        works.surveyed(now);
        long began = timeline.nanos();
        Survey survey = ledger.survey(now, look);
        works.see(survey, look, now, Duration.ofNanos(timeline.nanos() - began));
        if (!survey.hangUp().isEmpty()) {
            live.cancel(call -> survey.hangUp().contains(call.batch().batchId()), now);
            live.endLost(survey.hangUp());
        }
        live.hangUp(survey.ending(), now);
    }

    private boolean mayClaim(Instant now) {
        return !draining && live.size() < settings.maxLive() && !recorder.behind(now) && adoption.isOver(now)
                && trunks.haveRoom();
    }

    private void claim(Instant now) {
        if (!mayClaim(now)) {
            return;
        }
        int room = settings.maxLive() - live.size();
        ClaimRequest request = works.next(now, Math.min(room, settings.claimSize()), claimFailed);
        if (request.shares().isEmpty()) {
            return;
        }
        claimFailed = true;
        try (Claim claim = ledger.claim(request)) {
            starts.wires().learn(claim.usage().values(), claim.sharedSince());
            var capacity = new Capacity(claim.usage(), starts.node(live.size(), settings.maxLive()),
                    starts.wires(), now);
            var decider = new Decider(new Decider.Ground(settings, agentWaits, live.health()), now, capacity);
            Turns turns = works.turns(request);
            List<Decision> decisions = decider.decide(claim.candidates(), turns);
            if (!decisions.isEmpty()) {
                doubtful = true;
                claim.open(decisions, capacity.freeAt());
                doubtful = false;
                starts.wires().committed(Duration.between(now, timeline.now()));
                starts.nodeFreeAt(capacity.nodeFreeAt());
            }
            works.learn(request, turns);
            start(decisions);
            if (decider.trials().refused()) {
                works.hasten();
            }
        } catch (LedgerAway away) {
            doubtful &= away.outcomeUnknown();
            works.hasten();
            throw away;
        }
        claimFailed = false;
    }

    /** All are known before the first is placed: whatever happens there, none is forgotten. */
    private void start(List<Decision> decisions) {
        var opened = new ArrayList<LiveCall>(decisions.size());
        for (Decision decision : decisions) {
            if (decision instanceof Decision.Open open) {
                var call = new LiveCall(open, settings);
                live.add(call);
                live.health().opened(call.trunk(), open.placeAt());
                opened.add(call);
            }
        }
        opened.forEach(starts::add);
    }

    private Instant wake(Instant now, boolean held) {
        Instant wake = now.plus(WITHOUT_LEASE);
        if (held) {
            wake = earlier(nextChores, works.surveyAt());
            if (mayClaim(now)) {
                wake = earlier(wake, works.wake());
            }
        }
        wake = earlier(earlier(wake, live.wake()), recorder.wake());
        wake = earlier(wake, adoption.wake(now));
        return inbox.isEmpty() && wake.isAfter(now) ? wake : now;
    }

    private static Instant earlier(Instant a, @Nullable Instant b) {
        return b != null && b.isBefore(a) ? b : a;
    }
}
