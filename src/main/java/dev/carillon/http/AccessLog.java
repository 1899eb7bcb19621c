package dev.carillon.http;

import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * One line a request: a warning for what was slow or failed, else for who debugs, and none for what machines
 * ask all day. It names the route and not the path, for a path holds what clients wrote. While a request is
 * {@link #open}, every line that is logged for it carries its id.
 */
final class AccessLog {

    private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);
    private static final String REQUEST = "request_id";

    private final long slowNanos;

    AccessLog(Duration slow) {
        this.slowNanos = slow.toNanos();
    }

    /** From now until it is closed, lines of this thread carry the id. */
    static MDC.MDCCloseable open(String id) {
        return MDC.putCloseable(REQUEST, id);
    }

    /** @param method as the client wrote it */
    void answered(String method, String route, int status, long nanos) {
        if (route.startsWith("/health/") || route.equals("/metrics")) {
            return;
        }
        if (status >= 500 || nanos > slowNanos) {
            LOG.warn("{} {} {} in {} ms", Shown.of(method), route, status, nanos / 1_000_000);
        } else if (LOG.isDebugEnabled()) {
            LOG.debug("{} {} {} in {} µs", Shown.of(method), route, status, nanos / 1_000);
        }
    }
}
