package dev.carillon.callback;

import java.util.Optional;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.base.Refusal;
import dev.carillon.base.Refusal.Code;
import dev.carillon.callback.CarrierCallbackSql.Carried;
import dev.carillon.http.FormBody;
import dev.carillon.http.Request;

/**
 * Lets a carrier's request through when it is signed for the call that its address names. Of everything else
 * one thing is said, whatever was wrong, so that nobody learns which calls there are.
 */
final class CarrierProof {

    private static final int MOST_OCTETS = 16 * 1024;

    private final CarrierRoutes.Parts parts;

    CarrierProof(CarrierRoutes.Parts parts) {
        this.parts = parts;
    }

    /** What was proven: whose call it is about, and what is said of it. */
    record Proven(CallKey call, String organizationId, FormBody form) {
    }

    Proven check(Request request) {
        CallKey call = parts.ids().call(request.path("id"));
        if (call == null) {
            throw unproven();
        }
        FormBody form = FormBody.of(request, MOST_OCTETS);
        Carried carried = parts.database().read(handle -> CarrierCallbackSql.find(handle, call))
                .orElseThrow(CarrierProof::unproven);
        if (!isSigned(request, carried, form)) {
            throw unproven();
        }
        return new Proven(call, carried.trunk().organizationId(), form);
    }

    private boolean isSigned(Request request, Carried carried, FormBody form) {
        Optional<String> signature = request.header(CarrierSignature.HEADER);
        if (signature.isEmpty() || carried.publicUrl() == null) {
            return false;
        }
        String address = carried.publicUrl().replaceAll("/+$", "") + request.path();
        return parts.tokens().of(carried.trunk())
                .filter(token -> CarrierSignature.isRight(signature.get(), token, address, form)).isPresent();
    }

    private static Refusal unproven() {
        return Refusal.of(Code.FORBIDDEN, "the request is not signed by the carrier of this call");
    }
}
