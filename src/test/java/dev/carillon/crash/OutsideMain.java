package dev.carillon.crash;

import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import dev.carillon.Parts;
import dev.carillon.base.Timeline;
import dev.carillon.cli.CarillonCommand;
import dev.carillon.db.Database;
import dev.carillon.dial.DialLedger;
import dev.carillon.dial.Lease;
import dev.carillon.dial.Trunks;

/** The real server, but that all its trunks lead to the {@link OutsideCarrier}. */
final class OutsideMain {

    static final String PORT = "OUTSIDE_PORT";
    static final String NODE = "OUTSIDE_NODE";

    private OutsideMain() {
    }

    public static void main(String[] args) {
        run(Parts.real(), args);
    }

    private static void run(Parts parts, String[] args) {
        System.exit(CarillonCommand.run(System.getenv(), outside(parts), args));
    }

    private static Parts outside(Parts parts) {
        int port = Integer.parseInt(System.getenv().getOrDefault(PORT, "0"));
        String node = System.getenv().getOrDefault(NODE, "");
        var timeline = new AtomicReference<@Nullable Timeline>();
        return new Parts(parts.ledger(), _ -> trunks(port, node, Objects.requireNonNull(timeline.get())),
                parts.lease(),
                real -> {
                    Timeline used = parts.timeline().apply(real);
                    timeline.set(used);
                    return used;
                });
    }

    private static Trunks trunks(int port, String node, Timeline timeline) {
        var carrier = new OutsideClient(port, node, timeline);
        return _ -> carrier;
    }

    /** Places whatever is open, however late, and whoever's it has become meanwhile. */
    static final class NoPlaceBy {

        public static void main(String[] args) {
            UnaryOperator<Lease> always = _ -> () -> true;
            run(new Parts((real, _) -> real, UnaryOperator.identity(), always,
                    SabotagedMain.StoppedWatch::new), args);
        }
    }

    /** Frees the slots of what is lost when it is taken over, though nobody knows that it is over. */
    static final class SlotsFreed {

        private static final String FORGET =
                """
                update on_line o set deadline = ?::timestamptz - interval '1 second'
                where exists (
                    select from attempt a
                    where a.batch_id = o.batch_id and a.seq = o.seq and a.no = o.no and a.outcome = 'lost')""";

        public static void main(String[] args) {
            BiFunction<DialLedger, Database, DialLedger> forgetful =
                    (real, database) -> SabotagedMain.taking(real, now -> forget(real, database, now));
            run(new Parts(forgetful, UnaryOperator.identity(), UnaryOperator.identity(),
                    UnaryOperator.identity()), args);
        }

        private static int forget(DialLedger real, Database database, Instant now) {
            int lost = real.takeOver(now);
            database.transaction(h -> h.execute(FORGET, now.toString()));
            return lost + real.takeOver(now);
        }
    }
}
