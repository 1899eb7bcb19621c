package dev.carillon.log;

import java.nio.charset.StandardCharsets;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import org.slf4j.LoggerFactory;

import dev.carillon.config.Config;

/**
 * Sets the log of this process as it is configured, to stderr. Until then, and for commands that do not ask,
 * {@link FirstLog} holds: text, from info on. A finer level is only for what is ours; libraries stay quiet.
 */
public final class LogSetup {

    /** Under which name a request's id goes with each of its lines. */
    static final String REQUEST = "request_id";

    /** It warns, with a stack trace, of each connection that we gave up ourselves; of others we speak. */
    static final String CONNECTIONS = "com.zaxxer.hikari.pool.ProxyConnection";
    private static final String OURS = "dev.carillon";

    private LogSetup() {
    }

    public static void apply(Config.Log log) {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        Level level = Level.convertAnSLF4JLevel(log.level());
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        write(root, layout(log.format()));
        root.setLevel(level.isGreaterOrEqual(Level.INFO) ? level : Level.INFO);
        context.getLogger(OURS).setLevel(level);
        context.getLogger(CONNECTIONS).setLevel(Level.ERROR);
    }

    private static Layout<ILoggingEvent> layout(Config.Format format) {
        return switch (format) {
            case TEXT -> new TextLines();
            case JSON -> new JsonLines();
        };
    }

    /** From now on this logger, and those below it, write to stderr. */
    static void write(Logger logger, Layout<ILoggingEvent> layout) {
        LoggerContext context = logger.getLoggerContext();
        layout.setContext(context);
        layout.start();
        var encoder = new LayoutWrappingEncoder<ILoggingEvent>();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(layout);
        encoder.start();
        var appender = new ConsoleAppender<ILoggingEvent>();
        appender.setContext(context);
        appender.setName("stderr");
        appender.setTarget("System.err");
        appender.setEncoder(encoder);
        appender.start();
        logger.addAppender(appender);
    }
}
