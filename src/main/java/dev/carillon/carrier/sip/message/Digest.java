package dev.carillon.carrier.sip.message;

import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

/**
 * Answers the challenges of one peer, a 401 and a 407, with one login. It remembers the last challenge of
 * each and counts, so that a later request of the same call can have its answer with it. The sequence number
 * and the branch of a request that is sent again are its sender's business. For one thread.
 */
public final class Digest {

    private static final int CNONCE_OCTETS = 16;

    private final Login login;
    private final RandomGenerator chance;
    private final Memory server = new Memory(HeaderName.WWW_AUTHENTICATE, HeaderName.AUTHORIZATION);
    private final Memory proxy = new Memory(HeaderName.PROXY_AUTHENTICATE, HeaderName.PROXY_AUTHORIZATION);

    /** @param chance draws the cnonces: a CSPRNG, but in tests */
    public Digest(Login login, RandomGenerator chance) {
        this.login = login;
        this.chance = chance;
    }

    private static final class Memory {

        private final String asks;
        private final String answers;
        private @Nullable Challenge challenge;
        private int count;

        private Memory(String asks, String answers) {
            this.asks = asks;
            this.answers = answers;
        }
    }

    /**
     * The request with the answer to the strongest challenge of the refusal; empty where there is none that
     * we can answer, or where our answer was wrong: sending it again would be wrong again.
     */
    public Optional<SipRequest> answer(SipRequest request, SipResponse refusal) {
        Memory memory = switch (refusal.status()) {
            case 401 -> server;
            case 407 -> proxy;
            default -> null;
        };
        if (memory == null) {
            return Optional.empty();
        }
        Optional<Challenge> challenge = Challenge.strongest(refusal.headers().all(memory.asks));
        return challenge.filter(asked -> !isWrong(request, memory.answers, asked)).map(asked -> {
            memory.challenge = asked;
            memory.count = 0;
            return answered(request, memory);
        });
    }

    /** The request with answers to what this peer asked before; unchanged where it never asked. */
    public SipRequest answerAgain(SipRequest request) {
        return answered(answered(request, server), proxy);
    }

    private SipRequest answered(SipRequest request, Memory memory) {
        Challenge challenge = memory.challenge;
        if (challenge == null) {
            return request;
        }
        memory.count++;
        var use = new Challenge.Use(request.method(), request.uri(), cnonce(), memory.count);
        String answer = challenge.answer(login, use);
        return request.with(headers -> headers.replace(memory.answers, answer));
    }

    /** A peer that calls its own nonce of now stale would ask for ever. */
    private static boolean isWrong(SipRequest request, String answers, Challenge asked) {
        for (String value : request.headers().all(answers)) {
            Parameters before = Challenge.credentials(value);
            boolean sameRealm = before.value("realm").orElse("").equals(asked.said("realm"));
            boolean sameNonce = before.value("nonce").orElse("").equals(asked.said("nonce"));
            if (sameRealm && (sameNonce || !asked.isStale())) {
                return true;
            }
        }
        return false;
    }

    private String cnonce() {
        byte[] octets = new byte[CNONCE_OCTETS];
        chance.nextBytes(octets);
        return HexFormat.of().formatHex(octets);
    }

    /** Nothing of what it knows. */
    @Override
    public String toString() {
        return "a digest";
    }
}
