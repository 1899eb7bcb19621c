package dev.carillon.http;

import java.util.List;
import java.util.logging.LogManager;
import java.util.stream.Collectors;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Everything that is logged, by others' libraries too, down to debug, while it is open. */
public final class LogCapture implements AutoCloseable {

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Logger helidon = (Logger) LoggerFactory.getLogger("io.helidon");
    private final Level before = root.getLevel();
    private final LogEvents events = new LogEvents();

    public LogCapture() {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        LogManager.getLogManager().getLogger("").setLevel(java.util.logging.Level.ALL);
        helidon.setLevel(Level.DEBUG);
        events.start();
        root.addAppender(events);
        root.setLevel(Level.DEBUG);
    }

    public String text() {
        return List.copyOf(events.list).stream()
                .map(e -> e.getMDCPropertyMap() + " " + e.getFormattedMessage() + " "
                        + ThrowableProxyUtil.asString(e.getThrowableProxy()))
                .collect(Collectors.joining("\n"));
    }

    @Override
    public void close() {
        root.detachAppender(events);
        root.setLevel(before);
        helidon.setLevel(Level.WARN);
        LogManager.getLogManager().getLogger("").setLevel(java.util.logging.Level.INFO);
    }
}
