/**
 * A carrier that is asked by HTTP, with the API that Twilio has and others offer, too (docs/rest-carrier.md):
 * it calls, bridges to the agent and holds the media. Start at {@link dev.carillon.carrier.rest.RestCarrier}.
 * What becomes of a call the carrier tells by callbacks to whichever node they reach; they are rows of a
 * table before they are answered, and the call's own node reads them there. Deliberately absent: the
 * callbacks' routes (package callback), SQL, and a second request for a call whose first one had no answer.
 */
@NullMarked
package dev.carillon.carrier.rest;

import org.jspecify.annotations.NullMarked;
