package dev.carillon.carrier.sip.transport;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.carillon.carrier.sip.transaction.ClientTransaction;
import dev.carillon.carrier.sip.transaction.Hop;
import dev.carillon.carrier.sip.transaction.Transport;
import dev.carillon.carrier.sip.transaction.Trust;

/** The transactions find their network in the transport: whole conversations between two of both. */
class WholeTransactionTest {

    private static final String NAME = "sip.example.com";

    @TempDir
    static Path folder;

    private static Certificate certificate;

    @BeforeAll
    static void certify() throws IOException {
        certificate = Certificate.of(folder, NAME);
    }

    private final Queue<String> words = new ConcurrentLinkedQueue<>();

    private Agent agent() throws IOException {
        for (int tries = 0; tries < 20; tries++) {
            int port;
            try (Station free = Station.open()) {
                port = free.port(Transport.TCP);
            }
            try {
                var agent = new Agent((message, from) -> words.add(new Letter(message, from).word()),
                        SipListening.at(Station.LOOPBACK, port, port).withTls(0, certificate.identity()));
                agent.transport().allow(Set.of(Station.LOOPBACK));
                return agent;
            } catch (IOException e) {
                // Somebody else has the port for UDP: another one.
            }
        }
        throw new IOException("no port is free");
    }

    private static Hop hop(Agent to, Transport kind) throws IOException, GeneralSecurityException {
        return Hop.of(kind, "127.0.0.1", to.transport().ports().getOrDefault(kind, -1),
                new Trust(NAME, certificate.pem()));
    }

    @ParameterizedTest
    @CsvSource({"UDP,100", "UDP,2000", "TCP,100", "TCP,20000", "TLS,100", "TLS,20000"})
    void an_invitation_rings_is_cancelled_and_its_end_is_acknowledged(Transport kind, int body)
            throws Exception {
        try (Agent a = agent(); Agent b = agent()) {
            ClientTransaction[] invite = new ClientTransaction[1];
            Hop to = hop(b, kind);
            a.does(() -> invite[0] = a.sends("INVITE", to, body));
            b.isTold("INVITE");
            a.isTold("180");
            a.does(() -> invite[0].cancel());
            b.isTold("cancelled");
            a.isTold("487");
            a.does(() -> a.sends("BYE", to, body));
            b.isTold("BYE");
            a.isTold("200");
            // The ACK came to its INVITE, or else its user would have been told of it before the BYE.
            assertTrue(words.contains("ACK"));
        }
    }

    @Test
    void who_is_not_there_is_told_at_once_over_a_connection() throws Exception {
        try (Agent a = agent()) {
            Hop gone;
            try (Agent b = agent()) {
                gone = hop(b, Transport.TCP);
            }
            a.does(() -> a.sends("INVITE", gone, 0));
            a.isTold("connection refused by 127.0.0.1:" + gone.port());
        }
    }
}
