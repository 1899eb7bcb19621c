package dev.carillon.simulate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Ids.CallKey;

/** What happened in a world: the last actions in full, all of them as one number to compare. */
final class Trace {

    private static final int KEPT = 40;
    private static final long MIX = 0x9E3779B97F4A7C15L;

    private final Clockwork clockwork;
    private final @Nullable Consumer<String> out;
    private final Action[] last = new Action[KEPT];
    private long count;
    private long hash = 1;

    private record Action(Instant at, String what, long node, @Nullable CallKey call,
            @Nullable Enum<?> word) {

        @Override
        public String toString() {
            var text = new StringBuilder(80).append(at).append("  ").append(what);
            if (node != 0) {
                text.append(" · node ").append(node);
            }
            if (call != null) {
                text.append(" · ").append(call.batchId()).append('/').append(call.seq()).append('/')
                        .append(call.no());
            }
            return word == null
                    ? text.toString()
                    : text.append(" · ").append(word.name().toLowerCase(Locale.ROOT)).toString();
        }
    }

    /** @param out where every action is written as it happens; null: nowhere */
    Trace(Clockwork clockwork, @Nullable Consumer<String> out) {
        this.clockwork = clockwork;
        this.out = out;
    }

    /**
     * An action, of a node (0: of nobody in particular), with the call that it is about and a word of it.
     */
    void note(String what, long node, @Nullable CallKey call, @Nullable Enum<?> word) {
        mix(clockwork.micros());
        mix(what.hashCode() + 31L * node);
        mix(call == null ? 0 : call.hashCode());
        mix(word == null ? 0 : word.name().hashCode());
        var action = new Action(clockwork.now(), what, node, call, word);
        last[(int) (count++ % KEPT)] = action;
        if (out != null) {
            out.accept(action.toString());
        }
    }

    void note(String what, long node) {
        note(what, node, null, null);
    }

    private void mix(long value) {
        hash = (hash ^ value) * MIX;
        hash ^= hash >>> 29;
    }

    /** The same for the same actions at the same times. */
    long hash() {
        return hash;
    }

    long count() {
        return count;
    }

    List<String> last() {
        var lines = new ArrayList<String>();
        for (long i = Math.max(0, count - KEPT); i < count; i++) {
            lines.add(String.valueOf(last[(int) (i % KEPT)]));
        }
        return lines;
    }
}
