package dev.carillon.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Opens what it writes to when the first bytes no longer fit its buffer, or when it is closed: until then a
 * failure leaves no trace. Not thread-safe.
 */
final class LateStream extends OutputStream {

    static final int BYTES = 16 * 1024;

    private final Supplier<OutputStream> opening;
    private final byte[] buffer = new byte[BYTES];
    private int length;
    private @Nullable OutputStream out;
    private boolean lost;

    LateStream(Supplier<OutputStream> opening) {
        this.opening = opening;
    }

    /** Whether anything has left. */
    boolean begun() {
        return out != null;
    }

    /** Whether what it writes to took no more: the failure is of the way, not of who writes. */
    boolean lost() {
        return lost;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[]{(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        if (count > buffer.length - length) {
            empty();
        }
        if (count > buffer.length) {
            pass(bytes, offset, count);
        } else {
            System.arraycopy(bytes, offset, buffer, length, count);
            length += count;
        }
    }

    /** Nothing leaves early for this: whoever writes is not the one to say when. */
    @Override
    public void flush() {
    }

    @Override
    public void close() throws IOException {
        empty();
        OutputStream opened = opened();
        try {
            opened.close();
        } catch (IOException | RuntimeException e) {
            lost = true;
            throw e;
        }
    }

    private void empty() throws IOException {
        if (length > 0) {
            pass(buffer, 0, length);
            length = 0;
        }
    }

    private void pass(byte[] bytes, int offset, int count) throws IOException {
        OutputStream opened = opened();
        try {
            opened.write(bytes, offset, count);
        } catch (IOException | RuntimeException e) {
            lost = true;
            throw e;
        }
    }

    private OutputStream opened() {
        OutputStream opened = out;
        if (opened == null) {
            opened = opening.get();
            out = opened;
        }
        return opened;
    }
}
