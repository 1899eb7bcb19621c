package dev.carillon.list;

/**
 * What an operator sets about the list.
 *
 * @param allWhenLimitOmitted whether no {@code limit} means the whole list, as it does for an empty one; else
 *                            it means 20
 */
public record ListSettings(boolean allWhenLimitOmitted) {

    public static ListSettings defaults() {
        return new ListSettings(false);
    }
}
