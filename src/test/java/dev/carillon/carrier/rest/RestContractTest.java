package dev.carillon.carrier.rest;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Chance;
import dev.carillon.base.Ids;
import dev.carillon.base.Ids.CallKey;
import dev.carillon.base.SystemTimeline;
import dev.carillon.base.Timeline;
import dev.carillon.call.CarrierWord;
import dev.carillon.call.CarrierWord.Leg;
import dev.carillon.call.CarrierWord.Status;
import dev.carillon.call.Trunk;
import dev.carillon.carrier.CarrierContract;
import dev.carillon.carrier.CarrierHouse;
import dev.carillon.carrier.rest.FakeCarrier.Asked;
import dev.carillon.carrier.rest.FakeCarrier.Behaviour;
import dev.carillon.dial.AgentLine;
import dev.carillon.dial.Carrier;

/** A carrier with an API, and a network behind it that tells all in time. */
class RestContractTest extends CarrierContract {

    private static final String NOWHERE = "nowhere";

    @Override
    protected CarrierHouse open(Path directory) {
        return new House();
    }

    private static final class House implements CarrierHouse {

        private final SystemTimeline timeline = new SystemTimeline(Duration.ofHours(1));
        private final FakeCarrier network = new FakeCarrier();
        private final Words words = new Words();
        private final Map<String, Wanted> wanted = new ConcurrentHashMap<>();
        private final Map<String, Status> ended = new ConcurrentHashMap<>();
        private final Map<CallKey, String> register = new ConcurrentHashMap<>();
        private RestCarrier carrier;

        private record Wanted(CallKey call, Way way) {

            String carrierId() {
                return "CA" + call.seq();
            }
        }

        House() {
            network.always(this::answer);
            carrier = opened();
        }

        private RestCarrier opened() {
            var opened = new RestCarrier(
                    new RestCarrier.Ports(_ -> Orders.line(), words, register::put, (_, _) -> {
                    }, new Ids(new byte[16], Chance.seeded(1), timeline), timeline),
                    new RestCarrier.Settings(settings -> Orders.trunk(
                            settings.equals(NOWHERE) ? "http://127.0.0.1:1" : network.address()),
                            Duration.ofSeconds(10)));
            opened.start(() -> true);
            return opened;
        }

        @Override
        public void reopen() {
            carrier.close();
            carrier = opened();
        }

        @Override
        public @Nullable String kept(CallKey call) {
            return register.get(call);
        }

        private Behaviour answer(Asked asked) {
            if (asked.path().endsWith("/Calls.json")) {
                return order(asked);
            }
            String id = asked.path().replaceAll(".*/(CA\\d+)\\.json", "$1");
            Status now = Status.of(asked.one("Status"))
                    .map(wants -> ended.computeIfAbsent(id, _ -> wants))
                    .orElseGet(() -> ended.getOrDefault(id, Status.IN_PROGRESS));
            return reply -> reply.say(200,
                    "{\"sid\": \"%s\", \"status\": \"%s\"}".formatted(id, now.word()));
        }

        private Behaviour order(Asked asked) {
            Wanted call = wanted(asked.one("To"));
            return reply -> {
                reply.say(201, "{\"sid\": \"%s\", \"status\": \"queued\"}".formatted(call.carrierId()));
                goOn(call, Duration.ofSeconds(Long.parseLong(asked.one("Timeout"))));
            };
        }

        private void goOn(Wanted call, Duration rings) {
            switch (call.way()) {
                case ENDS -> {
                    join(call);
                    tell(call, Leg.AGENT, Status.COMPLETED, 0);
                    tell(call, Leg.CALLED, Status.COMPLETED, 0);
                }
                case TALKS -> join(call);
                case RINGS -> {
                    tell(call, Leg.CALLED, Status.RINGING, 0);
                    timeline.wakeAt(timeline.now().plus(rings),
                            () -> tell(call, Leg.CALLED, Status.NO_ANSWER, 0));
                }
                case IS_BUSY -> tell(call, Leg.CALLED, Status.BUSY, 486);
                case DECLINES -> {
                    tell(call, Leg.CALLED, Status.RINGING, 0);
                    tell(call, Leg.CALLED, Status.FAILED, 603);
                }
                case HAS_NO_AGENT -> {
                    tell(call, Leg.CALLED, Status.RINGING, 0);
                    tell(call, Leg.CALLED, Status.IN_PROGRESS, 0);
                    tell(call, Leg.AGENT, Status.BUSY, 486);
                    tell(call, Leg.CALLED, Status.COMPLETED, 0);
                }
                case LEADS_NOWHERE -> throw new IllegalStateException("it has arrived");
            }
        }

        private void join(Wanted call) {
            tell(call, Leg.CALLED, Status.RINGING, 0);
            tell(call, Leg.CALLED, Status.IN_PROGRESS, 0);
            tell(call, Leg.AGENT, Status.IN_PROGRESS, 0);
        }

        /** One that we have ended has been told of already. */
        private void tell(Wanted call, Leg leg, Status status, int sip) {
            boolean ends = leg == Leg.CALLED && status.ends();
            if (!ends || ended.putIfAbsent(call.carrierId(), status) == null) {
                words.put(new CarrierWord(0, call.call(), leg, status,
                        leg == Leg.CALLED ? call.carrierId() : "AG" + call.call().seq(), sip, 0,
                        Instant.EPOCH));
            }
        }

        private Wanted wanted(String number) {
            Wanted call = wanted.get(number);
            if (call == null) {
                throw new IllegalStateException("nobody has said how a call goes to " + number);
            }
            return call;
        }

        @Override
        public Carrier carrier() {
            return carrier;
        }

        @Override
        public Timeline timeline() {
            return timeline;
        }

        @Override
        public void goes(CallKey call, String number, Way way) {
            wanted.put(number, new Wanted(call, way));
        }

        @Override
        public Trunk trunk(Way way) {
            return new Trunk(3, "o", Trunk.Kind.REST, way == Way.LEADS_NOWHERE ? NOWHERE : "{}");
        }

        @Override
        public AgentLine agent(Way way) {
            return AgentLine.of("agent_1");
        }

        @Override
        public int placed(String number) {
            return (int) network.asked().stream().filter(asked -> asked.one("To").equals(number)).count();
        }

        @Override
        public boolean isOver(String number) {
            return placed(number) == 0 || ended.containsKey(wanted(number).carrierId());
        }

        @Override
        public int live() {
            return carrier.live();
        }

        @Override
        public void closeCarrier() {
            carrier.close();
        }

        @Override
        public void close() {
            carrier.close();
            network.close();
            timeline.close();
        }
    }
}
