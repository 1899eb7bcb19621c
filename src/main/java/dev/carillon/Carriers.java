package dev.carillon;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;

import dev.carillon.call.Trunk;
import dev.carillon.carrier.rest.RestCarrier;
import dev.carillon.carrier.sandbox.SandboxCarrier;
import dev.carillon.carrier.sip.SipService;
import dev.carillon.carrier.sip.transport.SipListening;
import dev.carillon.carrier.sip.transport.TlsIdentity;
import dev.carillon.config.Config;
import dev.carillon.db.StartRefused;
import dev.carillon.dial.Carrier;
import dev.carillon.dial.Trunks;

/** The carriers of a node, one for each kind of trunk. Thread-safe. */
record Carriers(SandboxCarrier sandbox, SipService sip, RestCarrier rest) implements Trunks {

    @Override
    public Carrier carrier(Trunk trunk) {
        return switch (trunk.kind()) {
            case SANDBOX -> sandbox;
            case SIP -> sip;
            case REST -> rest;
        };
    }

    @Override
    public boolean haveRoom() {
        return sip.hasRoom();
    }

    /** Where SIP is listened for; nothing is opened by this. */
    static SipListening listening(Config.Sip set) {
        Config.Certificate tls = set.tls();
        InetAddress bind = address(set.host());
        SipListening plain = SipListening.at(bind, set.port(), set.port())
                .withPublic(set.publicHost(), set.publicPort() == 0 ? -1 : set.publicPort());
        return tls == null ? plain : plain.withTls(set.tlsPort(), identity(tls));
    }

    private static InetAddress address(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new StartRefused("sip.host is " + host + ", which is no address of this machine", e);
        }
    }

    private static TlsIdentity identity(Config.Certificate tls) {
        try {
            return TlsIdentity.pem(tls.chain(), tls.key());
        } catch (IOException e) {
            throw new StartRefused("sip.tls-certificate and sip.tls-key cannot be used: " + e.getMessage(),
                    e);
        }
    }
}
