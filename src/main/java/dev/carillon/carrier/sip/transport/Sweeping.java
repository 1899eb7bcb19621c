package dev.carillon.carrier.sip.transport;

/**
 * When connections are seen to, in sweeps.
 *
 * @param idle  closed after so many without a message
 * @param stuck closed when a message has been being written for so many
 * @param deaf  one of ours is closed when nothing has come for so many after a request: what keeps its state
 *              on the way may have forgotten it, and would let nothing through until it is made anew
 * @param ping  one of ours is said to be alive whenever so many have gone by without a message
 */
record Sweeping(int idle, int stuck, int deaf, int ping) {
}
