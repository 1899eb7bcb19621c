package dev.carillon.carrier.sip.transaction;

/** What carries messages to the next hop. */
public enum Transport {
    UDP(false, 5060), TCP(true, 5060), TLS(true, 5061);

    private final boolean reliable;
    private final int defaultPort;

    Transport(boolean reliable, int defaultPort) {
        this.reliable = reliable;
        this.defaultPort = defaultPort;
    }

    /** Whether what is sent arrives or is known to have failed, so that nothing is sent again. */
    public boolean reliable() {
        return reliable;
    }

    /** The port that is meant where none is given. */
    public int defaultPort() {
        return defaultPort;
    }
}
