package dev.carillon.carrier.sip.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import dev.carillon.carrier.sip.message.SipRequest;

/** What has ended leaves nothing behind. */
class FinishedTransactionsTest {

    private static final int MANY = 100_000;

    private final Desk desk = new Desk(Transport.UDP, 5_000);
    private int most;

    @Test
    void a_hundred_thousand_transactions_leave_nothing_behind() {
        for (int i = 0; i < MANY / 4; i++) {
            ours(i);
            theirs(i);
            most = Math.max(most, desk.transactions.open());
            desk.forget();
            desk.advance(2_000);
        }
        desk.advance(60_000);
        assertEquals(0, desk.transactions.open());
        assertEquals(0, desk.time.waiting());
        assertEquals(new Counts(0, 0, 0, 0), desk.transactions.counts());
        assertTrue(most < 100, "at most " + most + " at a time");
    }

    private void ours(int i) {
        desk.send("INVITE");
        desk.answered("INVITE", i % 2 == 0 ? 200 : 486);
        desk.send(i % 3 == 0 ? "BYE" : "OPTIONS");
        if (i % 5 > 0) {
            desk.answered(i % 3 == 0 ? "BYE" : "OPTIONS", 200);
        }
    }

    private void theirs(int i) {
        for (String method : new String[]{"INVITE", "BYE"}) {
            SipRequest request = Desk.heardAs(method, method + i);
            desk.arrives(request);
            desk.answers(i % 2 == 0 ? 200 : 486);
            if (i % 2 == 1 && method.equals("INVITE")) {
                desk.arrives(Desk.heardAs("ACK", method + i));
            }
        }
    }
}
