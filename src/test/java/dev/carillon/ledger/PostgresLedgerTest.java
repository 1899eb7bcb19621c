package dev.carillon.ledger;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;

@Tag("database")
class PostgresLedgerTest extends NodesContract {

    private static final PostgresWorld.Pools POOLS = PostgresWorld.Pools.open();

    @Override
    LedgerWorld newWorld() {
        return new PostgresWorld(POOLS);
    }

    @Override
    void end(LedgerWorld world) {
        ((PostgresWorld) world).close();
    }

    @AfterAll
    static void close() {
        POOLS.close();
    }
}
