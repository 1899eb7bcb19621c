package dev.carillon.carrier;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.base.Timeline;
import dev.carillon.call.Trunk;
import dev.carillon.dial.AgentLine;
import dev.carillon.dial.Carrier;

/** A carrier with a network behind it, in which each call goes as a test wants. Thread-safe. */
public interface CarrierHouse extends AutoCloseable {

    /** What becomes of a call there. */
    enum Way {
        /** Somebody answers, the agent comes, and soon they are done. */
        ENDS("0010"),
        /** The same, and they talk until they are stopped. */
        TALKS("0010"), RINGS("0001"), IS_BUSY("0002"), DECLINES("0003"),
        /** Somebody answers, and the agent does not want the call. */
        HAS_NO_AGENT("0007"),
        /** The trunk is not there. */
        LEADS_NOWHERE("0042");

        private final String digits;

        Way(String digits) {
            this.digits = digits;
        }

        /** The last digits of numbers that go this way, by which the sandbox knows them. */
        String digits() {
            return digits;
        }
    }

    Carrier carrier();

    Timeline timeline();

    /** A call to this number will go this way. */
    void goes(CallKey call, String number, Way way);

    Trunk trunk(Way way);

    AgentLine agent(Way way);

    /** How many calls the network has been asked for to this number. */
    int placed(String number);

    /** Whether the network holds no call to this number any more. */
    boolean isOver(String number);

    /** How many calls the carrier thinks are up. */
    int live();

    /** Ends the carrier, and not the network. */
    void closeCarrier();

    /** Ends it, and begins a new one, as the next process of its node would. */
    void reopen();

    /** What was kept of a call before it had told anything to be kept, or null. */
    @Nullable String kept(CallKey call);

    /** Whether the network holds calls when their process has ended. */
    default boolean holdsCalls() {
        return true;
    }

    @Override
    void close();
}
