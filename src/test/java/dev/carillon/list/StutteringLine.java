package dev.carillon.list;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

import dev.carillon.base.Patience;
import dev.carillon.db.DatabaseAddress;

/** The way to a database, on which everything may stand still for a while, or which may be cut. */
final class StutteringLine implements AutoCloseable {

    private final ServerSocket door;
    private final AtomicInteger port = new AtomicInteger();
    private final AtomicLong carried = new AtomicLong();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ReentrantLock still = new ReentrantLock();
    private volatile boolean cut;

    private StutteringLine() throws IOException {
        this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    static StutteringLine open() {
        try {
            return new StutteringLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The database as it is found at the other end of this line. */
    DatabaseAddress to(DatabaseAddress real) {
        port.set(URI.create(real.url().substring("jdbc:".length())).getPort());
        return new DatabaseAddress(real.url().replace(":" + port + "/", ":" + door.getLocalPort() + "/"),
                real.user(), real.password());
    }

    /** Nothing goes through for so long, whatever was on its way. */
    void stutter(Duration length) {
        still.lock();
        try {
            Patience.rest(length);
        } finally {
            still.unlock();
        }
    }

    /** Every connection is broken, and no new one is made until {@link #mend()}. */
    void cut() {
        cut = true;
        open.forEach(StutteringLine::end);
    }

    void mend() {
        cut = false;
    }

    private void accept() {
        try {
            while (!door.isClosed()) {
                Socket near = door.accept();
                if (cut) {
                    end(near);
                } else {
                    Thread.ofVirtual().start(() -> join(near));
                }
            }
        } catch (IOException e) {
            // The door is closed: that is the end of this line.
        }
    }

    private void join(Socket near) {
        try (near; var far = new Socket(InetAddress.getLoopbackAddress(), port.get())) {
            open.add(near);
            near.setTcpNoDelay(true);
            far.setTcpNoDelay(true);
            Thread back = Thread.ofVirtual().start(() -> carry(far, near));
            carry(near, far);
            back.join();
        } catch (IOException e) {
            // One end is gone, and with it the other.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(near);
        }
    }

    private void carry(Socket from, Socket to) {
        try (from; to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            var buffer = new byte[16_384];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                pass(n);
                out.write(buffer, 0, n);
            }
        } catch (IOException e) {
            // One end is gone, and with it the other.
        }
    }

    /** Waits while everything stands still. */
    private void pass(int bytes) {
        still.lock();
        try {
            carried.addAndGet(bytes);
        } finally {
            still.unlock();
        }
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        cut();
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
