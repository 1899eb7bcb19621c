package dev.carillon.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.LayoutBase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.carillon.config.Config;

class LayoutsTest {

    private static final LoggerContext CONTEXT = (LoggerContext) LoggerFactory.getILoggerFactory();
    private static final Logger LOGGER = CONTEXT.getLogger("dev.carillon.log.LayoutsTest");

    private static LoggingEvent plain(String message) {
        return event(message, null);
    }

    private static LoggingEvent event(String message, @Nullable RuntimeException thrown) {
        var event = new LoggingEvent("x", LOGGER, Level.WARN, message, thrown, new Object[0]);
        event.setInstant(Instant.parse("2026-03-01T10:00:00.5Z"));
        event.setThreadName("dial");
        return event;
    }

    private static String written(LayoutBase<ILoggingEvent> layout, ILoggingEvent event) {
        layout.setContext(CONTEXT);
        layout.start();
        return layout.doLayout(event);
    }

    @Test
    void an_event_in_json_is_one_line_with_the_id_of_its_request() {
        var event = event("first\nsecond \"x\"", new IllegalStateException("inside\nout"));
        event.setMDCPropertyMap(Map.of(LogSetup.REQUEST, "ab-1"));
        String text = written(new JsonLines(), event);
        assertTrue(text.endsWith("}\n") && text.lines().count() == 1, text);
        JsonNode json = new JsonMapper().readTree(text);
        assertEquals(List.of("time", "level", "logger", "thread", "request_id", "message", "error"),
                List.copyOf(json.propertyNames()));
        assertEquals("2026-03-01T10:00:00.500Z", json.get("time").asString());
        assertEquals("ab-1", json.get("request_id").asString());
        assertEquals("first\nsecond \"x\"", json.get("message").asString());
        assertTrue(json.get("error").asString().startsWith("java.lang.IllegalStateException: inside"));
        assertFalse(written(new JsonLines(), plain("x")).contains("request_id"));
    }

    @Test
    void an_event_in_text_is_one_line() {
        var event = plain("first\nsecond");
        event.setMDCPropertyMap(Map.of(LogSetup.REQUEST, "ab-1"));
        assertEquals("2026-03-01T10:00:00.500Z WARN  [dial] LayoutsTest ab-1: first | second\n",
                written(new TextLines(), event));
        assertEquals("2026-03-01T10:00:00.500Z WARN  [dial] LayoutsTest: alone\n",
                written(new TextLines(), plain("alone")));
    }

    @ParameterizedTest
    @CsvSource({"to +4915112345634 now,to +4915…34 now", "x=%2B4915112345634&y,x=+4915…34&y",
            "+1234567,+123…67", "+49151123456341234567890,+4915…90", "at 1772359200000,at 1772359200000",
            "of +123,of +123", "key s3cr3t_Abc123 x,key s3cr3t_… x",
            "Bearer calltoken_A-b_1 x,Bearer calltoken_… x",
            "jdbc:postgresql://db/x?user=a&password=hush&ssl=on,"
                    + "jdbc:postgresql://db/x?user=a&password=…&ssl=on"})
    void numbers_and_secrets_are_masked_wherever_they_come_from(String text, String masked) {
        assertTrue(written(new TextLines(), plain(text)).endsWith(": " + masked + "\n"));
        assertTrue(written(new JsonLines(), plain(text)).contains("\"message\":\"" + masked + "\""));
        for (var layout : List.of(new TextLines(), new JsonLines())) {
            String thrown = written(layout, event("failed", new IllegalStateException(text)));
            assertTrue(thrown.contains("IllegalStateException: " + masked), thrown);
        }
    }

    @Test
    void a_finer_level_is_only_for_what_is_ours() {
        Logger root = CONTEXT.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Logger ours = CONTEXT.getLogger("dev.carillon");
        Level before = root.getLevel();
        List<Appender<ILoggingEvent>> appenders = appenders(root);
        try {
            LogSetup.apply(
                    new Config.Log(Config.Format.JSON, org.slf4j.event.Level.TRACE, Duration.ofDays(1)));
            assertTrue(ours.isTraceEnabled());
            assertFalse(CONTEXT.getLogger("org.library").isDebugEnabled());
            LogSetup.apply(
                    new Config.Log(Config.Format.TEXT, org.slf4j.event.Level.ERROR, Duration.ofDays(1)));
            assertFalse(CONTEXT.getLogger("org.library").isWarnEnabled());
            assertFalse(ours.isWarnEnabled());
        } finally {
            root.detachAndStopAllAppenders();
            appenders.forEach(appender -> {
                appender.start();
                root.addAppender(appender);
            });
            root.setLevel(before);
            ours.setLevel(null);
        }
    }

    @Test
    void until_the_settings_are_read_there_is_text_from_info_on_and_libraries_warn() {
        var context = new LoggerContext();
        FirstLog.set(context);
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        assertEquals(Level.INFO, root.getLevel());
        assertEquals(1, appenders(root).size());
        assertEquals("stderr", appenders(root).getFirst().getName());
        assertFalse(context.getLogger("com.zaxxer.hikari.HikariDataSource").isInfoEnabled());
        assertFalse(context.getLogger("io.helidon.webserver").isInfoEnabled());
        assertFalse(context.getLogger("com.zaxxer.hikari.pool.ProxyConnection").isWarnEnabled());
        context.stop();
    }

    private static List<Appender<ILoggingEvent>> appenders(Logger root) {
        var all = new ArrayList<Appender<ILoggingEvent>>();
        root.iteratorForAppenders().forEachRemaining(all::add);
        return all;
    }
}
