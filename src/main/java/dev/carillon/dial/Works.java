package dev.carillon.dial;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The batches of which something may be dialled before the next survey, and when that is: many batches that
 * wait for tomorrow cost a step nothing. Not thread-safe.
 */
final class Works {

    private static final Duration SURVEY_EVERY = Duration.ofMillis(200);
    private static final Duration TWO_SURVEYS = SURVEY_EVERY.multipliedBy(2);
    private static final Duration ALL_AT_LEAST_EVERY = Duration.ofSeconds(5);
    /** What was committed late with an earlier time is still seen as a change. */
    private static final Duration COMMITTED_WITHIN = Duration.ofSeconds(5);
    /** However often somebody nudges. */
    private static final Duration SURVEY_AT_MOST_EVERY = Duration.ofMillis(20);

    private final FairShare fairShare = new FairShare();
    private Map<Long, Work> works = new LinkedHashMap<>();
    private Instant lastSurvey = Instant.EPOCH;
    private Instant nextSurvey = Instant.EPOCH;
    private final Seldom looksAtAll = new Seldom(SURVEY_EVERY, ALL_AT_LEAST_EVERY);
    /** Something of these falls due that was not known to have anything. */
    private final Set<Long> awakened = new HashSet<>();

    Instant surveyAt() {
        return nextSurvey;
    }

    /** The next survey is to come soon. */
    void hasten() {
        Instant soon = lastSurvey.plus(SURVEY_AT_MOST_EVERY);
        nextSurvey = soon.isBefore(nextSurvey) ? soon : nextSurvey;
    }

    /** What the next survey is to look at. */
    Look look(Set<Long> batchesWithLiveCalls, Instant now) {
        Set<Long> known = new HashSet<>(works.keySet());
        known.addAll(awakened);
        return new Look(batchesWithLiveCalls, looksAtAll.due(now), known, lastSurvey.minus(COMMITTED_WITHIN));
    }

    /** A survey begins; when it fails, the next one comes no sooner. */
    void surveyed(Instant now) {
        lastSurvey = now;
        nextSurvey = now.plus(SURVEY_EVERY);
    }

    /**
     * Takes what the survey found; limits that were met are remembered. What has nothing before the next look
     * at all is forgotten until then.
     */
    void see(Survey survey, Look look, Instant now, Duration took) {
        if (look.all()) {
            looksAtAll.done(now, took);
        }
        awakened.clear();
        Instant soon = looksAtAll.next().plus(TWO_SURVEYS);
        var seen = new LinkedHashMap<Long, Work>();
        var organizations = new HashSet<String>();
        for (Survey.Prospect prospect : survey.prospects()) {
            if (prospect.queued() > 0 || (prospect.nextDue() != null && prospect.nextDue().isBefore(soon))) {
                Work work = works.get(prospect.batch().batchId());
                if (work == null) {
                    work = new Work(prospect, fairShare.turn(), now);
                } else {
                    work.see(prospect);
                }
                seen.put(work.batchId(), work);
                organizations.add(prospect.batch().organizationId());
            }
        }
        works = seen;
        fairShare.keep(organizations);
    }

    /**
     * Whom the next claim asks, with how much.
     *
     * @param failed whether the last claim failed, for whatever reason: then one batch, each in turn
     */
    ClaimRequest next(Instant now, int size, boolean failed) {
        if (!failed) {
            return fairShare.next(works.values(), now, size);
        }
        ClaimRequest single = fairShare.single(works.values(), now, size);
        for (ClaimRequest.Share share : single.shares()) {
            fairShare.served(work(share), now);
        }
        return single;
    }

    /** Takes turns among the batches of a claim. */
    Turns turns(ClaimRequest request) {
        var turns = new Turns();
        request.shares().forEach(share -> turns.add(share.batch().batchId(),
                fairShare.place(work(share), request.now())));
        return turns;
    }

    /** Keeps what a claim has shown of each batch, so that the next one asks those that have something. */
    void learn(ClaimRequest request, Turns turns) {
        for (ClaimRequest.Share share : request.shares()) {
            BatchTurn turn = turns.turn(share.batch().batchId());
            Work work = work(share);
            work.learn(turn, share.most(), request);
            if (turn.served()) {
                fairShare.served(work, request.now());
            }
        }
    }

    /** Something of this batch is due then. */
    void due(long batchId, Instant at) {
        Work work = works.get(batchId);
        if (work != null) {
            work.due(at);
        } else {
            awakened.add(batchId);
        }
    }

    /** So many calls of each organisation have ended. */
    void ended(Map<String, Integer> calls) {
        if (calls.isEmpty()) {
            return;
        }
        for (Work work : works.values()) {
            work.ended(calls.getOrDefault(work.batch().organizationId(), 0));
        }
    }

    /** When a claim may find something, or null. */
    @Nullable Instant wake() {
        Instant wake = null;
        for (Work work : works.values()) {
            Instant its = work.wake();
            if (its != null && (wake == null || its.isBefore(wake))) {
                wake = its;
            }
        }
        return wake;
    }

    private Work work(ClaimRequest.Share share) {
        Work work = works.get(share.batch().batchId());
        if (work == null) {
            throw new IllegalStateException("a share of what is not there: " + share.batch().batchId());
        }
        return work;
    }
}
