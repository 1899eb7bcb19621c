package dev.carillon.carrier.sip.dialog;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import dev.carillon.carrier.sip.message.Header;
import dev.carillon.carrier.sip.message.HeldSdp;
import dev.carillon.carrier.sip.message.Origin;
import dev.carillon.carrier.sip.message.Sdp;
import dev.carillon.carrier.sip.message.SipRequest;
import dev.carillon.carrier.sip.message.SipResponse;
import dev.carillon.carrier.sip.transaction.ClientEvent;
import dev.carillon.carrier.sip.transaction.Hop;

/**
 * What is left of a leg that is over, for as long as its INVITE may still be answered: an answer that comes
 * again is acknowledged again, and somebody else who answers hears that nobody is here (RFC 3261 §13.2.2.4).
 * Legs that are over are many, for that takes 32 s: it keeps no more than it needs. For the owner's queue
 * only.
 */
final class Afterwards {

    private static final int UNREAD_PORT = 9;
    private static final int MOST_FORKS = 8;

    private final Legs home;
    private final Invite invite;
    private Set<String> forks;

    /**
     * The INVITE that made the dialog. All else that is needed stands in the answers to it.
     *
     * @param tag         of who answered first
     * @param way         where it went
     * @param origin      of our answer to an offer, where it had none itself; else null
     * @param credentials what its ACK has from it
     */
    record Invite(long number, String tag, Hop way, @Nullable Origin origin, List<Header> credentials) {
    }

    /** @param forks the tags of all others who have answered and were hung up */
    Afterwards(Legs home, Invite invite, Set<String> forks) {
        this.home = home;
        this.invite = invite;
        this.forks = forks;
    }

    void told(ClientEvent event) {
        if (event instanceof ClientEvent.Answered(SipResponse response) && response.isSuccess()) {
            answered(response);
        }
    }

    private void answered(SipResponse ok) {
        String tag = ok.to().tag().orElse("");
        boolean known = tag.equals(invite.tag()) || forks.contains(tag);
        if (!known && forks.size() >= MOST_FORKS) {
            return;
        }
        Dialog of = Dialog.answeredBy(ok);
        Hop to = of.hop(invite.way());
        home.transactions().acknowledge(ack(of, ok), to, why -> {
            // The answer comes again until an ACK arrives.
        });
        if (!known) {
            forks = Stream.concat(forks.stream(), Stream.of(tag)).collect(Collectors.toUnmodifiableSet());
            home.transactions().send(of.request("BYE"), to, event -> {
                // It has its own end; whoever answers second is not waited for.
            });
        }
    }

    private SipRequest ack(Dialog of, SipResponse ok) {
        long number = ok.cseq().number();
        SipRequest bare = Own.with(invite.credentials(), of.ack(number));
        Origin origin = invite.origin();
        return origin == null || number != invite.number()
                ? bare
                : Descriptions.in(ok).map(offer -> bare.with(Sdp.TYPE,
                        HeldSdp.answer(offer, origin, UNREAD_PORT).body())).orElse(bare);
    }
}
