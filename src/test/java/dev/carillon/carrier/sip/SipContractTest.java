package dev.carillon.carrier.sip;

import java.io.IOException;
import java.net.DatagramSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Chance;
import dev.carillon.base.Ids;
import dev.carillon.base.Ids.CallKey;
import dev.carillon.base.Secrets;
import dev.carillon.base.SystemTimeline;
import dev.carillon.base.Timeline;
import dev.carillon.call.Trunk;
import dev.carillon.carrier.CarrierContract;
import dev.carillon.carrier.CarrierHouse;
import dev.carillon.carrier.sip.transport.SipListening;
import dev.carillon.dial.AgentLine;
import dev.carillon.dial.Carrier;
import dev.carillon.dial.Peers;

/** SIP of a node over UDP, to telephones and agents of the tests' own. */
class SipContractTest extends CarrierContract {

    @Override
    protected CarrierHouse open(Path directory) throws IOException {
        return new House();
    }

    private static final class House implements CarrierHouse {

        private final SystemTimeline timeline = new SystemTimeline(Duration.ofHours(1));
        private final Telephones network = new Telephones();
        private final int port = freePort();
        private SipService carrier = opened();

        House() throws IOException {
        }

        /** For a process and the next, which is found where that was. */
        private static int freePort() throws IOException {
            try (var socket = new DatagramSocket(0, Telephones.LOOPBACK)) {
                return socket.getLocalPort();
            }
        }

        private SipService opened() {
            return new SipService(SipListening.at(Telephones.LOOPBACK, port, 0),
                    new SipService.Ground(timeline, Chance.secure(), Secrets.of(null, null, Chance.secure()),
                            new Ids(new byte[16], Chance.secure(), timeline), () -> Peers.Known.NONE));
        }

        @Override
        public void reopen() {
            carrier.close();
            carrier = opened();
        }

        @Override
        public @Nullable String kept(CallKey call) {
            return null;
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
            network.goes(number, way);
        }

        @Override
        public Trunk trunk(Way way) {
            // Nobody listens at the first port, and over TCP that is known at once.
            String address = way == Way.LEADS_NOWHERE
                    ? "\"port\": 1}], \"transport\": \"tcp\""
                    : "\"port\": " + network.port() + "}]";
            return new Trunk(1, "o", Trunk.Kind.SIP, "{\"addresses\": [{\"host\": \"127.0.0.1\", " + address
                    + ", \"keep_alive_seconds\": 0}");
        }

        @Override
        public AgentLine agent(Way way) {
            return new AgentLine("agent_1", "{\"uri\": \"" + network.agent(way) + "\"}", Map.of(), Map.of());
        }

        @Override
        public int placed(String number) {
            return network.placed(number);
        }

        @Override
        public boolean isOver(String number) {
            return network.isOver(number);
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
