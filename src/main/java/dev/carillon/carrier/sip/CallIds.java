package dev.carillon.carrier.sip;

import java.util.random.RandomGenerator;

import dev.carillon.base.CallWords;
import dev.carillon.base.Ids.CallKey;
import dev.carillon.carrier.sip.call.CallOrder;
import dev.carillon.carrier.sip.dialog.LegNames;
import dev.carillon.carrier.sip.message.SipMessage;
import dev.carillon.carrier.sip.message.SipSyntax;

/**
 * Names of calls on the wire. They follow from the call, so that a later process can make them again, and
 * nobody can guess one. A Call-ID says which owner a call has, so that every message of it finds its queue
 * without a table. Thread-safe.
 */
final class CallIds {

    private final CallWords words;
    private final RandomGenerator chance;
    private final int shards;

    /** @param shards how many owners there are; never fewer than in an earlier process of this node */
    CallIds(CallWords words, RandomGenerator chance, int shards) {
        this.words = words;
        this.chance = chance;
        this.shards = shards;
    }

    /** A Call-ID for what is of no call, for this owner. */
    String next(int shard) {
        return Long.toHexString(chance.nextLong()) + Long.toHexString(chance.nextLong()) + "." + shard;
    }

    /** The owner of a call. */
    int shard(CallKey call) {
        return Math.floorMod(call.hashCode(), shards);
    }

    /** @param placement how often the call has been placed, this time included */
    CallOrder.Names names(CallKey call, int placement) {
        return new CallOrder.Names(names(call, "trunk " + placement), names(call, "agent " + placement),
                names(call, "announcement " + placement));
    }

    private LegNames names(CallKey call, String side) {
        return new LegNames(words.word(call, side + " call") + "." + shard(call),
                words.word(call, side + " tag"), number -> words.word(call, side + " invite " + number));
    }

    /** The owner of a message; any for one that is of no call of ours. */
    int shard(SipMessage message) {
        String id;
        try {
            id = message.callId();
        } catch (SipSyntax e) {
            return 0;
        }
        return shard(id);
    }

    /** The owner of the call with this Call-ID. */
    int shard(String id) {
        int dot = id.lastIndexOf('.');
        try {
            int shard = dot < 0 ? -1 : Integer.parseInt(id.substring(dot + 1));
            return shard >= 0 && shard < shards ? shard : Math.floorMod(id.hashCode(), shards);
        } catch (NumberFormatException e) {
            return Math.floorMod(id.hashCode(), shards);
        }
    }
}
