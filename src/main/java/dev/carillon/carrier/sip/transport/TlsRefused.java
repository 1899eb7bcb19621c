package dev.carillon.carrier.sip.transport;

import java.io.IOException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Why there is no TLS with a peer, in one sentence without anything that the peer sent.
 *
 * @param name  what its certificate had to be for; empty where nothing was asked of it
 * @param where host and port
 */
record TlsRefused(String name, String where) {

    private static final int LONGEST = 200;

    IOException late(Duration within) {
        return new IOException(
                "no answer to the TLS handshake with " + where + " within " + within.toSeconds() + " s");
    }

    IOException because(IOException problem) {
        List<Throwable> causes = causes(problem);
        String certificate = "the certificate of " + where;
        if (has(causes, CertificateExpiredException.class)) {
            return new IOException(certificate + " has expired", problem);
        }
        if (has(causes, CertificateNotYetValidException.class)) {
            return new IOException(certificate + " is not valid yet", problem);
        }
        if (has(causes, CertPathBuilderException.class) || has(causes, CertPathValidatorException.class)) {
            return new IOException(certificate + " is not vouched for by an authority that is trusted for "
                    + name, problem);
        }
        if (causes.stream().anyMatch(TlsRefused::isAboutTheName)) {
            return new IOException(certificate + " is not for " + name, problem);
        }
        String said = String.valueOf(problem.getMessage()).lines().findFirst().orElse("");
        return new IOException("the TLS handshake with " + where + " failed: "
                + said.substring(0, Math.min(LONGEST, said.length())), problem);
    }

    /** Only its words tell this one from others of its kind. */
    private static boolean isAboutTheName(Throwable cause) {
        String said = String.valueOf(cause.getMessage());
        return cause instanceof CertificateException
                && (said.contains("No subject alternative") || said.contains("No name matching"));
    }

    private static boolean has(List<Throwable> causes, Class<? extends Throwable> kind) {
        return causes.stream().anyMatch(kind::isInstance);
    }

    private static List<Throwable> causes(Throwable problem) {
        var causes = new ArrayList<Throwable>();
        for (Throwable cause = problem; cause != null && causes.size() < 20; cause = cause.getCause()) {
            causes.add(cause);
        }
        return causes;
    }
}
