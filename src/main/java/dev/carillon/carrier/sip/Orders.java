package dev.carillon.carrier.sip;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import org.jspecify.annotations.Nullable;

import dev.carillon.base.Ids;
import dev.carillon.base.Ids.CallKey;
import dev.carillon.base.Refusal;
import dev.carillon.base.Sealed;
import dev.carillon.base.Secrets;
import dev.carillon.call.Outcome;
import dev.carillon.call.Trunk;
import dev.carillon.carrier.sip.call.CallOrder;
import dev.carillon.carrier.sip.call.CallState;
import dev.carillon.carrier.sip.call.Leftover;
import dev.carillon.carrier.sip.dialog.Invitation;
import dev.carillon.carrier.sip.message.Header;
import dev.carillon.carrier.sip.message.Login;
import dev.carillon.carrier.sip.message.NameAddress;
import dev.carillon.carrier.sip.message.SipSyntax;
import dev.carillon.carrier.sip.peer.SipAgent;
import dev.carillon.carrier.sip.peer.SipTrunk;
import dev.carillon.carrier.sip.transaction.Hop;
import dev.carillon.carrier.sip.transaction.Wire;
import dev.carillon.carrier.sip.transport.Locator;
import dev.carillon.dial.AgentLine;
import dev.carillon.dial.CallPlan;

/**
 * Makes of a plan what SIP needs to place it: addresses, headers, logins. May wait for names to be looked up.
 * Thread-safe.
 */
final class Orders {

    private static final String PASSWORD = "password";
    private static final Duration SILENCE = Duration.ofSeconds(5);
    /** An agent may leave as silently as a trunk. */
    private static final Duration SESSION = Duration.ofMinutes(30);
    private static final Duration LONGEST_ANNOUNCEMENT = Duration.ofSeconds(60);
    private static final int KEPT = 1_000;

    private final Locator locator;
    private final Wire wire;
    private final Secrets secrets;
    private final Ids ids;
    private final CallIds callIds;
    private final LoadingCache<String, SipTrunk> trunks =
            Caffeine.newBuilder().maximumSize(KEPT).build(SipTrunk::parse);
    private final LoadingCache<String, SipAgent> agents =
            Caffeine.newBuilder().maximumSize(KEPT).build(SipAgent::parse);

    Orders(SipCarrier.Ports ports, CallIds callIds) {
        this.locator = ports.locator();
        this.wire = ports.wire();
        this.secrets = ports.secrets();
        this.ids = ports.ids();
        this.callIds = callIds;
    }

    /** Why a plan cannot be placed. */
    static final class Impossible extends Exception {

        private static final long serialVersionUID = 1;

        private final transient Outcome outcome;
        private final String why;

        Impossible(Outcome outcome, String why) {
            super(why);
            this.outcome = outcome;
            this.why = why;
        }

        String why() {
            return why;
        }

        Outcome outcome() {
            return outcome;
        }
    }

    CallOrder order(CallPlan plan) throws Impossible {
        SipTrunk settings = settings(plan);
        Invitation trunk = ofTrunk(() -> trunk(plan, settings, login(plan, settings)));
        Invitation agent = ofAgent(() -> agent(plan));
        Optional<Invitation> announcement = ofAgent(() -> announcement(plan, settings));
        return new CallOrder(plan.call(), names(plan), trunk, agent, announcement.orElse(null),
                isLate(settings), limits(plan));
    }

    /** How its trunk is set up. */
    SipTrunk settings(CallPlan plan) throws Impossible {
        return ofTrunk(() -> trunks.get(plan.trunk().settings()));
    }

    private CallOrder.Names names(CallPlan plan) {
        return callIds.names(plan.call(), plan.placement());
    }

    private static boolean isLate(SipTrunk settings) {
        return settings.offer() == SipTrunk.Offer.LATE;
    }

    /** A part of an order, as the settings have it now. */
    private interface Part<T> {

        T read() throws Impossible;
    }

    private static <T> T ofTrunk(Part<T> part) throws Impossible {
        try {
            return part.read();
        } catch (SipSyntax e) {
            throw unspeakable(e);
        } catch (Refusal e) {
            throw new Impossible(Outcome.TRUNK_CONFIG, e.text());
        }
    }

    private static <T> T ofAgent(Part<T> part) throws Impossible {
        try {
            return part.read();
        } catch (SipSyntax e) {
            throw unspeakable(e);
        } catch (Refusal e) {
            throw new Impossible(Outcome.FAILED, "the agent cannot be called: " + e.text());
        }
    }

    private static Impossible unspeakable(SipSyntax e) {
        return new Impossible(Outcome.FAILED, "the call cannot be said in SIP: " + e.getMessage());
    }

    private static <T> Optional<T> ifPossible(Part<T> part) {
        try {
            return Optional.of(part.read());
        } catch (Impossible e) {
            return Optional.empty();
        }
    }

    /**
     * The order of a call that is to be adopted. It was placed by what was set then: where that leads nowhere
     * any more, its own state says how its sides are reached.
     */
    CallOrder order(CallPlan plan, CallState.Joined before) {
        try {
            return order(plan);
        } catch (Impossible e) {
            return new CallOrder(plan.call(), callIds.names(plan.call(), plan.placement()),
                    before.trunk().invitation(), before.agent().invitation(), null, false, limits(plan));
        }
    }

    /**
     * Whom a call has called that is only to be ended. Each side is reached as it is set now; where that
     * leads nowhere any more, the trunk's as its own state says.
     *
     * @param before null: nothing was kept of it
     */
    Leftover.Sides sides(CallPlan plan, @Nullable CallState before) throws Impossible {
        Optional<Invitation> agent = ifPossible(() -> ofAgent(() -> agent(plan)));
        Optional<SipTrunk> set = ifPossible(() -> settings(plan));
        Optional<Invitation> announcement = set.flatMap(
                settings -> ifPossible(() -> ofAgent(() -> announcement(plan, settings))))
                .flatMap(there -> there);
        return new Leftover.Sides(names(plan), trunk(plan, before), agent.orElse(null),
                announcement.orElse(null), set.map(Orders::isLate).orElse(false));
    }

    private Invitation trunk(CallPlan plan, @Nullable CallState before) throws Impossible {
        try {
            SipTrunk settings = settings(plan);
            // An end is asked for without a password, too, where that does not open any more.
            Optional<Login> login =
                    ifPossible(() -> ofTrunk(() -> Optional.ofNullable(login(plan, settings))))
                            .flatMap(known -> known);
            return ofTrunk(() -> trunk(plan, settings, login.orElse(null)));
        } catch (Impossible e) {
            if (before == null) {
                throw e;
            }
            return before.trunk().invitation();
        }
    }

    private static CallOrder.Limits limits(CallPlan plan) {
        Duration longest = plan.longestCall();
        return new CallOrder.Limits(SILENCE, plan.ringTimeout(), plan.agentSetup(), longest,
                longest.compareTo(LONGEST_ANNOUNCEMENT) < 0 ? longest : LONGEST_ANNOUNCEMENT);
    }

    private @Nullable Login login(CallPlan plan, SipTrunk settings) {
        Trunk trunk = plan.trunk();
        return login(settings.username(), trunk.secrets(),
                Secrets.place(trunk.organizationId(), "trunk", trunk.publicId(), PASSWORD));
    }

    private Invitation trunk(CallPlan plan, SipTrunk settings, @Nullable Login login) throws Impossible {
        String caller = settings.numbers().dialled(plan.fromNumber());
        String called = settings.numbers().dialled(plan.toNumber());
        List<Hop> hops =
                locator.locate(settings.transport(), Neighbours.places(settings), settings.trust());
        if (hops.isEmpty()) {
            throw new Impossible(Outcome.TRUNK_UNREACHABLE, "the trunk has no address that can be found");
        }
        String to = "sip:" + called + "@" + settings.domain();
        List<Header> headers = settings.headers().stream()
                .map(template -> new Header(template.name(), template.text(caller, called))).toList();
        return new Invitation(hops, to, NameAddress.of("sip:" + caller + "@" + settings.domain()),
                NameAddress.of(to), headers, login, settings.sessionExpires());
    }

    private Invitation agent(CallPlan plan) throws Impossible {
        AgentLine line = plan.agent();
        String json = line.settings();
        if (json == null) {
            throw new Impossible(Outcome.FAILED, "the agent has no SIP address");
        }
        SipAgent settings = agents.get(json);
        List<Hop> hops = hops(settings);
        if (hops.isEmpty()) {
            throw new Impossible(Outcome.FAILED, "the agent has no address that can be found");
        }
        return new Invitation(hops, settings.uri(), caller(plan, hops), NameAddress.of(settings.uri()),
                agentHeaders(plan, settings),
                login(settings.username(), line.secrets(), Secrets.place(plan.trunk().organizationId(),
                        "agent", line.agentId(), PASSWORD)),
                SESSION);
    }

    /**
     * The call does not wait for it: one that is not found by now is none, and the call is made all the same.
     */
    private Optional<Invitation> announcement(CallPlan plan, SipTrunk trunk) {
        SipAgent settings = trunk.announcement();
        List<Hop> hops = settings == null ? List.of() : Neighbours.knownHops(settings, locator);
        return settings == null || hops.isEmpty()
                ? Optional.empty()
                : Optional.of(new Invitation(hops, settings.uri(), caller(plan, hops),
                        NameAddress.of(settings.uri()), callHeaders(plan.call()), null, SESSION));
    }

    private List<Hop> hops(SipAgent settings) {
        return Neighbours.hops(settings, locator);
    }

    private NameAddress caller(CallPlan plan, List<Hop> hops) {
        return NameAddress.of("sip:" + plan.fromNumber() + "@" + wire.via(hops.getFirst()).host());
    }

    /** Which call it is. */
    private List<Header> callHeaders(CallKey call) {
        return List.of(new Header("X-Carillon-Task", ids.task(call.batchId(), call.seq())),
                new Header("X-Carillon-Call", ids.call(call.batchId(), call.seq(), call.no())));
    }

    private List<Header> agentHeaders(CallPlan plan, SipAgent settings) {
        var headers = new ArrayList<>(callHeaders(plan.call()));
        headers.add(new Header("X-Carillon-Token", ids.callTokens().token(plan.call())));
        for (SipAgent.HeaderFrom from : settings.headers()) {
            from.value(plan.agent().variables())
                    .ifPresent(value -> headers.add(new Header(from.name(), value)));
        }
        return headers;
    }

    private @Nullable Login login(@Nullable String user, Map<String, Sealed> sealed, String place) {
        Sealed password = sealed.get(PASSWORD);
        return user == null || password == null ? null : new Login(user, secrets.open(password, place));
    }
}
