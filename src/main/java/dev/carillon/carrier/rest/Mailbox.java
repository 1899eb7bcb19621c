package dev.carillon.carrier.rest;

import java.util.List;

import dev.carillon.call.CarrierWord;

/** Where the words of carriers wait for the node that has the calls. */
@FunctionalInterface
public interface Mailbox {

    /**
     * What was told and not read yet, the oldest first, at most a few hundred.
     *
     * @param read rows that were given before and have been seen to: they are not given again
     */
    List<CarrierWord> unread(List<Long> read);
}
