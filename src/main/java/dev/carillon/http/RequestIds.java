package dev.carillon.http;

import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

import dev.carillon.base.Chance;

/** One id for each request, different on every node and after every start. Thread-safe. */
final class RequestIds {

    private final String start = HexFormat.of().toHexDigits(Chance.secure().nextLong());
    private final AtomicLong last = new AtomicLong();

    String next() {
        return start + "-" + last.incrementAndGet();
    }
}
