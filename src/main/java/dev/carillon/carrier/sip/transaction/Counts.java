package dev.carillon.carrier.sip.transaction;

/**
 * What came in and moved nothing, since the start.
 *
 * @param stray      answers to nothing that we asked, or not any more
 * @param copies     messages that had come before, answered again where that is due
 * @param unreadable messages that lack what names their transaction; requests that lack more, which got 400
 * @param refused    requests that got 503, for there were too many
 */
public record Counts(long stray, long copies, long unreadable, long refused) {
}
