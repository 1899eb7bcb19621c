package dev.carillon.doctor;

/**
 * One way in which a law can be broken.
 *
 * @param what what is true while the law holds
 * @param sql  a query whose one column, a text, names each breach, the same as long as it lasts; {@code :now}
 *             is the time of the snapshot
 */
record Question(String law, String what, String sql) {
}
