package dev.carillon.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * Finds the route of a request. Paths are compared segment by segment, as they came; nothing is normalised.
 */
final class Routes {

    private final List<Known> known = new ArrayList<>();
    /** Those without parameters, by path and method: the way of most requests, found at once. */
    private final Map<String, Map<String, Matched>> literal = new HashMap<>();

    Routes(List<Route> routes) {
        for (Route route : routes) {
            known.add(new Known(route, List.of(route.path().split("/", -1))));
            if (route.path().indexOf('{') < 0) {
                literal.computeIfAbsent(route.path(), _ -> new HashMap<>())
                        .put(route.method(), new Matched(route, Map.of()));
            }
        }
    }

    private record Known(Route route, List<String> segments) {
    }

    /** What is at a path. */
    sealed interface Found {
    }

    record Matched(Route route, Map<String, String> parameters) implements Found {
    }

    /** There is something, but not by this method; {@code allow} is what the header of that name says. */
    record OtherMethod(String allow) implements Found {
    }

    record Nothing() implements Found {
    }

    Found find(String method, String rawPath) {
        Matched exact = literal.getOrDefault(rawPath, Map.of()).get(method);
        return exact == null ? search(method, rawPath) : exact;
    }

    private Found search(String method, String rawPath) {
        List<String> segments = decoded(rawPath);
        var allowed = new TreeSet<String>();
        Matched best = null;
        for (Known k : known) {
            Map<String, String> parameters = match(k.segments(), segments);
            if (parameters == null) {
                continue;
            }
            allowed.add(k.route().method());
            boolean better = best == null || parameters.size() < best.parameters().size();
            if (k.route().method().equals(method) && better) {
                best = new Matched(k.route(), parameters);
            }
        }
        return best != null ? best : other(allowed);
    }

    private static Found other(SortedSet<String> allowed) {
        if (allowed.isEmpty()) {
            return new Nothing();
        }
        if (allowed.contains("GET")) {
            allowed.add("HEAD");
        }
        return new OtherMethod(String.join(", ", allowed));
    }

    /** A segment that does not decode is nobody's. */
    private static List<String> decoded(String rawPath) {
        return Arrays.stream(rawPath.split("/", -1)).map(s -> {
            String text = Percent.decode(s, false);
            return text == null ? "" : text;
        }).toList();
    }

    private static @Nullable Map<String, String> match(List<String> pattern, List<String> segments) {
        if (pattern.size() != segments.size()) {
            return null;
        }
        var parameters = new HashMap<String, String>();
        for (int i = 0; i < pattern.size(); i++) {
            String p = pattern.get(i);
            if (p.startsWith("{") && !segments.get(i).isEmpty()) {
                parameters.put(p.substring(1, p.length() - 1), segments.get(i));
            } else if (!p.equals(segments.get(i))) {
                return null;
            }
        }
        return parameters;
    }
}
