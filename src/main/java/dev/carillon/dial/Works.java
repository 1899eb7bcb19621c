package dev.carillon.dial;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The batches of which something may be dialled before the next survey, and when that is: many batches that
 * wait for tomorrow cost a step nothing. Not thread-safe.
 */
final class Works {

    private static final Duration SURVEY_EVERY = Duration.ofMillis(200);
    /** However often somebody nudges. */
    private static final Duration SURVEY_AT_MOST_EVERY = Duration.ofMillis(20);

    private final FairShare fairShare = new FairShare();
    private Map<Long, Work> works = new LinkedHashMap<>();
    private Instant lastSurvey = Instant.EPOCH;
    private Instant nextSurvey = Instant.EPOCH;

    Instant surveyAt() {
        return nextSurvey;
    }

    /** The next survey is to come soon. */
    void hasten() {
        Instant soon = lastSurvey.plus(SURVEY_AT_MOST_EVERY);
        nextSurvey = soon.isBefore(nextSurvey) ? soon : nextSurvey;
    }

    void surveyed(Instant now) {
        lastSurvey = now;
        nextSurvey = now.plus(SURVEY_EVERY);
    }

    /** Takes what the survey found; limits that were met are remembered. */
    void see(Survey survey, Instant now) {
        Instant soon = now.plus(SURVEY_EVERY.multipliedBy(2));
        var seen = new LinkedHashMap<Long, Work>();
        var organizations = new HashSet<String>();
        for (Survey.Prospect prospect : survey.prospects()) {
            if (prospect.queued() > 0 || (prospect.nextDue() != null && prospect.nextDue().isBefore(soon))) {
                Work work = works.get(prospect.batch().batchId());
                if (work == null) {
                    work = new Work(prospect, fairShare.turn());
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
            fairShare.served(work(share));
        }
        return single;
    }

    /** Keeps what a claim has shown of each batch, so that the next one asks those that have something. */
    void learn(ClaimRequest request, Decider decider) {
        for (ClaimRequest.Share share : request.shares()) {
            BatchTurn turn = decider.turn(share.batch().batchId());
            Work work = work(share);
            work.learn(turn, share.most(), request);
            if (turn.served()) {
                fairShare.served(work);
            }
        }
    }

    /** Something of this batch is due then. */
    void due(long batchId, Instant at) {
        Work work = works.get(batchId);
        if (work != null) {
            work.due(at);
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
