package dev.carillon.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import dev.carillon.base.Chance;
import dev.carillon.base.Ids;
import dev.carillon.base.Ids.CallKey;
import dev.carillon.base.Refusal;
import dev.carillon.base.Secrets;
import dev.carillon.base.SystemTimeline;
import dev.carillon.call.CarrierEvent;
import dev.carillon.call.Cause;
import dev.carillon.call.Outcome;
import dev.carillon.call.PhoneNumber;
import dev.carillon.call.Trunk;
import dev.carillon.carrier.sip.TestCall;
import dev.carillon.carrier.sip.transport.SipListening;
import dev.carillon.config.Config;
import dev.carillon.db.Database;
import dev.carillon.db.DatabaseAddress;
import dev.carillon.db.DatabaseLoan;
import dev.carillon.db.Migrations;
import dev.carillon.dial.AgentLine;
import dev.carillon.dial.CallPlan;
import dev.carillon.dial.Peers;
import dev.carillon.ledger.PostgresPeers;
import dev.carillon.organization.Installation;

/** {@code carillon trunk}: for who sets up a trunk. */
@Command(name = "trunk", mixinStandardHelpOptions = true,
        description = "Tries a trunk, whether the server runs or not.")
final class TrunkCommand {

    private static final int FAILED = 1;
    private static final Duration RINGS = Duration.ofSeconds(30);
    private static final Duration AGENT_SETUP = Duration.ofSeconds(5);
    private static final Duration UNSAMPLED = Duration.ofDays(1);

    private final SettingFlags flags;
    private final PrintStream out;
    private final PrintStream err;

    TrunkCommand(SettingFlags flags, PrintStream out, PrintStream err) {
        this.flags = flags;
        this.out = out;
        this.err = err;
    }

    @Command(name = "test", mixinStandardHelpOptions = true,
            description = "Rings one number over a SIP trunk, joins an agent, and shows every SIP message."
                    + " It is no attempt of any batch, and nothing of it is kept: neither hours nor the"
                    + " do-not-call list are asked. Ctrl-C hangs up. Exit code 1: it was not joined,"
                    + " or was interrupted.")
    int test(@Mixin TestCallOptions options) {
        Config config = flags.config();
        Config.Storage storage = config.storage();
        Config.OwnDatabase own = storage.database();
        if (own != null) {
            return test(options, config, new DatabaseAddress(own.url(), own.user(), own.password()));
        }
        try (DatabaseLoan loan = DatabaseLoan.connectOrStart(storage.folder(), err::println)) {
            return test(options, config, loan.address());
        }
    }

    private int test(TestCallOptions options, Config config, DatabaseAddress address) {
        new Migrations(address).check();
        RandomGenerator secure = Chance.secure();
        Secrets secrets = Secrets.of(config.secrets().key(), config.secrets().before(), secure);
        try (Database database = Database.open(address, "trunk test", 1);
                SystemTimeline timeline = new SystemTimeline(UNSAMPLED)) {
            Peers.Known known;
            try (Database engine = Database.openForEngine(address, "peers", 1)) {
                known = new PostgresPeers(engine::connection).known();
            }
            Ids ids = new Ids(Installation.idKey(database, timeline, secure), secure, timeline);
            var call = new TestCall(new TestCall.Ports(timeline, secure, secrets, ids));
            CallPlan plan = plan(options, known, timeline);
            Thread.ofVirtual().name("trunk-test-stop").start(hangUpOn(new Stop(), call));
            return shown(call.run(plan,
                    SipListening.at(InetAddress.getByName(config.sip().host()), 0, 0)
                            .withPublic(config.sip().publicHost(), -1),
                    out::println));
        } catch (IOException e) {
            err.println("carillon: " + e.getMessage());
            return FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FAILED;
        }
    }

    /** Nobody's phone stays up because of a Ctrl-C; a second one ends at once. */
    private static Runnable hangUpOn(Stop stop, TestCall call) {
        return () -> {
            stop.await();
            call.hangUp();
        };
    }

    private int shown(CarrierEvent end) {
        Cause cause = end.cause();
        Outcome outcome = end.outcome();
        out.println("ended: " + (outcome == null ? "" : outcome.word())
                + (cause == null ? "" : said(cause)));
        return outcome == Outcome.COMPLETED ? 0 : FAILED;
    }

    private static String said(Cause cause) {
        String words = cause.words();
        return (cause.sip() == 0 ? "" : ", SIP " + cause.sip())
                + (cause.q850() == 0 ? "" : ", Q.850 " + cause.q850()) + (words == null ? "" : ": " + words);
    }

    private static CallPlan plan(TestCallOptions options, Peers.Known known, SystemTimeline timeline) {
        Trunk trunk = known.lines().stream().map(Peers.Line::trunk)
                .filter(t -> t.publicId().equals(options.trunk()) && t.kind() == Trunk.Kind.SIP).findFirst()
                .orElseThrow(() -> Refusal.invalid("--trunk", "is no SIP trunk that there is",
                        ids(known.lines().stream().map(line -> line.trunk().publicId()).toList())));
        Peers.Agent agent = known.agents().stream()
                .filter(a -> a.agentId().equals(options.agent())
                        && a.organizationId().equals(trunk.organizationId()))
                .findFirst()
                .orElseThrow(() -> Refusal.invalid("--agent", "is no agent with a SIP address",
                        ids(known.agents().stream().map(Peers.Agent::agentId).toList())));
        return new CallPlan(new CallKey(0, 0, 0), trunk, number("--from", options.from()),
                number("--to", options.to()),
                new AgentLine(agent.agentId(), agent.settings(), agent.secrets(), Map.of()),
                timeline.nanos() + RINGS.toNanos(), RINGS, AGENT_SETUP, options.length());
    }

    private static String ids(List<String> ids) {
        return ids.isEmpty() ? "none: the directory has none" : String.join(", ", ids);
    }

    private static String number(String option, String text) {
        if (!PhoneNumber.looksRight(text)) {
            throw Refusal.invalid(option, "is no number", PhoneNumber.ALLOWED);
        }
        return text;
    }
}
