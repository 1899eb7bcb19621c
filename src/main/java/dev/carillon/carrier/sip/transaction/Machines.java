package dev.carillon.carrier.sip.transaction;

/**
 * The four machines of RFC 3261 §17, the two of INVITE with the Accepted state of RFC 6026: to be held
 * against the figures there, row by row. Where they go beyond the figures, a line says so.
 */
record Machines(Machine inviteClient, Machine otherClient, Machine inviteServer, Machine otherServer) {

    /**
     * RFC 3261 figure 5, RFC 6026 §8.4. Cancelled is RFC 3261 §9.1: a CANCEL waits for a provisional answer,
     * and a final that does not come within 64·T1 of it is not waited for; who is not to hear of it any more
     * is sent no more copies. An ACK that cannot be sent ends it without a word, for its user has the final.
     */
    static final Machine INVITE_CLIENT = Machine.of("INVITE client", """
            -            -                 CALLING      SEND START_A START_B
            CALLING      TIMER_A           CALLING      SEND REPEAT_A
            CALLING      TIMER_B           TERMINATED   TELL_TIMEOUT
            CALLING      SEND_FAILED       TERMINATED   TELL_FAILED
            CALLING      RESPONSE_1XX      PROCEEDING   CANCEL_IF_WANTED TELL
            CALLING      RESPONSE_2XX      ACCEPTED     START_M TELL
            CALLING      RESPONSE_3XX_6XX  COMPLETED    SEND_ACK START_D TELL
            CALLING      CANCEL            CALLING      WANT_CANCEL
            CALLING      WITHDRAW          CALLING      WANT_CANCEL STOP_A
            PROCEEDING   RESPONSE_1XX      PROCEEDING   TELL
            PROCEEDING   RESPONSE_2XX      ACCEPTED     START_M TELL
            PROCEEDING   RESPONSE_3XX_6XX  COMPLETED    SEND_ACK START_D TELL
            PROCEEDING   CANCEL            PROCEEDING   SEND_CANCEL START_CANCELLED
            PROCEEDING   TIMER_CANCELLED   TERMINATED   TELL_TIMEOUT
            ACCEPTED     RESPONSE_2XX      ACCEPTED     TELL
            ACCEPTED     TIMER_M           TERMINATED
            COMPLETED    RESPONSE_3XX_6XX  COMPLETED    SEND_ACK
            COMPLETED    SEND_FAILED       TERMINATED
            COMPLETED    TIMER_D           TERMINATED
            """);

    /** RFC 3261 figure 6. */
    static final Machine OTHER_CLIENT = Machine.of("non-INVITE client", """
            -            -                 TRYING       SEND START_E START_F
            TRYING       TIMER_E           TRYING       SEND REPEAT_E
            TRYING       TIMER_F           TERMINATED   TELL_TIMEOUT
            TRYING       SEND_FAILED       TERMINATED   TELL_FAILED
            TRYING       RESPONSE_1XX      PROCEEDING   TELL
            TRYING       RESPONSE_2XX      COMPLETED    START_K TELL
            TRYING       RESPONSE_3XX_6XX  COMPLETED    START_K TELL
            PROCEEDING   TIMER_E           PROCEEDING   SEND REST_E
            PROCEEDING   TIMER_F           TERMINATED   TELL_TIMEOUT
            PROCEEDING   SEND_FAILED       TERMINATED   TELL_FAILED
            PROCEEDING   RESPONSE_1XX      PROCEEDING   TELL
            PROCEEDING   RESPONSE_2XX      COMPLETED    START_K TELL
            PROCEEDING   RESPONSE_3XX_6XX  COMPLETED    START_K TELL
            COMPLETED    TIMER_K           TERMINATED
            """);

    /**
     * RFC 3261 figure 7, RFC 6026 §8.7. An answer that could not be sent ends nothing: the client asks again.
     * The user ends Proceeding with an answer; one that has forgotten it is told, and nothing is sent.
     */
    static final Machine INVITE_SERVER = Machine.of("INVITE server", """
            -            -                 PROCEEDING   START_TRYING START_FORGOTTEN TELL
            PROCEEDING   REQUEST           PROCEEDING   SEND
            PROCEEDING   TIMER_TRYING      PROCEEDING   SEND_100
            PROCEEDING   ANSWER_1XX        PROCEEDING   STOP_TRYING SEND
            PROCEEDING   ANSWER_2XX        ACCEPTED     SEND START_L
            PROCEEDING   ANSWER_3XX_6XX    COMPLETED    SEND START_G START_H
            PROCEEDING   SEND_FAILED       PROCEEDING   TELL_FAILED
            PROCEEDING   TIMER_FORGOTTEN   TERMINATED   TELL_TIMEOUT
            ACCEPTED     REQUEST           ACCEPTED
            ACCEPTED     ACK               ACCEPTED     TELL_ACK
            ACCEPTED     ANSWER_2XX        ACCEPTED     SEND
            ACCEPTED     SEND_FAILED       ACCEPTED     TELL_FAILED
            ACCEPTED     TIMER_L           TERMINATED
            COMPLETED    REQUEST           COMPLETED    SEND
            COMPLETED    TIMER_G           COMPLETED    SEND REPEAT_G
            COMPLETED    TIMER_H           TERMINATED   TELL_TIMEOUT
            COMPLETED    SEND_FAILED       COMPLETED    TELL_FAILED
            COMPLETED    ACK               CONFIRMED    START_I
            CONFIRMED    REQUEST           CONFIRMED
            CONFIRMED    ACK               CONFIRMED
            CONFIRMED    TIMER_I           TERMINATED
            """);

    /** RFC 3261 figure 8. Unanswered is RFC 4320 §4: when nobody listens any more, nothing is said. */
    static final Machine OTHER_SERVER = Machine.of("non-INVITE server", """
            -            -                 TRYING       START_UNANSWERED TELL
            TRYING       REQUEST           TRYING
            TRYING       ANSWER_1XX        PROCEEDING   SEND
            TRYING       ANSWER_2XX        COMPLETED    SEND START_J
            TRYING       ANSWER_3XX_6XX    COMPLETED    SEND START_J
            TRYING       TIMER_UNANSWERED  TERMINATED   TELL_TIMEOUT
            PROCEEDING   REQUEST           PROCEEDING   SEND
            PROCEEDING   ANSWER_1XX        PROCEEDING   SEND
            PROCEEDING   ANSWER_2XX        COMPLETED    SEND START_J
            PROCEEDING   ANSWER_3XX_6XX    COMPLETED    SEND START_J
            PROCEEDING   SEND_FAILED       TERMINATED   TELL_FAILED
            PROCEEDING   TIMER_UNANSWERED  TERMINATED   TELL_TIMEOUT
            COMPLETED    REQUEST           COMPLETED    SEND
            COMPLETED    SEND_FAILED       TERMINATED   TELL_FAILED
            COMPLETED    TIMER_J           TERMINATED
            """);

    /** As the RFCs have them. */
    static final Machines STANDARD = new Machines(INVITE_CLIENT, OTHER_CLIENT, INVITE_SERVER, OTHER_SERVER);

    Machine client(String method) {
        return method.equals("INVITE") ? inviteClient : otherClient;
    }

    Machine server(String method) {
        return method.equals("INVITE") ? inviteServer : otherServer;
    }
}
