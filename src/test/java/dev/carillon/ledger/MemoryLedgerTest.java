package dev.carillon.ledger;

/** The simulator's ledger does what PostgreSQL's does. */
class MemoryLedgerTest extends RulesContract {

    @Override
    LedgerWorld newWorld() {
        return new MemoryWorld();
    }

    @Override
    void end(LedgerWorld world) {
        // It is garbage.
    }
}
