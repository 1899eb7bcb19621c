package dev.carillon.carrier.sip;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import dev.carillon.call.Trunk;
import dev.carillon.carrier.sip.peer.SipTrunk;
import dev.carillon.carrier.sip.transaction.Hop;
import dev.carillon.carrier.sip.transaction.Transport;
import dev.carillon.dial.TrunkNews;

class KeeperTest {

    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

    private final List<Consumer<Optional<String>>> asked = new ArrayList<>();
    private final List<String> hosts = new ArrayList<>();
    private final List<TrunkNews.Kind> news = new ArrayList<>();
    private final Keeper keeper = new Keeper((uri, to, told) -> {
        asked.add(told);
        hosts.add(to.host());
    }, n -> news.add(n.kind()));

    private static Keeper.Kept trunk(int seconds) {
        return trunk(seconds, "192.0.2.2");
    }

    private static Keeper.Kept trunk(int seconds, String... foundAt) {
        String settings =
                "{\"addresses\": [{\"host\": \"192.0.2.2\"}], \"keep_alive_seconds\": " + seconds + "}";
        return new Keeper.Kept(new Trunk(1, "trunk_1", "org_1", Trunk.Kind.SIP, settings, Map.of(), null,
                List.of()), SipTrunk.parse(settings),
                Stream.of(foundAt).map(host -> Hop.of(Transport.UDP, host, 5060)).toList());
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

    @Test
    void that_a_trunk_is_away_or_back_is_news_only_of_one_that_has_ever_answered() {
        keeper.look(List.of(trunk(20)), NOW);
        asked.getLast().accept(Optional.of("nobody"));
        assertEquals(List.of(), news);
        asked.getLast().accept(Optional.empty());
        asked.getLast().accept(Optional.of("nobody"));
        asked.getLast().accept(Optional.of("nobody"));
        asked.getLast().accept(Optional.empty());
        assertEquals(List.of(TrunkNews.Kind.BACK, TrunkNews.Kind.AWAY, TrunkNews.Kind.BACK), news);
    }

    @Test
    void a_trunk_whose_settings_were_changed_is_another_one_and_asked_at_once() {
        keeper.look(List.of(trunk(20)), NOW);
        Consumer<Optional<String>> before = asked.getLast();
        before.accept(Optional.of("nobody"));
        keeper.look(List.of(trunk(30)), NOW.plusSeconds(1));
        assertEquals(2, asked.size());
        assertEquals(List.of(TrunkNews.Kind.CHANGED), news);
        assertEquals(0, keeper.unreachable());
        before.accept(Optional.of("nobody"));
        assertEquals(0, keeper.unreachable(), "it was asked where it was before");
    }

    @Test
    void one_with_several_addresses_is_away_when_none_of_them_answers() {
        Keeper.Kept trunk = trunk(20, "192.0.2.2", "192.0.2.3", "192.0.2.4");
        keeper.look(List.of(trunk), NOW);
        asked.getLast().accept(Optional.of("nobody"));
        asked.getLast().accept(Optional.empty());
        assertEquals(List.of("192.0.2.2", "192.0.2.3"), hosts);
        assertEquals(0, keeper.unreachable());
        keeper.look(List.of(trunk), NOW.plusSeconds(20));
        asked.getLast().accept(Optional.of("nobody"));
        asked.getLast().accept(Optional.of("nobody"));
        assertEquals(List.of(), news);
        asked.getLast().accept(Optional.of("nobody"));
        assertEquals("192.0.2.4", hosts.getLast());
        assertEquals(5, asked.size());
        assertEquals(1, keeper.unreachable());
        assertEquals(List.of(TrunkNews.Kind.AWAY), news);
    }

    @Test
    void that_nobody_answered_is_old_when_somebody_has_answered_what_was_asked_later() {
        Keeper.Kept trunk = trunk(20, "192.0.2.2", "192.0.2.3");
        keeper.look(List.of(trunk), NOW);
        Consumer<Optional<String>> slow = asked.getLast();
        keeper.look(List.of(trunk), NOW.plusSeconds(20));
        asked.getLast().accept(Optional.empty());
        slow.accept(Optional.of("nobody"));
        assertEquals(2, asked.size());
        assertEquals(0, keeper.unreachable());
        assertEquals(List.of(), news);
    }

    @Test
    void that_a_trunk_is_gone_is_told_once_and_what_it_answers_then_is_nobodys() {
        keeper.look(List.of(trunk(20)), NOW);
        asked.getLast().accept(Optional.empty());
        keeper.look(List.of(), NOW.plusSeconds(1));
        keeper.look(List.of(), NOW.plusSeconds(2));
        asked.getLast().accept(Optional.of("nobody"));
        assertEquals(List.of(TrunkNews.Kind.GONE), news);
        assertEquals(0, keeper.unreachable());
    }
}
