package dev.carillon.call;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberToTimeZonesMapper;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber;
import com.google.i18n.phonenumbers.ShortNumberInfo;

/** What the world's numbering plans say (libphonenumber). Thread-safe. */
public final class Numbering {

    private static final String NO_COUNTRY = "ZZ";
    private static final String ITU_GLOBAL = "001";
    /** Asked once: each answer is a copy. */
    private static final Set<String> KNOWN_ZONES = Set.copyOf(ZoneId.getAvailableZoneIds());

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

        static Kind of(String word) {
            return valueOf(word.toUpperCase(java.util.Locale.ROOT));
        }
    }

    static List<ZoneId> zones(Phonenumber.PhoneNumber number) {
        return PhoneNumberToTimeZonesMapper.getInstance().getTimeZonesForNumber(number).stream()
                .filter(name -> !name.equals(PhoneNumberToTimeZonesMapper.getUnknownTimeZone()))
                .filter(KNOWN_ZONES::contains).sorted().map(ZoneId::of).toList();
    }

    static Optional<String> country(Phonenumber.PhoneNumber number) {
        PhoneNumberUtil plans = PhoneNumberUtil.getInstance();
        return Optional.ofNullable(plans.getRegionCodeForNumber(number))
                .or(() -> Optional.of(plans.getRegionCodeForCountryCode(number.getCountryCode())))
                .filter(code -> !code.equals(NO_COUNTRY) && !code.equals(ITU_GLOBAL));
    }

    /** The countries that have numbers, as ISO 3166 names them in two letters, in order. */
    public static List<String> countries() {
        return PhoneNumberUtil.getInstance().getSupportedRegions().stream().sorted().toList();
    }

    static Kind kind(Phonenumber.PhoneNumber number) {
        // A company's number may be as short, and a number that is assigned is no short one.
        if (!PhoneNumberUtil.getInstance().isValidNumber(number)
                && ShortNumberInfo.getInstance().isPossibleShortNumber(number)) {
            return isEmergency(number) ? Kind.EMERGENCY : Kind.SHORT;
        }
        if (isSatellite(number.getCountryCode())) {
            return Kind.SATELLITE;
        }
        return switch (PhoneNumberUtil.getInstance().getNumberType(number)) {
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

    static Optional<Phonenumber.PhoneNumber> parsed(String number) {
        try {
            return Optional.of(PhoneNumberUtil.getInstance().parse(number, null));
        } catch (NumberParseException e) {
            return Optional.empty();
        }
    }
}
