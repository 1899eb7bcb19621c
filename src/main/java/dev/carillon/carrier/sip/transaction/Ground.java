package dev.carillon.carrier.sip.transaction;

import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

import dev.carillon.base.Timeline;

/**
 * What transactions stand on.
 *
 * @param owner  the serial queue in which all of them run: it runs one task at a time, in the order of their
 *               coming, and never within the call that hands it one
 * @param chance for branches and tags, which nobody must be able to guess
 */
public record Ground(Wire wire, Timeline timeline, Executor owner, RandomGenerator chance) {

    /** 64 bits from chance, in hex. */
    public String word() {
        return Long.toHexString(chance.nextLong() | Long.MIN_VALUE);
    }
}
