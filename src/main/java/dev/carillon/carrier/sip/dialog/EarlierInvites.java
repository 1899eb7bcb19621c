package dev.carillon.carrier.sip.dialog;

import org.jspecify.annotations.Nullable;

import dev.carillon.carrier.sip.message.HeldSdp;
import dev.carillon.carrier.sip.message.Sdp;
import dev.carillon.carrier.sip.message.SipRequest;
import dev.carillon.carrier.sip.message.SipResponse;
import dev.carillon.carrier.sip.message.SipSyntax;
import dev.carillon.carrier.sip.transaction.ClientEvent;
import dev.carillon.carrier.sip.transaction.Hop;
import dev.carillon.carrier.sip.transaction.Stopping;

/**
 * The end of INVITEs that an earlier process of ours may have sent. How often it was challenged, and which
 * hop it came to, nobody has kept: at each hop those that may be are asked to stop, one after the other until
 * one ends. One that was answered meanwhile had no ACK, so its answer comes again (RFC 3261 §13.3.1.4), and
 * makes the dialog that is then hung up. For the owner's queue only.
 */
final class EarlierInvites {

    private static final int MOST_NUMBERS = 4;
    private static final int MOST_HOPS = 16;
    private static final int UNREAD_PORT = 9;
    /** In T1: two copies of a CANCEL were sent by then, and all have their turn before the call is `lost`. */
    private static final int REST = 3;

    private final Leg leg;
    private final Inviting inviting;
    private @Nullable Sdp offer;
    private int open;

    EarlierInvites(Leg leg, Inviting inviting) {
        this.leg = leg;
        this.inviting = inviting;
    }

    /** @param offered whether they had a description: which, is of no matter any more */
    void cancel(boolean offered) {
        int tried = Math.min(leg.invitation().hops().size(), MOST_HOPS);
        open = tried * MOST_NUMBERS;
        leg.dialog().countFrom(MOST_NUMBERS);
        offer = offered ? HeldSdp.offer(leg.descriptions().origin(), UNREAD_PORT) : null;
        for (int i = 0; i < tried; i++) {
            new AtHop(i).next();
        }
    }

    /**
     * Those that may have gone to one hop. The next is asked to stop when the peer knows nothing of the one
     * before, or has not ended it for a while: to a peer that has one INVITE, a CANCEL of another is odd.
     */
    private final class AtHop {

        private final int hop;
        private final Alarm rest = new Alarm(leg.home().ground());
        private long number;

        AtHop(int hop) {
            this.hop = hop;
        }

        void next() {
            rest.clear();
            if (number == MOST_NUMBERS || leg.isOver() || inviting.accepted().isPresent()) {
                return;
            }
            number++;
            rest.set(leg.home().timers().t1().multipliedBy(REST), this::next);
            try {
                SipRequest invite = earlier();
                leg.home().transactions().cancelEarlier(invite, to(), inviting.branch(number),
                        new Earlier(this, number, invite));
            } catch (SipSyntax e) {
                leg.end(LegEnd.notBegun("it cannot be said in SIP: " + e.getMessage()));
            }
        }

        private Hop to() {
            return leg.invitation().hops().get(hop);
        }

        private SipRequest earlier() {
            SipRequest bare = leg.dialog().request("INVITE", number)
                    .with(headers -> Own.added(headers, leg.home().contact(to())));
            Sdp said = offer;
            return said == null ? bare : bare.with(Sdp.TYPE, said.body());
        }

        /** This one is not what the peer has, as far as can be seen now. */
        void passOver(long which) {
            if (which == number) {
                next();
            }
        }
    }

    /** One of them. */
    private final class Earlier implements Stopping {

        private final AtHop at;
        private final long number;
        private final SipRequest invite;

        Earlier(AtHop at, long number, SipRequest invite) {
            this.at = at;
            this.number = number;
            this.invite = invite;
        }

        @Override
        public void invite(ClientEvent event) {
            if (leg.isOver()) {
                return;
            }
            switch (event) {
                case ClientEvent.Answered(SipResponse response) -> answered(response);
                case ClientEvent.TimedOut(),ClientEvent.NotSent _ -> over();
            }
        }

        private void answered(SipResponse response) {
            if (response.isSuccess()) {
                inviting.answered(invite, at.hop, response);
            } else if (isOld(response)) {
                over();
                at.passOver(number);
            } else if (!response.isProvisional() && inviting.accepted().isEmpty()) {
                leg.end(LegEnd.refused(response));
            }
        }

        @Override
        public void cancel(ClientEvent event) {
            if (event instanceof ClientEvent.Answered(SipResponse response) && response.status() >= 300) {
                at.passOver(number);
            }
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
