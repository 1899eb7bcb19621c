package dev.carillon.simulate;

import java.time.ZoneId;
import java.util.List;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

/**
 * Where the simulated people are. What is said here of numbers and zones was written down by hand, so that
 * the law of the window does not ask the code that it judges.
 */
final class Places {

    /** A region's numbers, and every zone in which their owners may be; none: nobody knows. */
    record Place(String prefix, int digits, String country, List<ZoneId> zones) {

        @Nullable ZoneId anyZone(RandomGenerator random) {
            return zones.isEmpty() ? null : zones.get(random.nextInt(zones.size()));
        }

        /** Its number that ends in these three digits. */
        String number(int last) {
            return prefix + "23456".substring(0, digits - 3) + String.valueOf(1_000 + last).substring(1);
        }
    }

    static final List<Place> ALL = List.of(place("+4930", 8, "DE", "Europe/Berlin"),
            place("+4989", 8, "DE", "Europe/Berlin"), place("+331", 8, "FR", "Europe/Paris"),
            place("+44207", 7, "GB", "Europe/London"), place("+12125", 6, "US", "America/New_York"),
            place("+12135", 6, "US", "America/Los_Angeles"), place("+18085", 6, "US", "Pacific/Honolulu"),
            place("+16025", 6, "US", "America/Phoenix"), place("+813", 8, "JP", "Asia/Tokyo"),
            place("+9111", 8, "IN", "Asia/Kolkata"), place("+6129", 7, "AU", "Australia/Sydney"),
            place("+55113", 7, "BR", "America/Sao_Paulo"), place("+6493", 6, "NZ", "Pacific/Auckland"),
            place("+2711", 7, "ZA", "Africa/Johannesburg"),
            place("+7916", 7, "RU", "Europe/Moscow", "Asia/Yekaterinburg", "Asia/Novosibirsk",
                    "Asia/Vladivostok", "Asia/Kamchatka"),
            place("+88163", 8, "", new String[0]));

    private Places() {
    }

    private static Place place(String prefix, int digits, String country, String... zones) {
        return new Place(prefix, digits, country, List.of(zones).stream().map(ZoneId::of).toList());
    }

    static Place of(String number) {
        for (Place place : ALL) {
            if (number.startsWith(place.prefix())) {
                return place;
            }
        }
        throw new IllegalArgumentException("nobody lives at " + number);
    }
}
