package dev.carillon.carrier.sip.call;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import dev.carillon.carrier.sip.dialog.LegState;
import dev.carillon.carrier.sip.message.SipSyntax;

/**
 * All that another process of ours needs to go on with a call, or to end it: told when it is answered and
 * when it is joined, and kept with its attempt.
 *
 * @param agent        null while the agent has not been joined
 * @param announcement null while there is none in its place
 */
public record CallState(LegState trunk, @Nullable LegState agent, @Nullable LegState announcement) {

    private static final int LONGEST = 16_000;
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES).build();
    private static final ObjectWriter WRITER = MAPPER.writerFor(CallState.class);

    public CallState {
        Objects.requireNonNull(trunk);
    }

    /** Both sides of a call that was joined. */
    public record Joined(Instant answeredAt, LegState trunk, LegState agent) {
    }

    static CallState answered(LegState trunk) {
        return new CallState(trunk, null, null);
    }

    static CallState joined(LegState trunk, LegState agent) {
        return new CallState(trunk, agent, null);
    }

    static CallState announced(LegState trunk, LegState announcement) {
        return new CallState(trunk, null, announcement);
    }

    /** Whether a later process would go on by this as it would by the other. */
    boolean isAsGoodAs(CallState other) {
        return trunk.isAsGoodAs(other.trunk) && areAsGood(agent, other.agent)
                && areAsGood(announcement, other.announcement);
    }

    private static boolean areAsGood(@Nullable LegState a, @Nullable LegState b) {
        if (a == null || b == null) {
            return Objects.equals(a, b);
        }
        return a.isAsGoodAs(b);
    }

    /**
     * The state as text: without the sessions' descriptions where they are too long to be kept, and null
     * where that is not enough.
     */
    @Nullable String text() {
        String whole = WRITER.writeValueAsString(this);
        if (whole.length() <= LONGEST) {
            return whole;
        }
        String bare = WRITER.writeValueAsString(
                new CallState(trunk.undescribed(), undescribed(agent), undescribed(announcement)));
        return bare.length() > LONGEST ? null : bare;
    }

    private static @Nullable LegState undescribed(@Nullable LegState leg) {
        return leg == null ? null : leg.undescribed();
    }

    /** What a text says; empty where it cannot be read, as that of another version of this program may be. */
    public static Optional<CallState> parse(@Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        try {
            if (!(MAPPER.readTree(text) instanceof ObjectNode kept)) {
                return Optional.empty();
            }
            if (!kept.has("announcement")) {
                kept.putNull("announcement"); // a version of before knew of none
            }
            CallState state = MAPPER.treeToValue(kept, CallState.class);
            Stream.of(state.trunk, state.agent, state.announcement).filter(Objects::nonNull)
                    .forEach(LegState::check);
            return Optional.of(state);
        } catch (JacksonException | SipSyntax e) {
            return Optional.empty();
        }
    }

    /** The same as that of a joined call, if it is one's. */
    public Optional<Joined> joinedSince(Instant answeredAt) {
        return agent == null ? Optional.empty() : Optional.of(new Joined(answeredAt, trunk, agent));
    }
}
