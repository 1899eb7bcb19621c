package dev.carillon.list;

/** In which direction the list is sorted. */
enum SortOrder {
    ASCENDING("ascending"), DESCENDING("descending");

    private final String word;

    SortOrder(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }
}
