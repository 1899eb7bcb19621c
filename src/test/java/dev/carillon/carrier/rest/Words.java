package dev.carillon.carrier.rest;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.call.CarrierWord;
import dev.carillon.call.CarrierWord.Leg;
import dev.carillon.call.CarrierWord.Status;

/** Words of carriers, and a mailbox of them that is read more than once when that was not noted. */
final class Words implements Mailbox {

    private final List<CarrierWord> waiting = new ArrayList<>();
    private long next = 1;

    static CarrierWord word(CallKey call, Leg leg, Status status) {
        return ended(call, leg, status, 0);
    }

    static CarrierWord ended(CallKey call, Leg leg, Status status, int sip) {
        return new CarrierWord(0, call, leg, status, leg == Leg.CALLED ? "CA1" : "CA2", sip, 0,
                Instant.EPOCH);
    }

    static CarrierWord lasted(CallKey call, int seconds) {
        return new CarrierWord(0, call, Leg.CALLED, Status.COMPLETED, "CA1", 0, seconds, Instant.EPOCH);
    }

    synchronized void put(CarrierWord w) {
        waiting.add(
                new CarrierWord(next++, w.call(), w.leg(), w.status(), w.carrierId(), w.sip(), w.seconds(),
                        w.at()));
    }

    synchronized int waiting() {
        return waiting.size();
    }

    @Override
    public synchronized List<CarrierWord> unread(List<Long> read) {
        waiting.removeIf(word -> read.contains(word.wordId()));
        return List.copyOf(waiting);
    }
}
