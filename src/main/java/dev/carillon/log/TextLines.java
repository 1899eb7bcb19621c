package dev.carillon.log;

import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;

/** A line an event for people, in UTC; below it the stack of an error. */
public final class TextLines extends PatternLayout {

    private static final String PATTERN =
            "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX, UTC} %-5level [%thread] %logger{0}"
                    + "%replace( %X{" + LogSetup.REQUEST
                    + "}){' $', ''}: %replace(%msg){'[\\r\\n]+', ' | '}%n%rEx{20}";

    public TextLines() {
        setPattern(PATTERN);
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        return Masking.mask(super.doLayout(event));
    }
}
