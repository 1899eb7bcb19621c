package dev.carillon.carrier.rest;

import java.net.URI;
import java.util.Locale;
import java.util.Set;

import dev.carillon.base.Refusal;
import dev.carillon.call.CarrierWord.Leg;

/**
 * What the settings of a trunk of kind {@code rest} say.
 *
 * @param accountSid the account at the carrier
 * @param baseUrl    where its API is, without a slash at the end
 * @param publicUrl  where the carrier reaches this installation, without a slash at the end
 * @param detection  whether the carrier listens for a machine
 */
public record RestTrunk(String accountSid, URI baseUrl, URI publicUrl, Detection detection) {

    /** The name of the secret by which requests are made and callbacks proven. */
    public static final String AUTH_TOKEN = "auth_token";

    private static final String VERSION = "/2010-04-01/Accounts/";
    private static final String CALLBACKS = "/callbacks/rest/";

    /** How the carrier is asked to tell a machine from a person. */
    public enum Detection {
        OFF, ENABLE, DETECT_MESSAGE_END
    }

    /**
     * Takes the settings, or refuses them.
     *
     * @throws Refusal that names the setting, what is wrong with it and what is allowed
     */
    public static RestTrunk parse(String json) {
        return new RestTrunkReader(json).trunk();
    }

    /** To which its secret goes, perhaps with its port. */
    public Set<String> hosts() {
        return Set.of(baseUrl.getRawAuthority().toLowerCase(Locale.ROOT));
    }

    /** Where calls are asked for. */
    URI calls() {
        return URI.create(baseUrl + VERSION + accountSid + "/Calls.json");
    }

    /** Where one call is found. */
    URI call(String carrierId) {
        return URI.create(baseUrl + VERSION + accountSid + "/Calls/" + carrierId + ".json");
    }

    /** Where the calls are found that the carrier made for one: its agent's. */
    URI callsOf(String carrierId) {
        return URI.create(calls() + "?ParentCallSid=" + carrierId);
    }

    /** Where the carrier is to tell what becomes of a leg of a call. */
    String callback(String callId, Leg leg) {
        return publicUrl + CALLBACKS + callId + "/" + leg.word();
    }

    /** Where it is to tell who has answered. */
    String detectionCallback(String callId) {
        return publicUrl + CALLBACKS + callId + "/answered-by";
    }
}
