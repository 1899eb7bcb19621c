package dev.carillon.contract;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** Wrong as HTTP or as JSON: what is refused before a field is looked at. */
final class BadMessages {

    private static final String CREATE = "/batch-call";
    private static final String GOOD = "{\"from_number\": \"+99970000000\", \"status\": \"draft\"}";

    private static final String JSON = """
            { | 400 | body: is not valid JSON (line 1, … allowed: one JSON object in UTF-8
            {'a': 1,} | 400 | body: is not valid JSON (line 1, … allowed:
            {'a' 1} | 400 | body: is not valid JSON … allowed:
            {a: 1} | 400 | body: is not valid JSON … allowed:
            {'a': 01} | 400 | body: is not valid JSON … allowed:
            {'a': NaN} | 400 | body: is not valid JSON … allowed:
            {'a': +1} | 400 | body: is not valid JSON … allowed:
            {'a': .5} | 400 | body: is not valid JSON … allowed:
            {'a': 'x} | 400 | body: is not valid JSON … allowed:
            {'a': '\\x'} | 400 | body: is not valid JSON … allowed:
            {'a': '\\u12'} | 400 | body: is not valid JSON … allowed:
            {'a': tru} | 400 | body: is not valid JSON … allowed:
            /* c */ {} | 400 | body: is not valid JSON … allowed:
            {} {} | 400 | body: … allowed: one JSON object in UTF-8
            {}, | 400 | body: … allowed: one JSON object in UTF-8
            {}x | 400 | body: … allowed: one JSON object in UTF-8
            [] | 400 | body: must be a JSON object; allowed: one JSON object in UTF-8
            [{}] | 400 | body: must be a JSON object; allowed:
            null | 400 | body: must be a JSON object; allowed:
            true | 400 | body: must be a JSON object; allowed:
            7 | 400 | body: must be a JSON object; allowed:
            'text' | 400 | body: must be a JSON object; allowed:
            {'status': 'draft', 'status': 'sent'} | 400 | body: has the field "status" twice (line 1, … allowed:
            {'tasks': [{'to_number': '1', 'to_number': '2'}]} | 400 | body: has the field "to_number" twice … allowed:
            name=x&from_number=1 | 400 | body: is not valid JSON … allowed:
            <batch/> | 400 | body: is not valid JSON … allowed:
            """;

    private BadMessages() {
    }

    static Stream<BadRow> rows() {
        return Stream.of(BadRow.bodies("POST", CREATE, JSON), bytes(), depths(), headers(), keys())
                .flatMap(rows -> rows);
    }

    private static Stream<BadRow> bytes() {
        Ask ask = Ask.of("POST", CREATE);
        byte[] utf16 = GOOD.getBytes(StandardCharsets.UTF_16);
        byte[] latin = GOOD.replace("draft", "dräft").getBytes(StandardCharsets.ISO_8859_1);
        byte[] nulls = (GOOD + "\0").getBytes(StandardCharsets.UTF_8);
        byte[] surrogate = {'{', '"', 'a', '"', ':', '"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"', '}'};
        byte[] overlong = {'{', '"', (byte) 0xc0, (byte) 0xaf, '"', ':', '1', '}'};
        return Stream.of(
                BadRow.of(ask, 400, "body: is missing; allowed: one JSON object in UTF-8"),
                BadRow.of(ask.with(" \n "), 400, "body: … allowed: one JSON object in UTF-8"),
                BadRow.of(ask.with(utf16), 400, "body: is not UTF-8; allowed: one JSON object in UTF-8"),
                BadRow.of(ask.with(latin), 400, "body: is not UTF-8; allowed: one JSON object in UTF-8"),
                BadRow.of(ask.with(surrogate), 400, "body: is not UTF-8; allowed: one JSON object in UTF-8"),
                BadRow.of(ask.with(overlong), 400, "body: is not UTF-8; allowed: one JSON object in UTF-8"),
                BadRow.of(ask.with(nulls), 400,
                        "body: is not valid JSON … allowed: one JSON object in UTF-8"),
                BadRow.of(ask.with("{\"name\": \"a\tb\"}"), 400, "body: is not valid JSON … allowed:"),
                BadRow.of(ask.with("\uFEFF" + GOOD), 400, "body: … allowed: one JSON object in UTF-8"));
    }

    private static Stream<BadRow> depths() {
        String deep = "{\"a\":".repeat(65) + "1" + "}".repeat(65);
        String list = "{\"a\": " + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        String many = "{\"a\": [" + "1,".repeat(500_000) + "1]}";
        return Stream.of(
                BadRow.of(Ask.post(CREATE, deep), 400,
                        "body: is nested too deeply … allowed: at most 64 levels"),
                BadRow.of(Ask.post(CREATE, list), 400,
                        "body: is nested too deeply … allowed: at most 64 levels"),
                BadRow.of(Ask.post(CREATE, many), 400, "body: has too many values … allowed: at most"),
                BadRow.of(Ask.post(CREATE, "{\"a\": " + "9".repeat(1_001) + "}"), 400,
                        "body: has a number that is too long … allowed: at most 1000 digits"),
                BadRow.of(Ask.post(CREATE, "{\"" + "n".repeat(60_000) + "\": 1}"), 400,
                        "body: has a name that is too long … allowed: at most 50000 characters"));
    }

    private static Stream<BadRow> headers() {
        Ask good = Ask.post(CREATE, GOOD);
        var types = Stream
                .of("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
                        "application/json; charset=iso-8859-1", "application/json; charset=utf-16",
                        "application/jsonx",
                        "application/xml", "text/json", "application/json, text/plain", "*/*", "json")
                .map(type -> BadRow.of(good.header("Content-Type", type), 415,
                        "Content-Type: … is not read here; allowed: application/json in UTF-8"));
        var others = Stream.of(
                BadRow.of(good.header("Content-Encoding", "gzip"), 415,
                        "Content-Encoding: … is not read here; allowed:"),
                BadRow.of(
                        good.header("Content-Type", "application/json").header("Content-Type",
                                "application/json"),
                        400, "Content-Type: is given 2 times; allowed: at most once"),
                BadRow.of(good.header("Idempotency-Key", ""), 400,
                        "Idempotency-Key: … allowed: 1 to 255 characters"),
                BadRow.of(good.header("Idempotency-Key", "k".repeat(256)), 400,
                        "Idempotency-Key: has 256 characters; allowed: 1 to 255 characters"),
                BadRow.of(good.header("Idempotency-Key", "a").header("Idempotency-Key", "b"), 400,
                        "Idempotency-Key: is given 2 times; allowed: at most once"));
        return Stream.concat(types, others);
    }

    /** Fewer than twenty: more would be slowed. */
    private static Stream<BadRow> keys() {
        Ask nobody = Ask.get("/batch-call/list").anonymously();
        String both = "the headers X-API-KEY and X-API-SECRET are required, each once";
        String wrong = "the API key or its secret is not valid";
        return Stream.of(BadRow.of(nobody, 401, both),
                BadRow.of(nobody.header("X-API-KEY", RunningServer.KEY), 401, both),
                BadRow.of(nobody.header("X-API-SECRET", RunningServer.SECRET), 401, both),
                BadRow.of(nobody.header("X-API-KEY", "").header("X-API-SECRET", ""), 401, both),
                BadRow.of(Ask.get("/batch-call/list").header("X-API-KEY", RunningServer.KEY), 401, both),
                BadRow.of(nobody.header("X-API-KEY", RunningServer.KEY).header("X-API-SECRET", "x"), 401,
                        wrong),
                BadRow.of(nobody.header("X-API-KEY", "x").header("X-API-SECRET", RunningServer.SECRET), 401,
                        wrong),
                BadRow.of(nobody.header("Authorization", "Bearer " + RunningServer.SECRET), 401, both),
                BadRow.of(Ask.post(CREATE, "{").anonymously(), 401, both));
    }

    /** Bytes on the wire, the status that they get, and words of the error. */
    record Wire(String bytes, int status, String words) {

        @Override
        public String toString() {
            String line = bytes.replaceAll("\\p{Cntrl}+", " ");
            return line.substring(0, Math.min(100, line.length())) + " → " + status;
        }
    }

    static List<Wire> wires() {
        String host = "Host: x\r\n";
        String key = host + "X-API-KEY: " + RunningServer.KEY + "\r\nX-API-SECRET: " + RunningServer.SECRET
                + "\r\n";
        String list = "GET /batch-call/list HTTP/1.1\r\n";
        String post = "POST /batch-call HTTP/1.1\r\n" + key;
        String malformed = "request: … allowed: HTTP/1.1";
        return List.of(
                new Wire("GET /%zz HTTP/1.1\r\n" + host + "\r\n", 400, malformed),
                new Wire("GET /batch-call/list?page=%zz HTTP/1.1\r\n" + key + "\r\n", 400,
                        "request: … allowed: … encoded path and query"),
                new Wire("GET /batch-call/list?page=%2 HTTP/1.1\r\n" + key + "\r\n", 400,
                        "request: … allowed: … encoded path and query"),
                new Wire("GET /batch-call/list?page=\u00ff HTTP/1.1\r\n" + key + "Connection: close\r\n\r\n",
                        400,
                        "allowed: "),
                new Wire(list + "\r\n", 400, malformed),
                new Wire(list + host + "Host: y\r\n\r\n", 400, malformed),
                new Wire(list + host + "broken header\r\n\r\n", 400, malformed),
                new Wire(list + host + "A : b\r\n\r\n", 400, malformed),
                new Wire(list + host + "A: b\u0000c\r\n\r\n", 400, malformed),
                new Wire("GET /batch-call/list?a b HTTP/1.1\r\n" + host + "\r\n", 400, malformed),
                new Wire("GET batch-call/list HTTP/1.1\r\n" + host + "Connection: close\r\n\r\n", 404,
                        "there is nothing at this path"),
                new Wire("GET /batch-call/list HTTP/2.0\r\n" + host + "\r\n", 400, malformed),
                new Wire("GET /batch-call/list HTTP/1.0\r\n" + host + "\r\n", 505, malformed),
                new Wire("GET /batch-call/list\r\n\r\n", 400, malformed),
                new Wire("\u0000\u0001\u0002\u0003\r\n\r\n", 400, malformed),
                new Wire("GET /" + "a".repeat(9_000) + " HTTP/1.1\r\n" + host + "\r\n", 414,
                        "path: is too long; allowed: up to 8192 bytes"),
                new Wire("GET /batch-call/list?page=" + "1".repeat(9_000) + " HTTP/1.1\r\n" + host + "\r\n",
                        414,
                        "path: is too long; allowed: up to 8192 bytes"),
                new Wire(list + host + "A: " + "a".repeat(20_000) + "\r\n\r\n", 431,
                        "headers: are too large; allowed: up to 16384 bytes"),
                new Wire(list + host + "A: b\r\n".repeat(4_000) + "\r\n", 431,
                        "headers: are too large; allowed: up to 16384 bytes"),
                new Wire(post + "Content-Length: 16777217\r\n\r\n", 413,
                        "body: is too large; allowed: up to 16777216 bytes"),
                new Wire(post + "Transfer-Encoding: chunked\r\n\r\n1000001\r\n", 413,
                        "body: is too large; allowed: up to 16777216 bytes"),
                new Wire(post + "Content-Length: 99999999999999999999\r\n\r\n", 400, malformed),
                new Wire(post + "Content-Length: abc\r\n\r\n", 400, malformed),
                new Wire(post + "Content-Length: -1\r\n\r\n", 400, malformed),
                new Wire(post + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}", 400, malformed),
                new Wire(post + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400,
                        malformed),
                new Wire(post + "Transfer-Encoding: gzip, chunked\r\n\r\n", 501,
                        "Transfer-Encoding: … allowed: chunked"),
                new Wire(post + "Transfer-Encoding: chunked\r\n\r\nzz\r\n", 400, malformed),
                new Wire(post + "Transfer-Encoding: chunked\r\n\r\n-1\r\n", 400, malformed),
                new Wire(post
                        + "Idempotency-Key: a\u0001b\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}",
                        400,
                        "allowed: "));
    }
}
