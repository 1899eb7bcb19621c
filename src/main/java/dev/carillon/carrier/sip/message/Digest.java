package dev.carillon.carrier.sip.message;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Answers the challenges of one peer and of the proxies before it, 401 and 407, with one login. It remembers
 * the last challenge of each realm and counts, so that a later request of the same call can have its answers
 * with it. The sequence number and the branch of a request that is sent again are its sender's business. For
 * one thread.
 */
public final class Digest {

    private static final int CNONCE_OCTETS = 16;

    /** How many realms of a kind may ask for one request, and how often each: else some would for ever. */
    private static final int REALMS = 4;
    private static final int TRIES = 3;

    private final Login login;
    private final RandomGenerator chance;
    private final Memory server = new Memory(HeaderName.WWW_AUTHENTICATE, HeaderName.AUTHORIZATION);
    private final Memory proxy = new Memory(HeaderName.PROXY_AUTHENTICATE, HeaderName.PROXY_AUTHORIZATION);

    /** @param chance draws the cnonces: a CSPRNG, but in tests */
    public Digest(Login login, RandomGenerator chance) {
        this.login = login;
        this.chance = chance;
    }

    /** What the realms asked that one header asks for, the latest last. */
    private record Memory(String asks, String answers, Map<String, Asked> realms) {

        Memory(String asks, String answers) {
            this(asks, answers, new LinkedHashMap<>());
        }

        void keep(Asked asked) {
            realms.remove(asked.realm());
            realms.put(asked.realm(), asked);
            if (realms.size() > REALMS) {
                realms.remove(realms.keySet().iterator().next());
            }
        }
    }

    /**
     * @param count how often its nonce was used
     * @param tries how often the request at hand was answered for it
     */
    private record Asked(Challenge challenge, int count, int tries) {

        String realm() {
            return challenge.said("realm");
        }

        Asked used(int nowTries) {
            return new Asked(challenge, count + 1, nowTries);
        }
    }

    /**
     * The request with the answer to the strongest challenge of the refusal, beside its answers to other
     * realms; empty where there is none that we can answer, or where our answer was wrong: sending it again
     * would be wrong again.
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
        return challenge.flatMap(asked -> answer(request, memory, asked));
    }

    private Optional<SipRequest> answer(SipRequest request, Memory memory, Challenge challenge) {
        String realm = challenge.said("realm");
        Asked known = memory.realms.get(realm);
        int count = known != null && isSameNonce(known.challenge.parameters(), challenge) ? known.count : 0;
        List<String> given = request.headers().all(memory.answers);
        Parameters before = given.stream().map(Challenge::credentials)
                .filter(it -> it.value("realm").orElse("").equals(realm)).findFirst().orElse(null);
        int tries = before == null ? 0 : known == null ? TRIES : known.tries;
        boolean may = before == null
                ? given.size() < REALMS
                // A peer that calls its own nonce of now stale would ask for ever.
                : tries < TRIES && challenge.isStale() && !isSameNonce(before, challenge);
        if (!may) {
            return Optional.empty();
        }
        return Optional.of(answered(request, memory, new Asked(challenge, count, 0).used(tries + 1)));
    }

    private static boolean isSameNonce(Parameters before, Challenge challenge) {
        return before.value("nonce").orElse("").equals(challenge.said("nonce"));
    }

    /** The request with answers to what this peer asked before; unchanged where it never asked. */
    public SipRequest answerAgain(SipRequest request) {
        SipRequest answered = request;
        for (Memory memory : List.of(server, proxy)) {
            for (Asked asked : List.copyOf(memory.realms.values())) {
                answered = answered(answered, memory, asked.used(1));
            }
        }
        return answered;
    }

    /** It is remembered only once there is an answer. */
    private SipRequest answered(SipRequest request, Memory memory, Asked asked) {
        var use = new Challenge.Use(request.method(), request.uri(), cnonce(), asked.count);
        var field = new Header(memory.answers, asked.challenge.answer(login, use));
        SipRequest answered = request.with(headers -> {
            var changed = new ArrayList<>(headers.entries());
            changed.removeIf(entry -> entry.is(memory.answers)
                    && Challenge.credentials(entry.value()).value("realm").orElse("").equals(asked.realm()));
            changed.add(field);
            return new Headers(changed);
        });
        memory.keep(asked);
        return answered;
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
