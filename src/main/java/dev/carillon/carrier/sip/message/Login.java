package dev.carillon.carrier.sip.message;

/** Who we are to a peer that asks. Nothing that is printed has the password in it. */
public record Login(String user, String password) {

    @Override
    public String toString() {
        return "a login";
    }
}
