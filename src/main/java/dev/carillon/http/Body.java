package dev.carillon.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

import org.jspecify.annotations.Nullable;

/** What follows the headers of an answer. */
sealed interface Body {

    /** Everything at once. An answer that is given many times is compressed once. Thread-safe. */
    final class Whole implements Body {

        private final byte[] bytes;
        private volatile byte @Nullable [] gzipped;

        Whole(byte[] bytes) {
            this.bytes = bytes;
        }

        byte[] bytes() {
            return bytes;
        }

        byte[] gzipped() {
            byte[] made = gzipped;
            if (made == null) {
                made = gzip(bytes);
                gzipped = made;
            }
            return made;
        }

        private static byte[] gzip(byte[] bytes) {
            var out = new ByteArrayOutputStream(bytes.length / 4 + 64);
            try (var gzip = new GZIPOutputStream(out)) {
                gzip.write(bytes);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return out.toByteArray();
        }
    }

    /** Bytes that come while they are sent. */
    non-sealed interface Streamed extends Body {

        /** Writes all of it and closes the stream; an exception means that the rest will not come. */
        void write(OutputStream out);
    }
}
