package dev.carillon.call;

/**
 * How much of what is shared a batch gets beside others.
 *
 * @param weight   its organisation's part beside the other organisations', 1 to 100
 * @param priority 0 to 9: its part beside the organisation's other batches doubles with each step
 */
public record Rank(int weight, int priority) {

    /** The highest priority. */
    public static final int HIGHEST = 9;

    /** What holds as long as nobody says otherwise. */
    public static final Rank DEFAULT = new Rank(1, 5);

    /** Its part beside the other batches of its organisation. */
    public double part() {
        return 1 << priority;
    }
}
