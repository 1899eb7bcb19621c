package dev.carillon.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.base.Timeline;
import dev.carillon.call.CarrierEvent;
import dev.carillon.call.Outcome;
import dev.carillon.dial.CallPlan;
import dev.carillon.dial.Carrier;

/**
 * A node's end of the wire to the {@link OutsideCarrier}. It writes to a loopback whose other end always
 * reads, so it does not wait. Thread-safe.
 */
final class OutsideClient implements Carrier {

    private final Timeline timeline;
    private final Socket socket;
    private final OutputStream out;
    private final Map<CallKey, Consumer<CarrierEvent>> told = new ConcurrentHashMap<>();

    OutsideClient(int port, String node, Timeline timeline) {
        this.timeline = timeline;
        try {
            this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            this.out = socket.getOutputStream();
            write("NODE\t" + node);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofPlatform().daemon().name("outside").start(this::read);
    }

    @Override
    public void place(CallPlan plan, Consumer<CarrierEvent> sink) {
        told.put(plan.call(), sink);
        try {
            if (!inTime(plan)) {
                told.remove(plan.call());
                sink.accept(CarrierEvent.ended(plan.call(), timeline.now(), Outcome.NOT_PLACED));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized boolean inTime(CallPlan plan) throws IOException {
        if (timeline.nanos() - plan.placeByNanos() > 0) {
            return false;
        }
        write(Dialled.line(plan, System.nanoTime()));
        return true;
    }

    @Override
    public void hangUp(CallKey call) {
        try {
            write("HANGUP\t" + Dialled.key(call));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void write(String line) throws IOException {
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private void read() {
        try (var in = new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            for (String text = in.readLine(); text != null; text = in.readLine()) {
                heard(List.of(text.split("\t", -1)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void heard(List<String> fields) {
        CallKey call = Dialled.key(fields.get(1));
        var kind = CarrierEvent.Kind.valueOf(fields.getFirst().toUpperCase(Locale.ROOT));
        if (kind == CarrierEvent.Kind.ENDED) {
            Consumer<CarrierEvent> sink = told.remove(call);
            if (sink != null) {
                sink.accept(CarrierEvent.ended(call, timeline.now(),
                        Outcome.of(fields.get(2)).orElseThrow()));
            }
        } else {
            Consumer<CarrierEvent> sink = told.get(call);
            if (sink != null) {
                sink.accept(CarrierEvent.of(call, kind, timeline.now()));
            }
        }
    }
}
