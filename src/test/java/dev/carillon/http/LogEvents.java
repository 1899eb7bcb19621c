package dev.carillon.http;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

/** Keeps what is logged as it was at that moment, with the id of its request. */
public final class LogEvents extends ListAppender<ILoggingEvent> {

    @Override
    protected void append(ILoggingEvent event) {
        event.prepareForDeferredProcessing();
        super.append(event);
    }
}
