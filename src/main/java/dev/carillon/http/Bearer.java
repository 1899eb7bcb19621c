package dev.carillon.http;

import dev.carillon.base.Refusal;

/** Knows the tokens of the things at one path, each of which is good for its own thing and for no other. */
@FunctionalInterface
public interface Bearer {

    /**
     * The caller who has the token of what the path names.
     *
     * @param id    the path's {@code {id}}
     * @param token what came as {@code Authorization: Bearer …}; it must stand in no refusal
     */
    Caller caller(String id, String token) throws Refusal;
}
