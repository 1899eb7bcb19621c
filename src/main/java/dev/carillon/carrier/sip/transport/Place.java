package dev.carillon.carrier.sip.transport;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Somewhere that a peer may be reached.
 *
 * @param port     -1: what the DNS says of the host, or else the usual one
 * @param priority the lowest comes first
 * @param weight   how often it comes before others of its priority, compared with theirs
 */
public record Place(String host, int port, int priority, int weight) {

    private static final Comparator<Place> BY_PRIORITY =
            Comparator.comparingInt(Place::priority).thenComparingInt(Place::weight);

    public Place {
        if (weight < 0 || port < -1 || port > 65_535) {
            throw new IllegalArgumentException("no place: " + host + ":" + port + " of weight " + weight);
        }
    }

    Place withPort(int other) {
        return new Place(host, other, priority, weight);
    }

    /** All of them, in the order to try (RFC 2782): drawn by weight among those of one priority. */
    static List<Place> inOrder(List<Place> places, RandomGenerator chance) {
        var left = new ArrayList<Place>(places);
        left.sort(BY_PRIORITY);
        var order = new ArrayList<Place>(places.size());
        while (!left.isEmpty()) {
            int first = left.getFirst().priority();
            order.add(left.remove(
                    draw(left.stream().takeWhile(place -> place.priority() == first).toList(), chance)));
        }
        return order;
    }

    private static int draw(List<Place> equals, RandomGenerator chance) {
        long sum = equals.stream().mapToLong(Place::weight).sum();
        long drawn = chance.nextLong(sum + 1);
        int at = 0;
        for (long passed = equals.getFirst().weight(); passed < drawn; passed += equals.get(at).weight()) {
            at++;
        }
        return at;
    }
}
