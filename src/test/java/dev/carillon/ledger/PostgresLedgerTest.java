package dev.carillon.ledger;

import org.junit.jupiter.api.Tag;

import dev.carillon.db.DatabaseAddress;
import dev.carillon.db.TestPostgres;

@Tag("database")
class PostgresLedgerTest extends NodesContract {

    private static final DatabaseAddress ADDRESS = TestPostgres.database();

    @Override
    LedgerWorld newWorld() {
        return new PostgresWorld(ADDRESS);
    }

    @Override
    void end(LedgerWorld world) {
        ((PostgresWorld) world).close();
    }
}
