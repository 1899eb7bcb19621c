package dev.carillon.call;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberToTimeZonesMapper;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber;
import com.google.i18n.phonenumbers.ShortNumberInfo;

/** What the world's numbering plans say (libphonenumber). Thread-safe. */
public final class Numbering {

    private static final String NO_COUNTRY = "ZZ";
    private static final String ITU_GLOBAL = "001";
    private static final int LONGEST_CODE = 3;
    private static final int LONGEST_REST = 14;
    private static final Set<Integer> CODES =
            Set.copyOf(PhoneNumberUtil.getInstance().getSupportedCallingCodes());
    /** Asked once: each answer is a copy. */
    private static final Set<String> KNOWN_ZONES = Set.copyOf(ZoneId.getAvailableZoneIds());

    /**
     * The zones of each country code, for numbers whose kind is tied to no place: constants, asked for when
     * first needed, since the library finds out the kind once more for each answer.
     */
    private static final Map<Integer, List<ZoneId>> WHOLE_COUNTRY = new ConcurrentHashMap<>();

    private Numbering() {
    }

    /**
     * What may answer at a number. {@code OTHER} is all that costs its caller what any call does, known or
     * not.
     */
    public enum Kind {
        PREMIUM_RATE, SHARED_COST, SATELLITE, SHORT, EMERGENCY, OTHER;

        private final String word = name().toLowerCase(java.util.Locale.ROOT);

        public String word() {
            return word;
        }

        /** The kind of its word. */
        public static Kind of(String word) {
            return valueOf(word.toUpperCase(java.util.Locale.ROOT));
        }
    }

    /**
     * A number, and what the numbering plans have at it, which is found out with a pattern for each kind, and
     * so only once.
     */
    record Listed(Phonenumber.PhoneNumber number, PhoneNumberUtil.PhoneNumberType type) {

        static Listed of(Phonenumber.PhoneNumber number) {
            return new Listed(number, PhoneNumberUtil.getInstance().getNumberType(number));
        }

        /** Whether it can be anybody's. */
        boolean valid() {
            return type != PhoneNumberUtil.PhoneNumberType.UNKNOWN;
        }
    }

    static List<ZoneId> zones(Listed listed) {
        int country = listed.number().getCountryCode();
        var library = PhoneNumberToTimeZonesMapper.getInstance();
        if (PhoneNumberUtil.getInstance().isNumberGeographical(listed.type(), country)) {
            return known(library.getTimeZonesForGeographicalNumber(listed.number()));
        }
        return listed.valid()
                ? WHOLE_COUNTRY.computeIfAbsent(country,
                        _ -> known(library.getTimeZonesForNumber(listed.number())))
                : List.of();
    }

    private static List<ZoneId> known(List<String> names) {
        return names.stream().filter(name -> !name.equals(PhoneNumberToTimeZonesMapper.getUnknownTimeZone()))
                .filter(KNOWN_ZONES::contains).sorted().map(ZoneId::of).toList();
    }

    static Optional<String> country(Listed listed) {
        Phonenumber.PhoneNumber number = listed.number();
        PhoneNumberUtil plans = PhoneNumberUtil.getInstance();
        return Optional.ofNullable(plans.getRegionCodeForNumber(number))
                .or(() -> Optional.of(plans.getRegionCodeForCountryCode(number.getCountryCode())))
                .filter(code -> !code.equals(NO_COUNTRY) && !code.equals(ITU_GLOBAL));
    }

    /** The countries that have numbers, as ISO 3166 names them in two letters, in order. */
    public static List<String> countries() {
        return PhoneNumberUtil.getInstance().getSupportedRegions().stream().sorted().toList();
    }

    /**
     * A number of E.164 as it is dialled in a country, digits alone: as a national number where it has the
     * country's code, and else with what is dialled there before numbers of other countries. Where the plans
     * know no number or no such digits, it stays as it is.
     */
    public static String dialledIn(String country, String number) {
        PhoneNumberUtil plans = PhoneNumberUtil.getInstance();
        return parsed(number).map(Listed::number)
                .map(n -> n.getCountryCode() == plans.getCountryCodeForRegion(country)
                        ? plans.format(n, PhoneNumberUtil.PhoneNumberFormat.NATIONAL)
                        : plans.formatOutOfCountryCallingNumber(n, country))
                .map(text -> text.replaceAll("[^+0-9]", "")).orElse(number);
    }

    static Kind kind(Listed listed) {
        Phonenumber.PhoneNumber number = listed.number();
        // A company's number may be as short, and a number that is assigned is no short one.
        if (!listed.valid()
                && ShortNumberInfo.getInstance().isPossibleShortNumber(number)) {
            return isEmergency(number) ? Kind.EMERGENCY : Kind.SHORT;
        }
        if (isSatellite(number.getCountryCode())) {
            return Kind.SATELLITE;
        }
        return switch (listed.type()) {
            case PREMIUM_RATE -> Kind.PREMIUM_RATE;
            case SHARED_COST -> Kind.SHARED_COST;
            default -> Kind.OTHER;
        };
    }

    private static boolean isEmergency(Phonenumber.PhoneNumber number) {
        String national = PhoneNumberUtil.getInstance().getNationalSignificantNumber(number);
        String country = PhoneNumberUtil.getInstance().getRegionCodeForCountryCode(number.getCountryCode());
        return ShortNumberInfo.getInstance().isEmergencyNumber(national, country);
    }

    /** Inmarsat, the global mobile satellite system, and what shares codes with them (ITU-T E.164). */
    private static boolean isSatellite(int countryCode) {
        return countryCode == 870 || countryCode == 881 || countryCode == 882 || countryCode == 883;
    }

    /**
     * The library's parser looks for much that E.164 does not have, and takes longer than all that follows.
     * What is whole without it is taken as it stands; anything else is for the parser to make sense of.
     */
    static Optional<Listed> parsed(String number) {
        return asItStands(number).map(Listed::of).filter(Listed::valid)
                .or(() -> parsedByLibrary(number).map(Listed::of));
    }

    /** A country code, which no other begins with, and the rest (ITU-T E.164, 6.2). */
    private static Optional<Phonenumber.PhoneNumber> asItStands(String number) {
        if (!number.substring(1).chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        for (int end = 2; end <= LONGEST_CODE + 1 && end < number.length(); end++) {
            int code = digits(number, 1, end);
            if (CODES.contains(code) && number.length() - end <= LONGEST_REST) {
                return Optional.of(of(code, number.substring(end)));
            }
        }
        return Optional.empty();
    }

    private static Phonenumber.PhoneNumber of(int code, String rest) {
        int zeros = 0;
        while (zeros < rest.length() - 1 && rest.charAt(zeros) == '0') {
            zeros++;
        }
        var parsed =
                new Phonenumber.PhoneNumber().setCountryCode(code).setNationalNumber(Long.parseLong(rest));
        return zeros == 0 ? parsed : parsed.setItalianLeadingZero(true).setNumberOfLeadingZeros(zeros);
    }

    private static int digits(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }

    static Optional<Phonenumber.PhoneNumber> parsedByLibrary(String number) {
        try {
            return Optional.of(PhoneNumberUtil.getInstance().parse(number, null));
        } catch (NumberParseException e) {
            return Optional.empty();
        }
    }
}
