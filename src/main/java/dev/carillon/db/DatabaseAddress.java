package dev.carillon.db;

import java.util.regex.Pattern;

/**
 * Where a database is and who we are there. Never prints a password.
 *
 * @param url      a JDBC address: {@code jdbc:postgresql://host:port/name}
 * @param user     empty when the address itself names one
 * @param password empty when none is needed, or when the address itself has one
 */
public record DatabaseAddress(String url, String user, String password) {

    private static final Pattern PASSWORD_IN_URL = Pattern.compile("(?i)([?&]password=)[^&]*");

    @Override
    public String toString() {
        String shown = PASSWORD_IN_URL.matcher(url).replaceAll("$1***");
        return user.isEmpty() ? shown : shown + " as " + user;
    }
}
