package dev.carillon.carrier.rest;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What a call needs beside its plan, opened for this one request.
 *
 * @param authToken the secret of its trunk
 * @param agent     how its agent is reached; null: that is not known
 */
public record RestLine(String authToken, @Nullable Agent agent) {

    /**
     * An agent that speaks SIP.
     *
     * @param uri     a SIP address without headers
     * @param login   null: it asks for none
     * @param headers what it is to be told of the task, by header
     */
    public record Agent(String uri, @Nullable Login login, Map<String, String> headers) {

        public Agent {
            headers = new LinkedHashMap<>(headers);
        }

        /** For errors and logs: the headers are about people. */
        @Override
        public String toString() {
            return "an agent";
        }
    }

    /** By which the agent's SIP server knows the caller. */
    public record Login(String username, String password) {

        @Override
        public String toString() {
            return "a login";
        }
    }

    @Override
    public String toString() {
        return "a line";
    }
}
