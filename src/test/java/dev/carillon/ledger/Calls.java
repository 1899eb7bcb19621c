package dev.carillon.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.carillon.call.AttemptState;
import dev.carillon.call.BatchCall;
import dev.carillon.call.Outcome;
import dev.carillon.call.Reason;
import dev.carillon.dial.AttemptChange;
import dev.carillon.dial.AttemptChange.End;
import dev.carillon.dial.AttemptChange.Next;
import dev.carillon.dial.Claim;
import dev.carillon.dial.Claim.Candidate;
import dev.carillon.dial.Claim.Decision;
import dev.carillon.dial.ClaimRequest;
import dev.carillon.dial.ClaimRequest.Share;
import dev.carillon.dial.DialLedger;
import dev.carillon.dial.Look;
import dev.carillon.dial.Survey;

/** What a dialer would do with a ledger, in single steps. */
final class Calls {

    static final Duration LONGEST = Duration.ofHours(1);

    private Calls() {
    }

    static BatchCall batch(DialLedger ledger, long batch, Instant now) {
        return ledger.survey(now, Look.atAll(Set.of())).prospects().stream().map(Survey.Prospect::batch)
                .filter(b -> b.batchId() == batch).findFirst().orElseThrow();
    }

    static ClaimRequest request(BatchCall batch, int most, Instant now) {
        return new ClaimRequest(now, List.of(new Share(batch, most)), false);
    }

    static Claim claim(DialLedger ledger, long batch, int most, Instant now) {
        return ledger.claim(request(batch(ledger, batch, now), most, now));
    }

    /** Opens every candidate of a claim and returns them. */
    static List<Candidate> open(DialLedger ledger, long batch, int most, Instant now) {
        try (Claim claim = claim(ledger, batch, most, now)) {
            List<Candidate> candidates = List.copyOf(claim.candidates());
            claim.open(candidates.stream().map(c -> open(c, now)).toList(), Map.of());
            return candidates;
        }
    }

    static Decision open(Candidate candidate, Instant now) {
        return new Decision.Open(candidate, List.of(), now, now.plusMillis(400), now.plus(LONGEST));
    }

    static Decision later(Candidate candidate, Instant at, Reason reason) {
        return new Decision.Wait(candidate, at, reason);
    }

    static Decision never(Candidate candidate, Reason reason) {
        return new Decision.Skip(candidate, reason);
    }

    static AttemptChange ringing(Candidate c) {
        return change(c, AttemptState.RINGING, null, null);
    }

    static AttemptChange answered(Candidate c, Instant at) {
        return change(c, AttemptState.ANSWERED, at, null);
    }

    /** Answered, joined and ended normally. */
    static AttemptChange completed(Candidate c, Instant at) {
        return change(c, AttemptState.ENDED, at,
                new End(Outcome.COMPLETED, null, at, new Next.Done(Outcome.COMPLETED.taskStatus()), true));
    }

    /** The same, with what follows if a machine had answered. */
    static AttemptChange completed(Candidate c, Instant at, Next ofMachine) {
        return change(c, AttemptState.ENDED, at, new End(Outcome.COMPLETED, null, null, at,
                new Next.Done(Outcome.COMPLETED.taskStatus()), true, () -> ofMachine));
    }

    /** Ended without an answer, for good. */
    static AttemptChange failed(Candidate c, Outcome outcome, Instant at) {
        return change(c, AttemptState.ENDED, null,
                new End(outcome, null, at, new Next.Done(outcome.taskStatus()), outcome != Outcome.LOST));
    }

    /** The carrier confirms that a call is gone which was given up before. */
    static AttemptChange confirmed(Candidate c, Instant at) {
        return change(c, AttemptState.ENDED, null,
                new End(Outcome.NO_ANSWER, null, at, new Next.Done(Outcome.NO_ANSWER.taskStatus()), true));
    }

    /** Ended without an answer; another attempt follows. */
    static AttemptChange again(Candidate c, Outcome outcome, Instant at, Instant dueAt) {
        int spent = outcome.costsBudget() ? c.task().spent() + 1 : c.task().spent();
        return change(c, AttemptState.ENDED, null,
                new End(outcome, null, at, new Next.Again(dueAt, spent, Reason.RETRY_WAIT), true));
    }

    /** It has come so far, and its carrier wants this to be kept. */
    static AttemptChange keeping(Candidate c, AttemptState state, String resume) {
        Instant answered = state.phase() >= AttemptState.ANSWERED.phase() ? LedgerContract.NOW : null;
        return new AttemptChange(c.task().call(), c.batch().organizationId(), c.batch().fromNumber(),
                c.task().toNumber(), state, null, answered, answered, null, resume);
    }

    /** The same at its end. */
    static AttemptChange over(AttemptChange x, Instant at) {
        return new AttemptChange(x.call(), x.organizationId(), x.fromNumber(), x.toNumber(),
                AttemptState.ENDED, x.ringingAt(), x.answeredAt(), x.joinedAt(),
                new End(Outcome.COMPLETED, null, at, new Next.Done(Outcome.COMPLETED.taskStatus()), true),
                x.resume());
    }

    private static AttemptChange change(Candidate c, AttemptState state, @Nullable Instant answeredAt,
            @Nullable End end) {
        return new AttemptChange(c.task().call(), c.batch().organizationId(), c.batch().fromNumber(),
                c.task().toNumber(), state, null, answeredAt, answeredAt, end);
    }
}
