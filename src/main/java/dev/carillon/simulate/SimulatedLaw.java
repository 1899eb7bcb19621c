package dev.carillon.simulate;

/** The laws that are checked after every step (docs/architecture.md). */
enum SimulatedLaw {

    LEDGER("Ledger"), MONOTONE("Monotone"), SINGLE_DIAL("Single dial"),
    ACKNOWLEDGED("Acknowledged is durable"),
    WINDOW("Window"), SUPPRESSION("Suppression"), CAPACITY("Capacity"), ANSWERED("Answered"),
    BUDGET("Budget"), EXPLAINED("Explained"), PROGRESS("Progress"), OBEDIENCE("Obedience");

    private final String title;

    SimulatedLaw(String title) {
        this.title = title;
    }

    /** Its name as the documents have it. */
    String title() {
        return title;
    }
}
