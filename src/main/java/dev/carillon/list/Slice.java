package dev.carillon.list;

/** Which rows of the list are asked for. */
sealed interface Slice {

    /** How many rows at most. */
    int limit();

    /** A page by its number, from 0. */
    record Page(int number, int limit) implements Slice {

        /** How many rows come before it. */
        long offset() {
            return (long) number * limit;
        }
    }

    /** So many rows after a place. */
    record After(Cursor cursor, int limit) implements Slice {
    }

    /** The whole list. */
    record All() implements Slice {

        @Override
        public int limit() {
            return Integer.MAX_VALUE;
        }
    }
}
