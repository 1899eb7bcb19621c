package dev.carillon.carrier.rest;

import dev.carillon.base.Ids;
import dev.carillon.base.Ids.CallKey;
import dev.carillon.dial.CallPlan;

/** One call as the carrier is asked for it. */
record RestOrder(CallPlan plan, Account account, RestLine.Agent agent, Names names) {

    /** Whose order it is: the trunk's account, and its secret. */
    record Account(RestTrunk trunk, String authToken) {

        @Override
        public String toString() {
            return "an account";
        }
    }

    RestTrunk trunk() {
        return account.trunk();
    }

    /**
     * What a call is called outside.
     *
     * @param call  stands in the callbacks' addresses
     * @param token by which whoever plays the agent reads the call and reports of it
     */
    record Names(String task, String call, String token) {

        static Names of(CallKey key, Ids ids) {
            return new Names(ids.task(key.batchId(), key.seq()), ids.call(key.batchId(), key.seq(), key.no()),
                    ids.callTokens().token(key));
        }

        @Override
        public String toString() {
            return call;
        }
    }

    /** For errors and logs: no number and no secret. */
    @Override
    public String toString() {
        return "the order of " + plan.call();
    }
}
