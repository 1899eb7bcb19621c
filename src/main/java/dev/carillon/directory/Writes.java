package dev.carillon.directory;

import java.util.function.Function;

import org.jdbi.v3.core.Handle;

import dev.carillon.http.Answer;
import dev.carillon.http.Request;

/** Runs what a request changes: in one transaction, and once for an Idempotency-Key. Thread-safe. */
@FunctionalInterface
public interface Writes {

    /** The effect's answer, or the one it gave before under the same key. */
    Answer once(Request request, Function<Handle, Answer> effect);
}
