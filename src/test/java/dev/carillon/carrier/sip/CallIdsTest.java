package dev.carillon.carrier.sip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import dev.carillon.base.Chance;
import dev.carillon.base.Ids;
import dev.carillon.base.Ids.CallKey;
import dev.carillon.base.VirtualTimeline;
import dev.carillon.carrier.sip.call.CallOrder;

class CallIdsTest {

    private static final int SHARDS = 4;

    private static CallIds ofInstallation(int installation) {
        byte[] key = new byte[16];
        key[0] = (byte) installation;
        var timeline = new VirtualTimeline(Instant.parse("2026-03-01T09:00:00Z"));
        var ids = new Ids(key, Chance.seeded(1), timeline);
        return new CallIds(ids.callWords(), Chance.seeded(2), SHARDS);
    }

    private static List<String> words(CallOrder.Names names) {
        return List.of(names.trunk().callId(), names.trunk().tag(), names.trunk().branch().apply(1),
                names.trunk().branch().apply(2), names.agent().callId(), names.agent().tag(),
                names.agent().branch().apply(1), names.announcement().callId(), names.announcement().tag(),
                names.announcement().branch().apply(1));
    }

    @Test
    void a_later_process_makes_the_same_names_and_no_other_installation_does() {
        var call = new CallKey(7, 5, 1);
        assertEquals(words(ofInstallation(1).names(call, 1)), words(ofInstallation(1).names(call, 1)));
        assertNotEquals(words(ofInstallation(1).names(call, 1)), words(ofInstallation(2).names(call, 1)));
    }

    @Test
    void no_two_names_are_the_same() {
        Set<String> seen = new HashSet<>();
        for (int seq = 0; seq < 50; seq++) {
            for (int no = 1; no <= 3; no++) {
                for (int placement = 1; placement <= 3; placement++) {
                    for (String word : words(ofInstallation(1).names(new CallKey(7, seq, no), placement))) {
                        assertTrue(seen.add(word), word);
                    }
                }
            }
        }
    }

    @Test
    void a_Call_ID_leads_to_the_owner_of_its_call() {
        CallIds ids = ofInstallation(1);
        Set<Integer> owners = new HashSet<>();
        for (int seq = 0; seq < 50; seq++) {
            var call = new CallKey(7, seq, 1);
            owners.add(ids.shard(call));
            assertEquals(ids.shard(call), ids.shard(ids.names(call, 1).trunk().callId()));
            assertEquals(ids.shard(call), ids.shard(ids.names(call, 1).agent().callId()));
        }
        assertEquals(SHARDS, owners.size());
        for (int i = 0; i < SHARDS; i++) {
            assertEquals(i, ids.shard(ids.next(i)));
        }
    }
}
