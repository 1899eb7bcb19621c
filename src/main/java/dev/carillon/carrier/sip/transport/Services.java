package dev.carillon.carrier.sip.transport;

import java.io.IOException;
import java.util.List;

/** The DNS, as far as SIP asks it for more than addresses. */
interface Services {

    /** Stands for the host of a service that is expressly not offered (RFC 2782). */
    String NOWHERE = "";

    /**
     * What the SRV records of the name say; may block for seconds.
     *
     * @return empty where there are none, or no such name
     * @throws IOException where no answer came
     */
    List<Place> of(String name) throws IOException;
}
