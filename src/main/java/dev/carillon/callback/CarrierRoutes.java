package dev.carillon.callback;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.carillon.base.Ids;
import dev.carillon.base.Refusal;
import dev.carillon.base.Sealed;
import dev.carillon.base.Secrets;
import dev.carillon.base.Timeline;
import dev.carillon.call.CarrierWord.Leg;
import dev.carillon.db.Database;
import dev.carillon.http.Endpoint;
import dev.carillon.http.Route;

/**
 * Where carriers with an API tell what becomes of the calls that they were asked for. They have no key: each
 * request proves itself by its signature.
 */
public final class CarrierRoutes {

    static final String PATH = "/callbacks/rest/";

    private CarrierRoutes() {
    }

    /** What they need. */
    public record Parts(Database database, Ids ids, Timeline timeline, AuthTokens tokens) {
    }

    /** The secrets by which carriers sign. */
    @FunctionalInterface
    public interface AuthTokens {

        /** The trunk's, opened; empty: it has none that can be opened here. */
        Optional<String> of(TrunkRef trunk);

        /** Those that the directory keeps sealed. */
        static AuthTokens of(Secrets secrets) {
            return trunk -> trunk.opened(secrets);
        }
    }

    /** A trunk of an organisation, with what it keeps sealed. */
    public record TrunkRef(String organizationId, String publicId, Map<String, Sealed> secrets) {

        private static final String AUTH_TOKEN = "auth_token";

        public TrunkRef {
            secrets = Map.copyOf(secrets);
        }

        private Optional<String> opened(Secrets keys) {
            try {
                return Optional.ofNullable(secrets.get(AUTH_TOKEN)).map(sealed -> keys.open(sealed,
                        Secrets.place(organizationId, "trunk", publicId, AUTH_TOKEN)));
            } catch (Refusal e) {
                return Optional.empty(); // another key: nothing can be proven here
            }
        }
    }

    /** All of them: of the called party's leg, of the agent's, and of who has answered. */
    public static List<Route> of(Parts parts) {
        var proof = new CarrierProof(parts);
        return List.of(route(Leg.CALLED.word(), new LegCallback(parts, proof, Leg.CALLED)),
                route(Leg.AGENT.word(), new LegCallback(parts, proof, Leg.AGENT)),
                route("answered-by", new AnsweredByCallback(parts, proof)));
    }

    private static Route route(String last, Endpoint endpoint) {
        return Route.open("POST", PATH + "{id}/" + last, endpoint);
    }
}
