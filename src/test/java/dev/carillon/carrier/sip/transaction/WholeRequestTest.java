package dev.carillon.carrier.sip.transaction;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.carillon.carrier.sip.message.SipRequest;
import dev.carillon.carrier.sip.message.SipSyntax;

class WholeRequestTest {

    @ParameterizedTest
    @ValueSource(strings = {"CSeq", "Call-ID", "To", "From"})
    void a_request_of_ours_that_is_incomplete_is_refused(String missing) {
        var desk = new Desk(Transport.UDP);
        SipRequest request = Desk.request("INVITE").with(headers -> headers.remove(missing));
        assertThrows(SipSyntax.class, () -> desk.transactions.send(request, desk.peer, event -> {
        }));
        assertTrue(desk.isClear());
    }
}
