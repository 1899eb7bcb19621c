package dev.carillon.carrier.sip;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;

import dev.carillon.call.Trunk;
import dev.carillon.carrier.sip.peer.SipTrunk;
import dev.carillon.carrier.sip.transaction.Hop;
import dev.carillon.carrier.sip.transaction.Transport;

class KeeperTest {

    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

    private final List<Consumer<Optional<String>>> asked = new ArrayList<>();
    private final Keeper keeper = new Keeper((uri, to, told) -> asked.add(told));

    private static Keeper.Kept trunk(int seconds) {
        String settings =
                "{\"addresses\": [{\"host\": \"192.0.2.2\"}], \"keep_alive_seconds\": " + seconds + "}";
        return new Keeper.Kept(new Trunk(1, "trunk_1", "org_1", Trunk.Kind.SIP, settings, Map.of(), null,
                List.of()), SipTrunk.parse(settings), List.of(Hop.of(Transport.UDP, "192.0.2.2", 5060)));
    }

    @Test
    void a_trunk_is_asked_as_often_as_its_settings_say() {
        for (int second = 0; second < 60; second++) {
            keeper.look(List.of(trunk(20)), NOW.plusSeconds(second));
        }
        assertEquals(3, asked.size());
        keeper.look(List.of(trunk(0)), NOW.plusSeconds(100));
        assertEquals(3, asked.size());
    }

    @Test
    void one_that_does_not_answer_is_unreachable_until_it_does_or_is_not_asked_any_more() {
        keeper.look(List.of(trunk(20)), NOW);
        asked.getLast().accept(Optional.of("nobody"));
        assertEquals(1, keeper.unreachable());
        keeper.look(List.of(trunk(20)), NOW.plusSeconds(20));
        asked.getLast().accept(Optional.empty());
        assertEquals(0, keeper.unreachable());
        asked.getLast().accept(Optional.of("nobody"));
        keeper.look(List.of(trunk(0)), NOW.plusSeconds(40));
        assertEquals(0, keeper.unreachable());
    }
}
