package dev.carillon.db;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a running postmaster says of itself in {@code postmaster.pid}. The file is PostgreSQL's; we only read
 * it.
 *
 * @param ready whether it takes connections; also there after it was killed, so ask {@link #alive} as well
 */
record PidFile(long pid, int port, boolean ready) {

    private static final int PORT_LINE = 3;
    private static final int STATUS_LINE = 7;

    static Optional<PidFile> read(Path cluster) {
        try {
            List<String> lines = Files.readAllLines(cluster.resolve("postmaster.pid"));
            if (lines.size() <= PORT_LINE) {
                return Optional.empty();
            }
            boolean ready = lines.size() > STATUS_LINE && lines.get(STATUS_LINE).strip().equals("ready");
            return Optional.of(new PidFile(Long.parseLong(lines.get(0).strip()),
                    Integer.parseInt(lines.get(PORT_LINE).strip()), ready));
        } catch (IOException | NumberFormatException absentOrHalfWritten) {
            return Optional.empty();
        }
    }

    /**
     * Whether a postmaster of this cluster runs. One that was killed and not yet collected by its parent does
     * not; nor does another program that got the same number later, and that nobody may stop.
     */
    boolean alive(Path cluster) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).map(ProcessHandle::info)
                .filter(info -> info.arguments().map(words -> List.of(words).contains(cluster.toString()))
                        .orElse(true))
                .isPresent() && !zombie();
    }

    private boolean zombie() {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return stat.startsWith(") Z", stat.lastIndexOf(')'));
        } catch (IOException noProcHere) {
            return false;
        }
    }
}
