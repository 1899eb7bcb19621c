package dev.carillon.carrier.sip.transport;

/**
 * What a transport has done since it was opened.
 *
 * @param in          messages that were heard
 * @param out         messages that were handed to the network
 * @param dropped     datagrams and connections from where nobody is listened to, or for which was no room
 * @param malformed   what was no message, from those who are listened to
 * @param connections how many are open now, or being opened
 */
public record TransportCounts(long in, long out, long dropped, long malformed, int connections) {
}
