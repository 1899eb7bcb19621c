package dev.carillon.callback;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import dev.carillon.base.Ids;
import dev.carillon.base.Ids.CallKey;
import dev.carillon.call.CarrierWord.Leg;
import dev.carillon.call.SecretText;
import dev.carillon.callback.CarrierRoutes.TrunkRef;

/** Finds whose word a callback would be, and keeps it for the node of the call. */
final class CarrierCallbackSql {

    private static final String FIND = """
            select t.organization_id, t.public_id, t.secrets::text, t.settings ->> 'public_url' as public_url
            from attempt a
            join batch_call b on b.batch_id = a.batch_id
            join trunk t on t.trunk_id = a.trunk_id and t.organization_id = b.organization_id
            where a.batch_id = :batch_id and a.seq = :seq and a.no = :no and t.kind = 'rest'""";

    /** While it is written its batch call cannot be deleted, so that nothing is left of one that is gone. */
    private static final String KEEP = """
            insert into carrier_word (organization_id, node_id, batch_id, seq, no, leg, status, carrier_id,
                sequence, sip_status, seconds, told_at)
            select b.organization_id, a.node_id, a.batch_id, a.seq, a.no, :leg, :status, :carrier_id, :sequence,
                :sip_status, :seconds, :now
            from batch_call b join attempt a on a.batch_id = b.batch_id
            where b.organization_id = :organization_id and b.batch_id = :batch_id and a.seq = :seq
              and a.no = :no
              and not exists (
                select from carrier_word w
                where w.batch_id = a.batch_id and w.seq = a.seq and w.no = a.no and w.leg = :leg
                  and w.sequence > :sequence)
            for key share of b
            on conflict do nothing""";

    private CarrierCallbackSql() {
    }

    /**
     * Whose call it is, and which trunk carries it.
     *
     * @param publicUrl where the trunk's carrier reaches us
     */
    record Carried(TrunkRef trunk, @Nullable String publicUrl) {
    }

    static Optional<Carried> find(Handle handle, CallKey call) {
        return CallSql.of(handle.createQuery(FIND), call)
                .map((row, context) -> new Carried(
                        new TrunkRef(row.getString("organization_id"),
                                Ids.text(Ids.TRUNK, row.getObject("public_id", UUID.class)),
                                SecretText.read(row.getString("secrets"))),
                        row.getString("public_url")))
                .findOne();
    }

    /** False when it says nothing new: it, or what came after it, was told before. */
    static boolean keep(Handle handle, String organizationId, CallKey call, Kept word) {
        CarrierTold told = word.told();
        return CallSql.of(handle.createUpdate(KEEP), call).bind("organization_id", organizationId)
                .bind("leg", word.leg().word()).bind("status", told.status().word())
                .bind("carrier_id", told.carrierId()).bind("sequence", told.sequence())
                .bind("sip_status", told.sip()).bind("seconds", told.seconds()).bind("now", word.at())
                .execute() > 0;
    }

    /** What is kept of a leg. */
    record Kept(Leg leg, CarrierTold told, Instant at) {
    }
}
