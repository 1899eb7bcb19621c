package dev.carillon.http;

import dev.carillon.base.Refusal;

/** What did not succeed, as the contract wants it: the one table from refusals to statuses. */
final class Envelope {

    private Envelope() {
    }

    static Answer of(Refusal refusal) {
        int status = status(refusal.code());
        Answer answer = error(status, refusal.text());
        if (status == 401) {
            return answer.with("WWW-Authenticate", "ApiKey");
        }
        int retry = refusal.retryAfterSeconds();
        return retry > 0 ? answer.with("Retry-After", String.valueOf(retry)) : answer;
    }

    static Answer otherMethod(String method, String allow) {
        return error(405, "method: " + Shown.of(method) + " is not known here; allowed: " + allow)
                .with("Allow", allow);
    }

    static Answer error(int status, String error) {
        return Answer.error(status, message(status), error, null);
    }

    /** A defect of ours: nothing of the inside, and an id by which it is found in the log. */
    static Answer unexpected(String requestId) {
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
