package dev.carillon.carrier.sip.dialog;

import java.util.function.LongFunction;

/**
 * What names a leg on the wire until its answer: made of nothing but what is known of its call, so that a
 * process that comes later can ask to stop what an earlier one has begun. Nobody else can guess any of it.
 *
 * @param tag    of our side
 * @param branch of the INVITE with a number, without its cookie
 */
public record LegNames(String callId, String tag, LongFunction<String> branch) {
}
