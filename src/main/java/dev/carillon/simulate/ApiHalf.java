package dev.carillon.simulate;

import java.time.Instant;
import java.util.List;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.dial.UsageKey;

/**
 * What people do through the API while nodes dial. Every method is one whole transaction; each answer that is
 * returned is a promise (law: Acknowledged).
 */
public interface ApiHalf {

    void organization(OrganizationPlan plan);

    /** Returns the trunk's number. */
    long trunk(TrunkPlan plan);

    /** From now on the trunk is used, or not used, for new calls. */
    void pauseTrunk(long trunk, boolean paused);

    /** Sets what an agent, a caller ID, a trunk, a batch or an organisation may have at once. */
    void limit(UsageKey key, Limits limits);

    /** Returns the batch's number. */
    long batch(BatchPlan plan, List<TaskPlan> tasks, Instant now);

    /** More tasks for a batch that has not ended; false when it has. */
    boolean append(long batch, List<TaskPlan> tasks, Instant now);

    /** False when it does not run. */
    boolean pause(long batch, Instant now);

    /** False when it is not paused. */
    boolean resume(long batch, Instant now);

    /** Ends it for good; false when it has ended. */
    boolean cancel(long batch, boolean hangUp, Instant now);

    /** Other rules; false when it has ended. */
    boolean edit(long batch, BatchPlan plan, Instant now);

    void doNotCall(Line line, Instant now);

    /** An agent says that a machine has answered; false when its call had ended: then it changes nothing. */
    boolean saidVoicemail(CallKey call, Instant now);

    /** Asks for the end of one call; false when it has ended. */
    boolean hangUp(CallKey call, Instant now);
}
