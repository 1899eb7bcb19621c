package dev.carillon.carrier.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.carillon.base.Refusal;
import dev.carillon.call.CarrierWord.Leg;
import dev.carillon.carrier.rest.RestTrunk.Detection;

class RestTrunkTest {

    private static RestTrunk parse(String json) {
        return RestTrunk.parse(json.replace('\'', '"'));
    }

    @Test
    void what_is_not_set_is_as_with_twilio() {
        RestTrunk trunk = parse("{'account_sid': 'AC1', 'public_url': 'https://calls.example.com'}");
        assertEquals(Detection.OFF, trunk.detection());
        assertEquals("https://api.twilio.com/2010-04-01/Accounts/AC1/Calls.json", trunk.calls().toString());
        assertEquals("https://api.twilio.com/2010-04-01/Accounts/AC1/Calls/CA2.json",
                trunk.call("CA2").toString());
        assertEquals("https://calls.example.com/callbacks/rest/call_1/called",
                trunk.callback("call_1", Leg.CALLED));
    }

    @Test
    void addresses_may_have_a_port_a_path_and_slashes_at_the_end() {
        RestTrunk trunk = parse("""
                {'account_sid': 'P-1', 'base_url': 'https://space.example.com:8443/api/laml/',
                 'public_url': 'https://proxy.example.com/carillon//', 'amd': 'detect_message_end'}""");
        assertEquals("https://space.example.com:8443/api/laml/2010-04-01/Accounts/P-1/Calls.json",
                trunk.calls().toString());
        assertEquals("https://proxy.example.com/carillon/callbacks/rest/call_1/answered-by",
                trunk.detectionCallback("call_1"));
        assertEquals(Detection.DETECT_MESSAGE_END, trunk.detection());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "[] | settings: must be an object",
            "{ | settings: not valid JSON",
            "{'account_sid': 'AC1', 'account_sid': 'AC2'} | settings: not valid JSON",
            "{'public_url': 'https://a.b'} | settings.account_sid: is missing",
            "{'account_sid': 7, 'public_url': 'https://a.b'} | settings.account_sid: must be text",
            "{'account_sid': 'a/b', 'public_url': 'https://a.b'} | settings.account_sid: is not an account",
            "{'account_sid': 'AC1'} | settings.public_url: is missing",
            "{'account_sid': 'AC1', 'public_url': 'http://a.b'} | settings.public_url: is not",
            "{'account_sid': 'AC1', 'public_url': 'https://'} | settings.public_url: is not",
            "{'account_sid': 'AC1', 'public_url': 'https://u@a.b'} | settings.public_url: is not",
            "{'account_sid': 'AC1', 'public_url': 'https://a.b?b'} | settings.public_url: is not",
            "{'account_sid': 'AC1', 'public_url': 'https://a.b:70000'} | settings.public_url: is not an",
            "{'account_sid': 'AC1', 'base_url': 'a b', 'public_url': 'https://a.b'} | settings.base_url: is",
            "{'account_sid': 'AC1', 'public_url': 'https://a.b', 'amd': 'on'} | settings.amd: is not known",
            "{'account_sid': 'AC1', 'public_url': 'https://a.b', 'auth_token': 'x'} | settings.auth_token:"})
    void a_wrong_setting_is_refused_by_its_name(String json, String expected) {
        var refusal = assertThrows(Refusal.class, () -> parse(json));
        assertEquals(expected,
                refusal.text().substring(0, Math.min(expected.length(), refusal.text().length())));
    }
}
