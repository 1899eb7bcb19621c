package dev.carillon.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import com.google.i18n.phonenumbers.PhoneNumberToTimeZonesMapper;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the numbering plans say, and where a trunk may call. */
class NumberingTest {

    @ParameterizedTest
    @CsvSource({"+493012345678, DE, OTHER", "+14155550123, US, OTHER", "+19002345678, US, PREMIUM_RATE",
            "+491805123456, DE, SHARED_COST", "+870773111632, , SATELLITE", "+881612345678, , SATELLITE",
            "+43112, AT, EMERGENCY", "+43153115, AT, OTHER", "+99980000000, , OTHER"})
    void a_number_has_a_country_and_a_kind(String number, String country, Numbering.Kind kind) {
        assertEquals(Optional.ofNullable(country), new Callee(number).country());
        assertEquals(kind, new Callee(number).kind());
    }

    @ParameterizedTest
    @MethodSource("regions")
    void the_ordinary_numbers_of_every_country_are_ordinary(String region) {
        for (var type : List.of(PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE)) {
            var example = PhoneNumberUtil.getInstance().getExampleNumberForType(region, type);
            if (example != null) {
                String number = PhoneNumberUtil.getInstance().format(example, PhoneNumberFormat.E164);
                assertEquals(Numbering.Kind.OTHER, new Callee(number).kind(), number);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("regions")
    void what_is_taken_as_it_stands_is_what_the_parser_makes_of_it(String region) {
        for (PhoneNumberType type : PhoneNumberType.values()) {
            var example = PhoneNumberUtil.getInstance().getExampleNumberForType(region, type);
            if (example != null) {
                String number = PhoneNumberUtil.getInstance().format(example, PhoneNumberFormat.E164);
                assertEquals(Numbering.parsedByLibrary(number),
                        Numbering.parsed(number).map(Numbering.Listed::number), number);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("regions")
    void zones_are_those_that_the_library_knows(String region) {
        for (PhoneNumberType type : PhoneNumberType.values()) {
            var example = PhoneNumberUtil.getInstance().getExampleNumberForType(region, type);
            if (example != null) {
                String number = PhoneNumberUtil.getInstance().format(example, PhoneNumberFormat.E164);
                List<String> known = PhoneNumberToTimeZonesMapper.getInstance().getTimeZonesForNumber(example)
                        .stream().filter(ZoneId.getAvailableZoneIds()::contains).sorted().toList();
                assertEquals(known, new Callee(number).zones().stream().map(ZoneId::getId).toList(), number);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"+390612345678", "+5215512345678", "+4402071234567", "+5491123456789", "+43112",
            "+99980000000", "+1", "+9", "+123456789012345", "+8001234567", "+88163000000000", "+0123456",
            "+49x301234567", "+"})
    void a_number_that_is_not_whole_is_what_the_parser_makes_of_it(String number) {
        assertEquals(Numbering.parsedByLibrary(number),
                Numbering.parsed(number).map(Numbering.Listed::number), number);
    }

    static Set<String> regions() {
        return PhoneNumberUtil.getInstance().getSupportedRegions();
    }

    @Test
    void what_is_known_of_a_callee_is_worked_out_once() {
        var callee = new Callee("+79161234567");
        assertTrue(callee.zones().size() > 1);
        assertSame(callee.zones(), callee.zones());
        assertSame(callee.country(), callee.country());
        assertEquals(new Callee("+79161234567"), callee);
        assertFalse(callee.toString().contains("1234567"), "a number is masked wherever it may be printed");
    }

    @Test
    void a_trunk_calls_its_countries_and_no_kind_that_is_not_named() {
        var plain = new Destinations(Set.of("DE", "US"), Set.of());
        assertTrue(plain.allow(new Callee("+493012345678")));
        assertTrue(plain.allow(new Callee("+14155550123")));
        assertFalse(plain.allow(new Callee("+43123456789")));
        assertFalse(plain.allow(new Callee("+19002345678")));
        assertFalse(plain.allow(new Callee("+870773111632")));
        assertFalse(plain.allow(new Callee("+99980000000")));
        var more = new Destinations(Set.of("US"),
                Set.of(Numbering.Kind.PREMIUM_RATE, Numbering.Kind.SATELLITE));
        assertTrue(more.allow(new Callee("+19002345678")));
        assertTrue(more.allow(new Callee("+870773111632")));
        assertFalse(more.allow(new Callee("+493012345678")));
    }
}
