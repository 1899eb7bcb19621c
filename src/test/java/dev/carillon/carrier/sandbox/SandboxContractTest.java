package dev.carillon.carrier.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.base.SystemTimeline;
import dev.carillon.base.Timeline;
import dev.carillon.call.Trunk;
import dev.carillon.carrier.CarrierContract;
import dev.carillon.carrier.CarrierHouse;
import dev.carillon.dial.AgentLine;
import dev.carillon.dial.Carrier;

/** The sandbox, whose network is the end of a number and the settings of a trunk. */
class SandboxContractTest extends CarrierContract {

    @Override
    protected CarrierHouse open(Path directory) throws IOException {
        return new House(directory);
    }

    private static final class House implements CarrierHouse {

        private final Path directory;
        private final SystemTimeline timeline = new SystemTimeline(Duration.ofHours(1));
        private SandboxCarrier carrier;

        House(Path directory) throws IOException {
            this.directory = directory;
            this.carrier = SandboxCarrier.open(directory, "7", timeline);
        }

        @Override
        public void reopen() {
            closeCarrier();
            try {
                carrier = SandboxCarrier.open(directory, "7", timeline);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public @Nullable String kept(CallKey call) {
            return null;
        }

        @Override
        public boolean holdsCalls() {
            return false;
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
            // The number says it.
        }

        @Override
        public Trunk trunk(Way way) {
            String talk = way == Way.TALKS ? "\"talk_seconds\": 600" : "\"talk_millis\": 50";
            String outcomes = way == Way.LEADS_NOWHERE ? ", \"outcomes\": {\"trunk_unreachable\": 1}" : "";
            return new Trunk(3, "o", Trunk.Kind.SANDBOX, "{\"setup_millis\": 20, \"ring_millis\": 50,"
                    + " \"join_millis\": 20, \"no_answer_seconds\": 600, " + talk + outcomes + "}");
        }

        @Override
        public AgentLine agent(Way way) {
            return AgentLine.of("agent_1");
        }

        @Override
        public int placed(String number) {
            try {
                return (int) Files.readAllLines(directory.resolve(SandboxCarrier.JOURNAL)).stream()
                        .filter(line -> line.contains("\t" + number + "\t")).count();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public boolean isOver(String number) {
            return true;
        }

        @Override
        public int live() {
            return carrier.live();
        }

        @Override
        public void closeCarrier() {
            try {
                carrier.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            closeCarrier();
            timeline.close();
        }
    }
}
