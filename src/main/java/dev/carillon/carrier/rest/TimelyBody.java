package dev.carillon.carrier.rest;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import java.util.function.BooleanSupplier;

/**
 * The body of a request that must not be sent too late: when its octets are about to go out, with the
 * connection there and all headers sent, the time is looked at once more. Without its body the request is
 * none. Thread-safe.
 */
final class TimelyBody implements BodyPublisher {

    private enum State {
        WAITING, SENT, LATE, GIVEN_UP
    }

    private final BodyPublisher body;
    private final BooleanSupplier inTime;
    private State state = State.WAITING;

    TimelyBody(String text, BooleanSupplier inTime) {
        this.body = BodyPublishers.ofString(text);
        this.inTime = inTime;
    }

    /** Whether it was held back because the time was over. */
    synchronized boolean late() {
        return state == State.LATE;
    }

    /** Whether none of it has gone out; from then on none will. */
    synchronized boolean giveUp() {
        if (state == State.WAITING) {
            state = State.GIVEN_UP;
        }
        return state != State.SENT;
    }

    private synchronized boolean goes() {
        if (state == State.WAITING) {
            state = inTime.getAsBoolean() ? State.SENT : State.LATE;
        }
        return state == State.SENT;
    }

    @Override
    public long contentLength() {
        return body.contentLength();
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> reader) {
        body.subscribe(new Gate(reader));
    }

    private final class Gate implements Flow.Subscriber<ByteBuffer> {

        private final Flow.Subscriber<? super ByteBuffer> reader;
        private boolean shut;

        Gate(Flow.Subscriber<? super ByteBuffer> reader) {
            this.reader = reader;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            reader.onSubscribe(subscription);
        }

        @Override
        public void onNext(ByteBuffer octets) {
            if (shut) {
                return;
            }
            if (goes()) {
                reader.onNext(octets);
            } else {
                shut = true;
                reader.onError(new IOException("held back: the time to place the call is over"));
            }
        }

        @Override
        public void onError(Throwable failure) {
            if (!shut) {
                reader.onError(failure);
            }
        }

        @Override
        public void onComplete() {
            if (!shut) {
                reader.onComplete();
            }
        }
    }
}
