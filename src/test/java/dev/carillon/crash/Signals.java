package dev.carillon.crash;

import java.io.IOException;
import java.util.Map;

/** Signals to processes that this test started. */
final class Signals {

    private static final Map<String, String> FLAGS =
            Map.of("KILL", "-KILL", "STOP", "-STOP", "CONT", "-CONT");

    private Signals() {
    }

    static void send(String name, long pid) {
        try {
            int code = new ProcessBuilder("kill", FLAGS.getOrDefault(name, "-TERM"), Long.toString(pid))
                    .start().waitFor();
            if (code != 0) {
                throw new AssertionError("kill " + name + " " + pid + " failed");
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
