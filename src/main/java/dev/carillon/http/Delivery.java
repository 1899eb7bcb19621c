package dev.carillon.http;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;

import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one answer to one client: without a body for HEAD, as 304 to whom has it already, compressed for
 * whom reads gzip, and broken off when a streamed one fails on its way. Used once, by one thread.
 */
final class Delivery {

    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
    /** Below this a packet is a packet. */
    private static final int WORTH_COMPRESSING = 1024;
    private static final HeaderName POLICY = HeaderNames.create("RateLimit-Policy");
    private static final HeaderName LEFT = HeaderNames.create("RateLimit");
    private static final Header VARY = HeaderValues.createCached(HeaderNames.VARY, "Accept-Encoding");

    private final ServerRequest request;
    private final ServerResponse response;
    private final String id;
    private @Nullable Allowance allowance;
    private int status;

    Delivery(ServerRequest request, ServerResponse response, String id) {
        this.request = request;
        this.response = response;
        this.id = id;
    }

    /** Whatever is sent tells what the key may ask. */
    void tell(Allowance of) {
        allowance = of;
    }

    /** The request's. */
    String id() {
        return id;
    }

    /** The status that was sent, or was to be. */
    int status() {
        return status;
    }

    /** @param failed the answer instead, when a streamed one fails before anything of it was sent */
    void send(Answer answer, Function<RuntimeException, Answer> failed) {
        status = answer.status();
        if (answer.status() == Answer.NOT_MODIFIED || unchanged(answer)) {
            head(answer, Answer.NOT_MODIFIED);
            response.send();
            return;
        }
        switch (answer.body()) {
            case Body.Whole whole -> send(answer, whole);
            case Body.Streamed stream -> send(answer, stream, failed);
        }
    }

    private void send(Answer answer, Body.Whole whole) {
        boolean gzip = whole.bytes().length >= WORTH_COMPRESSING && readsGzip();
        head(answer, answer.status());
        if (gzip) {
            response.header(HeaderNames.CONTENT_ENCODING, "gzip");
        }
        byte[] bytes = gzip ? whole.gzipped() : whole.bytes();
        if (withoutBody()) {
            response.header(HeaderNames.CONTENT_LENGTH, String.valueOf(bytes.length));
            response.send(new byte[0]);
        } else {
            response.send(bytes);
        }
    }

    private void send(Answer answer, Body.Streamed stream, Function<RuntimeException, Answer> failed) {
        if (withoutBody()) {
            measure(answer, stream, failed);
            return;
        }
        boolean gzip = readsGzip();
        var out = new LateStream(() -> open(answer, gzip));
        try {
            stream.write(out);
        } catch (RuntimeException e) {
            if (!out.begun()) {
                send(failed.apply(e), failed);
                return;
            }
            if (out.lost()) {
                LOG.debug("broken off, for the client takes no more: {}", e.toString());
            } else {
                LOG.warn("broken off, for the rest cannot be told", e);
            }
            throw new CloseConnectionException("an answer that failed on its way", e);
        }
    }

    /** HEAD tells how much GET would send; nothing knows it but the writing, so all is written to nowhere. */
    private void measure(Answer answer, Body.Streamed stream, Function<RuntimeException, Answer> failed) {
        boolean gzip = readsGzip();
        var counted = new CountedStream();
        try {
            stream.write(new LateStream(() -> gzip ? compressed(counted) : counted));
        } catch (RuntimeException e) {
            send(failed.apply(e), failed);
            return;
        }
        head(answer, answer.status());
        if (gzip) {
            response.header(HeaderNames.CONTENT_ENCODING, "gzip");
        }
        response.header(HeaderNames.CONTENT_LENGTH, String.valueOf(counted.bytes()));
        response.send(new byte[0]);
    }

    private OutputStream open(Answer answer, boolean gzip) {
        head(answer, answer.status());
        if (!gzip) {
            return response.outputStream();
        }
        response.header(HeaderNames.CONTENT_ENCODING, "gzip");
        return compressed(response.outputStream());
    }

    private static OutputStream compressed(OutputStream out) {
        try {
            return new GZIPOutputStream(out, LateStream.BYTES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void head(Answer answer, int sent) {
        status = sent;
        response.status(Status.create(sent));
        for (Map.Entry<String, String> h : answer.headers().entrySet()) {
            response.header(HeaderNames.create(h.getKey()), h.getValue());
        }
        if (allowance != null) {
            response.header(POLICY, allowance.policy());
            response.header(LEFT, allowance.left());
        }
        response.header(VARY);
        response.header(FrontDoor.REQUEST_ID, id);
    }

    private boolean withoutBody() {
        return request.prologue().method().text().equals("HEAD");
    }

    /** Only reading has validators; the comparison is the weak one (RFC 9110, 13.1.2). */
    private boolean unchanged(Answer answer) {
        String tag = answer.tag();
        if (tag == null) {
            return false;
        }
        if (!request.headers().contains(HeaderNames.IF_NONE_MATCH)) {
            return false;
        }
        String opaque = tag.substring(2);
        return request.headers().all(HeaderNames.IF_NONE_MATCH, List::of).stream()
                .flatMap(value -> Arrays.stream(value.split(","))).map(String::strip)
                .anyMatch(asked -> asked.equals("*") || asked.equals(tag) || asked.equals(opaque));
    }

    private boolean readsGzip() {
        return request.headers().contains(HeaderNames.ACCEPT_ENCODING)
                && AcceptedEncodings.gzip(request.headers().all(HeaderNames.ACCEPT_ENCODING, List::of));
    }
}
