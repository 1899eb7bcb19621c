package dev.carillon.ledger;

/** The statements by which a node reads what carriers have told of its calls. */
final class CarrierWordSql {

    static final String READ = "update carrier_word set read = true where word_id = any(?::bigint[])";

    static final String UNREAD = """
            select w.word_id, w.batch_id, w.seq, w.no, w.leg, w.status, w.carrier_id, w.sip_status, w.seconds,
                   w.told_at
            from carrier_word w where w.node_id = ? and not w.read order by w.word_id limit 300
            """;

    static final String PLACED = """
            insert into carrier_call (batch_id, seq, no, carrier_id) values (?, ?, ?, ?) on conflict do nothing
            """;

    private CarrierWordSql() {
    }
}
