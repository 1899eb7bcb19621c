package dev.carillon.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.slf4j.Logger;

/**
 * The log until the settings are read: text, from info on, to stderr. Logback finds it by
 * {@code META-INF/services}; in code, because to read XML would take a tenth of a start. A file
 * {@code logback-test.xml} on the class path, or one that {@code logback.configurationFile} names, comes
 * first.
 */
public final class FirstLog extends ContextAwareBase implements Configurator {

    @Override
    public ExecutionStatus configure(LoggerContext log) {
        if (System.getProperty("logback.configurationFile") != null
                || FirstLog.class.getClassLoader().getResource("logback-test.xml") != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        set(log);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    static void set(LoggerContext log) {
        log.getLogger("io.helidon").setLevel(Level.WARN);
        log.getLogger("org.flywaydb").setLevel(Level.WARN);
        log.getLogger("com.zaxxer.hikari").setLevel(Level.WARN);
        // A connection that broke is told by who used it.
        log.getLogger(LogSetup.CONNECTIONS).setLevel(Level.ERROR);
        LogSetup.write(log.getLogger(Logger.ROOT_LOGGER_NAME), new TextLines());
        log.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.INFO);
    }
}
