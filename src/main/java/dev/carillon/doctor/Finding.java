package dev.carillon.doctor;

import java.util.List;

/**
 * A law that does not hold.
 *
 * @param law  its name as in docs/architecture.md
 * @param what what should have been true
 * @param rows where it is not, the first twenty
 */
public record Finding(String law, String what, List<String> rows) {
}
