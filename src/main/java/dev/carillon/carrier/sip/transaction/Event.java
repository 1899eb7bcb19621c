package dev.carillon.carrier.sip.transaction;

/** What can happen to a transaction: the arrows into the RFC's figures. */
enum Event {

    /** A client hears these from the network … */
    RESPONSE_1XX, RESPONSE_2XX, RESPONSE_3XX_6XX,

    /**
     * … and these from its user: the request shall be cancelled (RFC 3261 §9.1), and whoever has not heard of
     * it need not.
     */
    CANCEL, WITHDRAW,

    /** A server hears these from the network; its request comes here only when it comes again … */
    REQUEST, ACK,

    /** … and these from its user. */
    ANSWER_1XX, ANSWER_2XX, ANSWER_3XX_6XX,

    /** The transport could not send what this transaction gave it. */
    SEND_FAILED,

    TIMER_A, TIMER_B, TIMER_D, TIMER_E, TIMER_F, TIMER_G, TIMER_H, TIMER_I, TIMER_J, TIMER_K, TIMER_L,
    TIMER_M,
    TIMER_TRYING, TIMER_CANCELLED, TIMER_UNANSWERED, TIMER_FORGOTTEN;

    static Event response(int status) {
        return status < 200 ? RESPONSE_1XX : status < 300 ? RESPONSE_2XX : RESPONSE_3XX_6XX;
    }

    static Event answer(int status) {
        return status < 200 ? ANSWER_1XX : status < 300 ? ANSWER_2XX : ANSWER_3XX_6XX;
    }
}
