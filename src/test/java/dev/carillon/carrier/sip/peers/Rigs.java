package dev.carillon.carrier.sip.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import dev.carillon.base.Chance;
import dev.carillon.base.Ids;
import dev.carillon.base.Ids.CallKey;
import dev.carillon.base.Patience;
import dev.carillon.base.Sealed;
import dev.carillon.base.Secrets;
import dev.carillon.base.SystemTimeline;
import dev.carillon.call.CarrierEvent;
import dev.carillon.call.Trunk;
import dev.carillon.carrier.sip.SipService;
import dev.carillon.carrier.sip.message.Login;
import dev.carillon.carrier.sip.transaction.Hop;
import dev.carillon.carrier.sip.transaction.Transport;
import dev.carillon.carrier.sip.transaction.Trust;
import dev.carillon.carrier.sip.transport.SipListening;
import dev.carillon.carrier.sip.transport.TlsIdentity;
import dev.carillon.dial.AgentLine;
import dev.carillon.dial.CallPlan;
import dev.carillon.dial.Peers;

/** The SIP of a node as it is served, on loopback: each call has a trunk and an agent of its own settings. */
final class Rigs implements Rig {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String ORGANIZATION = "org_test";
    private static final String TRUNK = "trunk_test";
    private static final Duration LEASE = Duration.ofHours(1);

    private final SystemTimeline timeline = new SystemTimeline(LEASE);
    private final Secrets secrets =
            Secrets.of("MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=", null, Chance.secure());
    private final AtomicInteger numbers = new AtomicInteger();
    private final Map<Transport, Integer> ports;
    private final SipService service;
    private final @Nullable Hop announcement;

    private Rigs(Path under, @Nullable Hop announcement) throws IOException {
        this.announcement = announcement;
        Issued identity = Authority.make(Files.createTempDirectory(under, "rig")).issue("carillon.example");
        this.ports = Map.of(Transport.UDP, Ports.free(), Transport.TCP, Ports.free(), Transport.TLS,
                Ports.free());
        this.service = new SipService(
                SipListening.at(Ports.loopback(), port(Transport.UDP), port(Transport.TCP)).withTls(
                        port(Transport.TLS), TlsIdentity.pem(identity.certificate(), identity.key())),
                new SipService.Ground(timeline, Chance.secure(), secrets,
                        new Ids(new byte[16], Chance.secure(), timeline), () -> Peers.Known.NONE));
    }

    static Rig open(Path under) {
        try {
            return new Rigs(under, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One whose trunks have this announcement. */
    static Rig announcing(Path under, Hop announcement) {
        try {
            return new Rigs(under, announcement);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Placed place(Offer offer, Hop carrier, Hop agent, @Nullable Login login) {
        var key = new CallKey(1, numbers.incrementAndGet(), 1);
        var events = new CopyOnWriteArrayList<CarrierEvent>();
        service.place(new CallPlan(key, trunk(offer, carrier, login), CALLER, CALLED,
                new AgentLine("agent_test", agentSettings(agent), Map.of(), Map.of()),
                timeline.nanos() + Duration.ofSeconds(30).toNanos(), RINGS, AGENT_SETUP, LONGEST),
                events::add);
        return new Call(key, events);
    }

    private Trunk trunk(Offer offer, Hop carrier, @Nullable Login login) {
        ObjectNode settings = JSON.createObjectNode();
        settings.putArray("addresses").addObject().put("host", carrier.host()).put("port", carrier.port());
        settings.put("transport", word(carrier.transport()))
                .put("offer", offer.name().toLowerCase(Locale.ROOT))
                .put("keep_alive_seconds", 0);
        if (announcement != null) {
            settings.put("announcement", uri("message", announcement));
        }
        putTrust(settings, carrier.trust());
        Map<String, Sealed> sealed = Map.of();
        if (login != null) {
            settings.put("username", login.user());
            sealed = Map.of("password", secrets.seal(login.password(),
                    Secrets.place(ORGANIZATION, "trunk", TRUNK, "password")));
        }
        return new Trunk(1, TRUNK, ORGANIZATION, Trunk.Kind.SIP, settings.toString(), sealed, null,
                List.of());
    }

    private static String agentSettings(Hop agent) {
        ObjectNode settings = JSON.createObjectNode();
        settings.put("uri", uri(Baresip.USER, agent));
        putTrust(settings, agent.trust());
        return settings.toString();
    }

    private static String uri(String user, Hop hop) {
        return "sip:" + user + "@" + hop.host() + ":" + hop.port() + ";transport=" + word(hop.transport());
    }

    private static void putTrust(ObjectNode settings, @Nullable Trust trust) {
        if (trust != null) {
            ObjectNode tls = settings.putObject("tls").put("name", trust.name());
            if (trust.authorities() != null) {
                tls.put("authorities", trust.authorities());
            }
        }
    }

    private static String word(Transport transport) {
        return transport.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public int port(Transport transport) {
        return java.util.Objects.requireNonNull(ports.get(transport));
    }

    @Override
    public int open() {
        return service.live();
    }

    @Override
    public void close() {
        service.close();
        timeline.close();
    }

    /** What was told of one call. */
    private final class Call implements Placed {

        private final CallKey key;
        private final List<CarrierEvent> events;

        Call(CallKey key, List<CarrierEvent> events) {
            this.key = key;
            this.events = events;
        }

        @Override
        public List<CarrierEvent> events() {
            return List.copyOf(events);
        }

        @Override
        public CarrierEvent awaitEnd(Duration most) {
            if (!Patience.until(most,
                    () -> events.stream().anyMatch(event -> event.kind() == CarrierEvent.Kind.ENDED))) {
                throw new AssertionError("not ended within " + most + ": " + events);
            }
            return events.getLast();
        }

        @Override
        public void hangUp() {
            service.hangUp(key);
        }
    }
}
