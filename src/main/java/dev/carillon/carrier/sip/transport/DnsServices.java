package dev.carillon.carrier.sip.transport;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;

import javax.naming.Context;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.InitialDirContext;

/**
 * Asks the DNS by what the JDK brings along. It tells no record's time to live.
 *
 * @param servers {@code dns:} for those of this system, or {@code dns://host:port}
 */
record DnsServices(String servers) implements Services {

    private static final String SRV = "SRV";

    /** The first patience with a server, in milliseconds; the second is twice that, and there is no third. */
    private static final String PATIENCE = "1000";
    private static final String TRIES = "2";

    /** @param name letters, digits, hyphens, dots and underscores: it cannot lead to anything but the DNS */
    @Override
    @SuppressWarnings("BanJNDI") // The DNS gives text, never an object.
    public List<Place> of(String name) throws IOException {
        try {
            var context = new InitialDirContext(environment());
            try {
                Attribute records = context.getAttributes(name, new String[]{SRV}).get(SRV);
                return records == null ? List.of() : places(records);
            } finally {
                context.close();
            }
        } catch (NameNotFoundException e) {
            return List.of();
        } catch (NamingException e) {
            throw new IOException("the DNS does not answer about " + name, e);
        }
    }

    private static List<Place> places(Attribute records) throws NamingException {
        var places = new ArrayList<Place>();
        for (int i = 0; i < records.size(); i++) {
            String[] words = records.get(i).toString().split(" ", -1);
            if (words.length == 4) {
                places.add(new Place(host(words[3]), Integer.parseInt(words[2]), Integer.parseInt(words[0]),
                        Integer.parseInt(words[1])));
            }
        }
        return places;
    }

    private static String host(String written) {
        return written.endsWith(".") ? written.substring(0, written.length() - 1) : written;
    }

    @SuppressWarnings("JdkObsolete") // Naming takes nothing else.
    private Hashtable<String, String> environment() {
        var environment = new Hashtable<String, String>();
        environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
        environment.put(Context.PROVIDER_URL, servers);
        environment.put("com.sun.jndi.dns.timeout.initial", PATIENCE);
        environment.put("com.sun.jndi.dns.timeout.retries", TRIES);
        return environment;
    }
}
