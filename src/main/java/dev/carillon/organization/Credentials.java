package dev.carillon.organization;

import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** A key and its secret, in clear: handed to a person or a test, never stored. Never prints the secret. */
public record Credentials(String key, String secret) {

    static final int LONGEST = 256;

    private static final Pattern KEY = Pattern.compile("sk_[0-9A-Za-z]{32,253}");
    private static final Pattern SECRET = Pattern.compile("s3cr3t_[0-9A-Za-z]{40,249}");
    private static final String BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int KEY_LENGTH = 32;
    private static final int SECRET_LENGTH = 40;

    /** New ones; the generator must be a CSPRNG. */
    static Credentials draw(RandomGenerator secure) {
        return new Credentials("sk_" + base62(secure, KEY_LENGTH), "s3cr3t_" + base62(secure, SECRET_LENGTH));
    }

    static boolean isKey(String text) {
        return text.length() <= LONGEST && KEY.matcher(text).matches();
    }

    static boolean isSecret(String text) {
        return text.length() <= LONGEST && SECRET.matcher(text).matches();
    }

    private static String base62(RandomGenerator secure, int length) {
        var text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(BASE62.charAt(secure.nextInt(BASE62.length())));
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return key + " with its secret";
    }
}
