package dev.carillon.log;

import java.io.StringWriter;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A JSON object an event, on one line: {@code time}, {@code level}, {@code logger}, {@code thread},
 * {@code request_id} where there is one, {@code message}, and {@code error} with the stack of an error.
 */
public final class JsonLines extends LayoutBase<ILoggingEvent> {

    private static final JsonFactory FACTORY = new JsonFactory();

    @Override
    public String doLayout(ILoggingEvent event) {
        var text = new StringWriter(256);
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("time", event.getInstant().toString());
            json.writeStringProperty("level", event.getLevel().toString());
            json.writeStringProperty("logger", event.getLoggerName());
            json.writeStringProperty("thread", event.getThreadName());
            String request = event.getMDCPropertyMap().get(LogSetup.REQUEST);
            if (request != null) {
                json.writeStringProperty(LogSetup.REQUEST, request);
            }
            json.writeStringProperty("message", Masking.mask(event.getFormattedMessage()));
            if (event.getThrowableProxy() != null) {
                json.writeStringProperty("error",
                        Masking.mask(ThrowableProxyUtil.asString(event.getThrowableProxy())));
            }
            json.writeEndObject();
        }
        return text.append('\n').toString();
    }
}
