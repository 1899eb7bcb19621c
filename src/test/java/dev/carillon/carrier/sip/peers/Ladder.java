package dev.carillon.carrier.sip.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Who told whom what, in order, between three: drawn for docs/telephony.md, and compared with it. */
record Ladder(List<Step> steps) {

    /** The three, from left to right. */
    static final List<String> PLACES = List.of("carrier", "Carillon", "agent");

    private static final int GAP = 36;

    /** One message. */
    record Step(String from, String to, String words) {
    }

    Ladder {
        steps = List.copyOf(steps);
    }

    /**
     * @param places the port of each; packets of others are left out, and what is sent again is there once
     */
    static Ladder of(List<Packet> packets, Map<Integer, String> places) {
        var seen = new ArrayList<Packet>();
        packets.stream().filter(p -> places.containsKey(p.from()) && places.containsKey(p.to()))
                .filter(p -> !seen.contains(p)).forEach(seen::add);
        return new Ladder(seen.stream()
                .map(p -> new Step(place(places, p.from()), place(places, p.to()), p.words())).toList());
    }

    private static String place(Map<Integer, String> places, int port) {
        return Objects.requireNonNull(places.get(port));
    }

    /** As text, a line a message. */
    String drawn() {
        var lines = new ArrayList<String>();
        lines.add(String.format("%-" + GAP + "s%-" + (GAP + 3) + "s%s", PLACES.get(0), PLACES.get(1),
                PLACES.get(2)));
        for (Step step : steps) {
            boolean left = PLACES.get(0).equals(step.from()) || PLACES.get(0).equals(step.to());
            boolean right = PLACES.indexOf(step.to()) > PLACES.indexOf(step.from());
            String arrow = right ? rightward(step.words()) : leftward(step.words());
            lines.add(
                    "   |" + (left ? arrow : " ".repeat(GAP)) + "|" + (left ? " ".repeat(GAP) : arrow) + "|");
        }
        return String.join("\n", lines.stream().map(String::stripTrailing).toList());
    }

    private static String rightward(String words) {
        return "-- " + words + " " + "-".repeat(Math.max(1, GAP - words.length() - 5)) + ">";
    }

    private static String leftward(String words) {
        return "<- " + words + " " + "-".repeat(Math.max(1, GAP - words.length() - 4));
    }
}
