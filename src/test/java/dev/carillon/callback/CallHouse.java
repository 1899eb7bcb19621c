package dev.carillon.callback;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.batch.ApiHouse;
import dev.carillon.batch.ApiHouse.Reply;
import dev.carillon.call.Again;
import dev.carillon.call.CarrierEvent;
import dev.carillon.call.CarrierEvent.Kind;
import dev.carillon.call.Cause;
import dev.carillon.call.Outcome;
import dev.carillon.dial.Adopted;
import dev.carillon.dial.CallPlan;
import dev.carillon.dial.Carrier;
import dev.carillon.dial.DialSettings;
import dev.carillon.dial.Dialer;
import dev.carillon.dial.Inbox;
import dev.carillon.ledger.PostgresLedger;

/** A house with a node that dials, on virtual time; what carriers say, the test says. */
final class CallHouse implements AutoCloseable {

    static final String NUMBER = "+14155550100";

    final ApiHouse api = new ApiHouse();
    final PostgresLedger ledger;
    final List<CallKey> hungUp = new ArrayList<>();
    /** Whether it confirms no hang-up by itself. */
    boolean silent;
    private final Map<CallKey, Consumer<CarrierEvent>> up = new HashMap<>();
    private final long node;
    private Dialer dialer;

    /** It confirms every hang-up at once, if at all. */
    private final Carrier carrier = new Carrier() {

        @Override
        public void place(CallPlan plan, Consumer<CarrierEvent> told) {
            up.put(plan.call(), told);
        }

        @Override
        public void adopt(Adopted call, Consumer<CarrierEvent> told) {
            up.put(call.plan().call(), told);
        }

        @Override
        public void hangUp(CallKey call) {
            hungUp.add(call);
            if (!silent) {
                tell(call, Outcome.CANCELLED);
            }
        }
    };

    CallHouse() {
        // Dead by the clock on the wall, which the doctor asks: what is late is not these tests' affair.
        node = Long.parseLong(api.value("insert into node (started_at, lease_until) values"
                + " ('2026-03-01Z', '2026-03-02Z') returning node_id"));
        api.execute("insert into usage (organization_id, scope, id, free_at) select organization_id, 40,"
                + " trunk_id::text, '2026-03-01Z' from trunk");
        ledger = new PostgresLedger(api.database::connection, node, Duration.ofHours(6));
        dialer = dialer();
    }

    private Dialer dialer() {
        return new Dialer(new Dialer.Ports(ledger, () -> true, _ -> carrier, api.timeline), new Inbox(),
                DialSettings.defaults());
    }

    /** Its trunk holds its calls, and another node takes them for lost: its own is thought to be dead. */
    void takenOver() {
        api.execute("update trunk set kind = 'sip'");
        api.execute("update batch_call set sandbox = false");
        long other = Long.parseLong(api.value("insert into node (started_at, lease_until) values"
                + " ('2026-03-01Z', '2026-03-02Z') returning node_id"));
        String lease = api.value("select lease_until from node where node_id = " + node);
        lease("2026-01-01Z");
        try (var its = new PostgresLedger(api.database::connection, other, Duration.ofHours(6))) {
            its.takeOver(api.timeline.now());
        }
        lease(lease);
    }

    private void lease(String until) {
        api.execute("update node set lease_until = '" + until + "' where node_id = " + node);
    }

    /** The node's process is another one. */
    void startAgain() {
        dialer = dialer();
        ledger.takeOverSelf(api.timeline.now());
        dialer.resume(api.timeline.now());
    }

    /** A batch call with a retry after ten minutes for voicemail, to these numbers. */
    String batch(String... numbers) {
        var tasks = new ArrayList<String>();
        for (String number : numbers) {
            tasks.add("{'to_number': '%s', 'external_id': 'crm-%d', 'dynamic_variables': {'name': 'Ada'}}"
                    .formatted(number, tasks.size()));
        }
        return api.create("""
                {'from_number': '+14157774444', 'agent_id': 'agent_a', 'duplicates': 'allow',
                 'retry_config': {'enabled': true, 'max_attempts': 2},
                 'retry_rules': [{'condition': 'voicemail',
                                  'retry_timing': {'type': 'AFTER', 'duration_minutes': 10}}],
                 'tasks': [%s]}""".formatted(String.join(", ", tasks)).replace('\'', '"'));
    }

    /** The node steps for so long. */
    void run(Duration length) {
        Instant end = api.timeline.now().plus(length);
        while (api.timeline.now().isBefore(end)) {
            dialer.step(api.timeline.now());
            api.timeline.advance(Duration.ofMillis(20));
        }
    }

    /** The one call that is up, of a batch call to one number; it has come so far. */
    CallKey call(Kind... kinds) {
        batch(NUMBER);
        run(Duration.ofMillis(500));
        CallKey key = up.keySet().iterator().next();
        for (Kind kind : kinds) {
            tell(key, kind);
        }
        run(Duration.ofMillis(500));
        return key;
    }

    void tell(CallKey call, Kind kind) {
        told(call).accept(CarrierEvent.of(call, kind, api.timeline.now()));
    }

    void tell(CallKey call, Outcome outcome) {
        told(call).accept(CarrierEvent.ended(call, api.timeline.now(), outcome));
    }

    void tell(CallKey call, Outcome outcome, Cause cause) {
        told(call).accept(CarrierEvent.ended(call, api.timeline.now(), outcome, cause, Again.NO));
    }

    private Consumer<CarrierEvent> told(CallKey call) {
        return Objects.requireNonNull(up.get(call));
    }

    /** It ends, and the node has recorded that. */
    void ends(CallKey call) {
        tell(call, Outcome.COMPLETED);
        run(Duration.ofSeconds(1));
    }

    String path(CallKey call) {
        return "/api/calls/" + api.ids.call(call.batchId(), call.seq(), call.no());
    }

    Reply read(CallKey call) {
        return api.get(path(call));
    }

    Reply say(CallKey call, String report) {
        return api.post(path(call) + "/outcome", report.replace('\'', '"'));
    }

    Reply hangUp(CallKey call) {
        return api.post(path(call) + "/hang-up", "");
    }

    @Override
    public void close() {
        ledger.close();
        api.close();
    }
}
