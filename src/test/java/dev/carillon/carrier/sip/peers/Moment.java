package dev.carillon.carrier.sip.peers;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import dev.carillon.call.Outcome;

/**
 * How far a call has come when its server is killed: who plays its two sides, by what it is known to be
 * there, and as what it must end.
 */
@SuppressWarnings("ImmutableEnumChecker") // a script copies what it is given
enum Moment {

    /** Joined, and the called party hangs up long after the server is back. */
    JOINED(Script.lives("carrier").with("talk", "45000"), Script.lives("agent"), Seen.JOINED,
            Outcome.COMPLETED),

    /** Joined, and hung up by the API when the server is back. */
    JOINED_AND_HUNG_UP_AFTERWARDS(Script.lives("carrier"), Script.lives("agent"), Seen.JOINED,
            Outcome.COMPLETED),

    /**
     * Joined, and hung up by the API before: the carrier has not answered our BYE yet, nor does it know it.
     */
    BYE_UNDER_WAY(Script.lives("carrier").with("deaf", "1"), Script.lives("agent"), Seen.JOINED,
            Outcome.COMPLETED),

    /** Joined, and the called party hangs up while there is no server. */
    LEFT_MEANWHILE(Script.lives("carrier").with("talk", "10000"), Script.lives("agent"), Seen.JOINED,
            Outcome.COMPLETED),

    RINGING(provisional("180 Ringing"), nobody(), Seen.RINGING, Outcome.NO_ANSWER),

    TRYING(provisional("100 Trying"), nobody(), Seen.INVITED, Outcome.NO_ANSWER),

    /** Rang, and hung up by the API: the carrier has heard our CANCEL and not ended its INVITE yet. */
    CANCEL_UNDER_WAY(Script.of("crash/ends-only-when-asked-twice.xml").with("millis", "60000"), nobody(),
            Seen.RINGING, Outcome.CANCELLED),

    /** Nothing was said to the INVITE, but it has arrived. */
    INVITED(Script.of("crash/silent-until-cancelled.xml"), nobody(), Seen.INVITED, Outcome.NO_ANSWER),

    /** Nothing was said to the INVITE, and nothing ever will be. */
    INVITED_IN_VAIN(Script.of("carrier/says-nothing.xml").endless(), nobody(), Seen.INVITED, Outcome.LOST),

    /** Rings, and answers while there is no server. */
    ANSWERS_MEANWHILE(Script.lives("carrier").with("millis", "10000"), nobody(), Seen.RINGING,
            Outcome.ABANDONED),

    /** Answered, and the agent rings. */
    AGENT_RINGS(Script.lives("carrier"), Script.of("agent/rings-until-cancelled.xml"), Seen.ANSWERED,
            Outcome.ABANDONED),

    /** Answered, the agent, too, and the carrier has not answered the re-INVITE. */
    AGENT_ANSWERED(Script.lives("carrier").with("again", "live"), Script.lives("agent"), Seen.ANSWERED,
            Outcome.ABANDONED);

    /** By the phase of the attempt. */
    private enum Seen {

        INVITED(0), RINGING(1), ANSWERED(2), JOINED(3);

        private final int phase;

        Seen(int phase) {
            this.phase = phase;
        }
    }

    private final Script carrier;
    private final Script agent;
    private final Seen seen;
    private final Outcome outcome;

    Moment(Script carrier, Script agent, Seen seen, Outcome outcome) {
        this.carrier = carrier;
        this.agent = agent;
        this.seen = seen;
        this.outcome = outcome;
    }

    private static Script provisional(String status) {
        return Script.of("carrier/goes-on-until-cancelled.xml").with("provisional", status);
    }

    private static Script nobody() {
        return Script.of("agent/is-dead.xml").endless();
    }

    Script carrier() {
        return carrier;
    }

    Script agent() {
        return agent;
    }

    Outcome outcome() {
        return outcome;
    }

    /** Whether it is there and stays so for long unless it is hung up; the others are for seconds only. */
    boolean lasts() {
        return this == RINGING || this == TRYING || this == CANCEL_UNDER_WAY
                || (seen == Seen.JOINED && this != LEFT_MEANWHILE);
    }

    boolean hungUpBefore() {
        return this == BYE_UNDER_WAY || this == CANCEL_UNDER_WAY;
    }

    /** Whether an attempt of this phase is as far as that, and no further. */
    boolean isIn(int phase) {
        return phase == seen.phase;
    }

    /** Whether the two sides have come this far, with an attempt of this phase, or further. */
    boolean isThere(Sipp telephone, Sipp voice, int phase) {
        boolean there = isIn(phase) && !telephone.received("INVITE").isEmpty();
        return phase > seen.phase || (there && switch (this) {
            case TRYING -> sent(telephone, "100");
            case AGENT_RINGS -> sent(voice, "180");
            case AGENT_ANSWERED -> sent(voice, "200") && invites(telephone).size() > 1;
            case JOINED, JOINED_AND_HUNG_UP_AFTERWARDS, BYE_UNDER_WAY, LEFT_MEANWHILE ->
                !voice.received("ACK").isEmpty();
            default -> true;
        });
    }

    /** Whether what was asked of the API is under way. */
    boolean isUnderWay(Sipp telephone) {
        return switch (this) {
            case BYE_UNDER_WAY -> !telephone.received("BYE").isEmpty();
            case CANCEL_UNDER_WAY -> sent(telephone, "200");
            default -> true;
        };
    }

    /** Whether the peer has done what it does while there is no server. */
    boolean isMeanwhile(Sipp telephone) {
        return switch (this) {
            case LEFT_MEANWHILE -> sent(telephone, "BYE");
            case ANSWERS_MEANWHILE -> sent(telephone, "200");
            default -> true;
        };
    }

    private static boolean sent(Sipp peer, String kind) {
        return peer.messages().stream()
                .anyMatch(message -> !message.received() && message.kind().equals(kind));
    }

    /** The numbers of the INVITEs that came, those within the call among them. */
    static Set<Long> invites(Sipp peer) {
        return peer.received("INVITE").stream().map(m -> m.request().cseq().number())
                .collect(Collectors.toSet());
    }

    /** The calls that were begun: each Call-ID of an INVITE that is of no dialog. */
    static List<String> begun(Sipp peer) {
        return peer.received("INVITE").stream().map(Traced::request)
                .filter(invite -> invite.to().tag().isEmpty()).map(invite -> invite.callId()).distinct()
                .toList();
    }
}
