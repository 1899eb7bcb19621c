package dev.carillon.http;

import java.util.HashMap;
import java.util.Map;

import dev.carillon.base.Refusal;

/** What did not succeed, as the contract wants it: the one table from refusals to statuses. */
final class Envelope {

    private static final int RETRY_SECONDS = 1;

    private Envelope() {
    }

    /** An answer with the headers that belong to it. */
    record Reply(Answer answer, Map<String, String> headers) {

        /** Whoever is told to come back is told when. */
        static Reply of(Answer answer) {
            boolean later = answer.status() == 429 || answer.status() == 503;
            return new Reply(answer, later ? Map.of("Retry-After", String.valueOf(RETRY_SECONDS)) : Map.of());
        }

        /** The same, and no other request on its connection. */
        Reply closing() {
            return with("Connection", "close");
        }

        boolean closes() {
            return headers.containsKey("Connection");
        }

        Reply with(String name, String value) {
            var all = new HashMap<>(headers);
            all.put(name, value);
            return new Reply(answer, all);
        }
    }

    static Reply of(Refusal refusal) {
        int status = status(refusal.code());
        Reply reply = error(status, refusal.text());
        if (status == 401) {
            return reply.with("WWW-Authenticate", "ApiKey");
        }
        int retry = refusal.retryAfterSeconds();
        return retry > 0 ? reply.with("Retry-After", String.valueOf(retry)) : reply;
    }

    static Reply otherMethod(String method, String allow) {
        return error(405, "method: " + Shown.of(method) + " is not known here; allowed: " + allow)
                .with("Allow", allow);
    }

    static Reply error(int status, String error) {
        return Reply.of(Answer.error(status, message(status), error, null));
    }

    /** A defect of ours: nothing of the inside, and an id by which it is found in the log. */
    static Reply unexpected(String requestId) {
        return error(500, "an unexpected error; look for " + requestId + " in the log");
    }

    private static int status(Refusal.Code code) {
        return switch (code) {
            case INVALID -> 400;
            case UNAUTHENTICATED -> 401;
            case FORBIDDEN -> 403;
            case NOT_FOUND -> 404;
            case METHOD_NOT_ALLOWED -> 405;
            case CONFLICT -> 409;
            case TOO_LARGE -> 413;
            case WRONG_TYPE -> 415;
            case NOT_AVAILABLE -> 422;
            case TOO_MANY -> 429;
            case UNAVAILABLE -> 503;
        };
    }

    private static String message(int status) {
        return switch (status) {
            case 400 -> "Validation error";
            case 401 -> "Authentication failed";
            case 403 -> "Forbidden";
            case 404 -> "Not found";
            case 405 -> "Method not allowed";
            case 409 -> "Conflict";
            case 413 -> "Request too large";
            case 414 -> "Address too long";
            case 415 -> "Unsupported media type";
            case 422 -> "Not available yet";
            case 429 -> "Too many requests";
            case 431 -> "Headers too large";
            case 501, 505 -> "Not supported";
            case 503 -> "Service unavailable";
            default -> status < 500 ? "Bad request" : "Internal error";
        };
    }
}
