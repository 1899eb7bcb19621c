package dev.carillon.dial;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.call.Again;
import dev.carillon.call.CarrierEvent;
import dev.carillon.call.Cause;
import dev.carillon.call.Outcome;
import dev.carillon.call.Trunk;

/** A trunk that does not work, and what a node makes of it. */
abstract class SickTrunk {

    static final Trunk SICK = new Trunk(7, "organization", Trunk.Kind.SIP, "{}");
    static final CallKey CALL = new CallKey(1, 0, 1);
    static final Trunk SANDBOX = new Trunk(8, "organization", Trunk.Kind.SANDBOX, "{}");

    static final Cause OURS = new Cause(0, 0, "the agent cannot be called");

    final List<String> said = new ArrayList<>();
    final TrunkHealth health = new TrunkHealth(new Said());
    Instant now = Instant.parse("2026-03-01T12:00:00Z");

    private final class Said implements RestsHeard {

        @Override
        public void rests(Trunk trunk, @Nullable TrunkRest rest) {
            said.add(rest == null
                    ? "is tried"
                    : rest.why().word() + " " + Duration.between(now, rest.until()).toSeconds());
        }

        @Override
        public void works(Trunk trunk) {
            said.add("works");
        }
    }

    void ended(Trunk trunk, Outcome outcome, Instant placedAt) {
        ended(trunk, outcome, placedAt, new Cause(403, 0, "who are you?"));
    }

    void ended(Trunk trunk, Outcome outcome, Instant placedAt, Cause cause) {
        CarrierEvent end = CarrierEvent.ended(CALL, now, outcome, cause, Again.OTHER_TRUNK);
        if (outcome.isOfTrunk()) {
            health.fails(trunk, end, placedAt);
        } else {
            health.answers(trunk, end, placedAt);
        }
    }

    void rings(Instant placedAt) {
        health.answers(SICK, CarrierEvent.of(CALL, CarrierEvent.Kind.RINGING, now), placedAt);
    }

    void learns(TrunkNews.Kind kind) {
        health.learn(new TrunkNews(SICK, kind, "no answer to OPTIONS"), now);
    }

    void fails(int times) {
        for (int i = 0; i < times; i++) {
            ended(SICK, Outcome.TRUNK_UNREACHABLE, now);
        }
    }
}
