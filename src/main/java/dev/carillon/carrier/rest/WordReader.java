package dev.carillon.carrier.rest;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.carillon.base.Patience;
import dev.carillon.call.CarrierWord;
import dev.carillon.dial.LedgerAway;

/**
 * Looks for words of carriers: five times a second as long as there are calls, else every five seconds, for
 * calls of a process before this one. A word may be handed over twice, when the database did not say that it
 * had noted the first time, and is passed over only when it cannot be made sense of.
 */
final class WordReader implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WordReader.class);
    private static final Duration EVERY = Duration.ofMillis(200);
    private static final int SELDOM = 25;

    private final Mailbox mailbox;
    private final Consumer<CarrierWord> hear;
    private final BooleanSupplier wanted;
    private final Thread thread = Thread.ofVirtual().name("rest-words").unstarted(this::run);
    private BooleanSupplier ready = () -> false;
    private List<Long> seen = List.of();
    private volatile boolean closed;

    /** @param wanted whether there is a call here of which a word could come */
    WordReader(Mailbox mailbox, Consumer<CarrierWord> hear, BooleanSupplier wanted) {
        this.mailbox = mailbox;
        this.hear = hear;
        this.wanted = wanted;
    }

    /** @param ready whether words may be read: while calls of a process before are being closed none may */
    void start(BooleanSupplier ready) {
        this.ready = ready;
        thread.start();
    }

    private void run() {
        boolean failing = false;
        int turn = 0;
        while (!closed && Patience.rest(EVERY)) {
            try {
                if (ready.getAsBoolean() && (turn++ % SELDOM == 0 || wanted.getAsBoolean())) {
                    read();
                }
                failing = false;
            } catch (RuntimeException e) {
                if (!failing && !closed) {
                    LOG.warn("what carriers tell cannot be read until the database is back: {}",
                            e.getMessage());
                }
                failing = true;
            }
        }
    }

    /** All that is there now. */
    synchronized void read() {
        List<CarrierWord> words;
        do {
            words = mailbox.unread(seen);
            words.forEach(this::hear);
            seen = words.stream().map(CarrierWord::wordId).toList();
        } while (!words.isEmpty());
    }

    /** One that nobody can make sense of holds up none of those behind it. */
    private void hear(CarrierWord word) {
        try {
            hear.accept(word);
        } catch (LedgerAway away) {
            throw away;
        } catch (RuntimeException e) {
            LOG.error("a word about {} is passed over", word.call(), e);
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
