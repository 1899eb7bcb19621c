package dev.carillon.carrier.sip.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import com.github.benmanes.caffeine.cache.Ticker;

/** The addresses of hosts, as {@link Asking} keeps what it is told. Thread-safe. */
final class Names implements AutoCloseable {

    private final Asking<List<InetAddress>> asking;

    /** Whoever knows the addresses of a name; may block. */
    interface Lookup {

        List<InetAddress> addresses(String name) throws UnknownHostException;
    }

    Names(Lookup lookup, Duration within) {
        this.asking = new Asking<>(name -> {
            try {
                return lookup.addresses(name);
            } catch (UnknownHostException e) {
                throw new IOException("unknown host " + name, e);
            }
        }, within, Ticker.systemTicker());
    }

    /** Those that the system knows. */
    static Names ofSystem() {
        return new Names(name -> List.of(InetAddress.getAllByName(name)), Duration.ofSeconds(5));
    }

    /** What is known without waiting; empty where that is nothing. */
    List<InetAddress> known(String host) {
        InetAddress literal = Addresses.literal(host);
        if (literal != null) {
            return List.of(literal);
        }
        List<InetAddress> known = asking.known(host);
        return known == null ? List.of() : known;
    }

    /** Tells one of the two: at once and on this thread where it is known, otherwise on another. */
    void find(String host, Consumer<List<InetAddress>> found, Consumer<String> failed) {
        InetAddress literal = Addresses.literal(host);
        if (literal == null) {
            asking.find(host, found, failed);
        } else {
            found.accept(List.of(literal));
        }
    }

    /** Waits for them. The exception says, for people, why there are none. */
    List<InetAddress> await(String host) throws IOException {
        InetAddress literal = Addresses.literal(host);
        return literal == null ? asking.await(host) : List.of(literal);
    }

    @Override
    public void close() {
        asking.close();
    }
}
