package dev.carillon.simulate;

import dev.carillon.dial.DialLedger;

/** Ledgers that do wrong what a node does when it is started again. */
final class RestartMutants {

    private RestartMutants() {
    }

    /** What its carriers could go on with is lost, and its slots are free though it is still up. */
    static Fittings freedAtRestart() {
        return new Fittings() {

            @Override
            public Store store() {
                return new MemoryStore() {

                    @Override
                    public DialLedger ledger(long node) {
                        return new Forgetful(tables, node);
                    }
                };
            }
        };
    }

    private static final class Forgetful extends MemoryLedger {

        Forgetful(Tables tables, long node) {
            super(tables, node, MemoryStore.LATEST_START);
        }

        @Override
        boolean resumable(LineRow row) {
            return false;
        }

        @Override
        boolean keepsSlots() {
            return false;
        }
    }
}
