package dev.carillon.http;

import dev.carillon.base.Refusal;

/** One call of the API. It runs on a virtual thread and may block. */
@FunctionalInterface
public interface Endpoint {

    Answer answer(Request request) throws Refusal;
}
