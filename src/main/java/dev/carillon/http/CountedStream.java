package dev.carillon.http;

import java.io.OutputStream;

/** Keeps nothing of what is written to it but how much it was. Not thread-safe. */
final class CountedStream extends OutputStream {

    private long bytes;

    long bytes() {
        return bytes;
    }

    @Override
    public void write(int b) {
        bytes++;
    }

    @Override
    public void write(byte[] written, int offset, int count) {
        bytes += count;
    }
}
