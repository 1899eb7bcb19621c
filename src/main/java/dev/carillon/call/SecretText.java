package dev.carillon.call;

import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

import dev.carillon.base.Sealed;

/** Sealed secrets as the schema keeps them: a JSON object of base64, by their names. */
public final class SecretText {

    private static final ObjectMapper JSON = JsonMapper.shared();

    private SecretText() {
    }

    public static String of(Map<String, Sealed> secrets) {
        var fields = new TreeMap<String, String>();
        secrets.forEach(
                (name, sealed) -> fields.put(name, Base64.getEncoder().encodeToString(sealed.octets())));
        return JSON.writeValueAsString(fields);
    }

    /** Those that were written. */
    public static Map<String, Sealed> read(String text) {
        var secrets = new TreeMap<String, Sealed>();
        JSON.readTree(text).properties().forEach(e -> secrets.put(e.getKey(),
                new Sealed(Base64.getDecoder().decode(e.getValue().asString()))));
        return secrets;
    }
}
