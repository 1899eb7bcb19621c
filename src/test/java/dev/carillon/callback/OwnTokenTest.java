package dev.carillon.callback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.batch.ApiHouse;
import dev.carillon.batch.ApiHouse.Reply;
import dev.carillon.call.CarrierEvent.Kind;

/** A call's own token is good for its call and for nothing else. */
@Tag("database")
class OwnTokenTest {

    private final CallHouse house = new CallHouse();
    private final CallKey call = house.call(Kind.RINGING, Kind.ANSWERED, Kind.JOINED);
    private final String token = house.read(call).field("outcome_token");

    @AfterEach
    void close() {
        house.close();
    }

    private Reply read(CallKey key, String with) {
        return house.api.asking("GET", house.path(key), "").authorized("Bearer " + with);
    }

    private Reply say(String with) {
        return house.api.asking("POST", house.path(call) + "/outcome", "{\"opt_out\": true}")
                .authorized("Bearer " + with);
    }

    @Test
    void it_reads_its_call_and_reports_of_it() {
        Reply read = read(call, token);
        assertEquals(200, read.status());
        assertTrue(read.data().get("outcome_token").isNull(), "who has it needs not be shown it");
        assertFalse(read.text().contains(token));
        assertEquals(200, say(token).status());
        assertEquals("true", house.api.value("select opt_out::text from call_report"));
        assertEquals(200,
                house.api.asking("GET", house.path(call), "").authorized("bearer " + token).status());
    }

    @Test
    void it_hangs_nothing_up_and_opens_no_other_door() {
        assertEquals(401,
                house.api.asking("POST", house.path(call) + "/hang-up", "").authorized("Bearer " + token)
                        .status());
        String id =
                "batch_call_" + house.api.value("select replace(public_id::text, '-', '') from batch_call");
        assertEquals(401,
                house.api.asking("GET", "/batch-call/" + id, "").authorized("Bearer " + token).status());
    }

    @Test
    void no_other_call_takes_it_and_a_wrong_one_is_repeated_nowhere() {
        var other = new CallKey(call.batchId(), call.seq(), 2);
        assertNotEquals(token, house.api.ids.callTokens().token(other));
        String wrong = token.substring(0, token.length() - 1) + (token.endsWith("A") ? "B" : "A");
        Reply refused = read(call, wrong);
        assertEquals(401, refused.status());
        assertFalse(refused.text().contains("calltoken_"));
        for (Reply reply : new Reply[]{read(other, token),
                read(call, house.api.ids.callTokens().token(other)),
                read(other, house.api.ids.callTokens().token(other)), say(wrong)}) {
            assertEquals(refused, reply);
        }
        assertEquals(401, house.api.asking("GET", house.path(call), "").authorized(token).status());
        assertEquals("0", house.api.value("select count(*) from call_report"));
    }

    @Test
    void it_is_good_for_a_day_after_the_end_of_the_call() {
        house.ends(call);
        house.api.timeline.advance(OwnToken.VALID_AFTER_END.minus(Duration.ofSeconds(2)));
        assertEquals(200, say(token).status());
        house.api.timeline.advance(Duration.ofSeconds(2));
        assertEquals(read(call, "calltoken_"), read(call, token));
        assertTrue(house.read(call).text().contains("opt_out"), "a key may read for ever");
    }

    /** Nor does it tell which the organisation has used. */
    @Test
    void its_idempotency_keys_meet_nobody_elses() {
        String path = house.path(call) + "/outcome";
        String body = "{\"note\": \"by the agent\"}";
        Reply first = house.api.asking("POST", path, body).once("order-1").authorized("Bearer " + token);
        assertEquals(200, first.status(), first.text());
        Reply again = house.api.asking("POST", path, body).once("order-1").authorized("Bearer " + token);
        assertEquals(first, again);
        Reply operator = house.api.asking("POST", path, "{\"note\": \"by a key\"}").once("order-1")
                .as(ApiHouse.ONE);
        assertEquals(200, operator.status(), operator.text());
        assertEquals(409, house.api.asking("POST", path, "{\"note\": \"other\"}").once("order-1")
                .authorized("Bearer " + token).status());
    }
}
