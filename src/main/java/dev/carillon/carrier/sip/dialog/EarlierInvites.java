package dev.carillon.carrier.sip.dialog;

import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.carillon.carrier.sip.message.HeldSdp;
import dev.carillon.carrier.sip.message.Sdp;
import dev.carillon.carrier.sip.message.SipRequest;
import dev.carillon.carrier.sip.message.SipResponse;
import dev.carillon.carrier.sip.message.SipSyntax;
import dev.carillon.carrier.sip.transaction.ClientEvent;
import dev.carillon.carrier.sip.transaction.Hop;

/**
 * The end of INVITEs that an earlier process of ours may have sent. How often it was challenged, and which
 * hop it came to, nobody has kept: each that may be is asked to stop. One that was answered meanwhile had no
 * ACK, so its answer comes again (RFC 3261 §13.3.1.4), and makes the dialog that is then hung up. For the
 * owner's queue only.
 */
final class EarlierInvites {

    private static final int MOST_NUMBERS = 4;
    private static final int MOST_HOPS = 16;
    private static final int UNREAD_PORT = 9;

    private final Leg leg;
    private final Inviting inviting;
    private int open;

    EarlierInvites(Leg leg, Inviting inviting) {
        this.leg = leg;
        this.inviting = inviting;
    }

    /** @param offered whether they had a description: which, is of no matter any more */
    void cancel(boolean offered) {
        List<Hop> hops = leg.invitation().hops();
        int tried = Math.min(hops.size(), MOST_HOPS);
        open = tried * MOST_NUMBERS;
        leg.dialog().countFrom(MOST_NUMBERS);
        Sdp offer = offered ? HeldSdp.offer(leg.descriptions().origin(), UNREAD_PORT) : null;
        try {
            for (int i = 0; i < tried; i++) {
                for (long number = 1; number <= MOST_NUMBERS; number++) {
                    cancel(number, i, offer);
                }
            }
        } catch (SipSyntax e) {
            leg.end(LegEnd.notBegun("it cannot be said in SIP: " + e.getMessage()));
        }
    }

    private void cancel(long number, int toHop, @Nullable Sdp offer) {
        Hop hop = leg.invitation().hops().get(toHop);
        SipRequest bare = leg.dialog().request("INVITE", number)
                .with(headers -> Own.added(headers, leg.home().ground().wire(), hop));
        SipRequest invite = offer == null ? bare : bare.with(Sdp.TYPE, offer.body());
        leg.home().transactions().cancelEarlier(invite, hop, inviting.branch(number),
                event -> told(event, invite, toHop));
    }

    private void told(ClientEvent event, SipRequest invite, int toHop) {
        if (leg.isOver()) {
            return;
        }
        switch (event) {
            case ClientEvent.Answered(SipResponse response) -> {
                if (response.isSuccess()) {
                    inviting.answered(invite, toHop, response);
                } else if (isOld(response)) {
                    over();
                } else if (!response.isProvisional() && inviting.accepted().isEmpty()) {
                    leg.end(LegEnd.refused(response));
                }
            }
            case ClientEvent.TimedOut(),ClientEvent.NotSent _ -> over();
        }
    }

    /** A refusal that the earlier process has answered by another INVITE. */
    private static boolean isOld(SipResponse response) {
        int status = response.status();
        return status == 401 || status == 407 || status == 422;
    }

    private void over() {
        open--;
        if (open == 0 && inviting.accepted().isEmpty()) {
            leg.end(LegEnd.of(LegEnd.Kind.SILENT));
        }
    }
}
