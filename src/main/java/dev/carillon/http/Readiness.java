package dev.carillon.http;

import java.util.Optional;

/** One thing that must be so before this node is fit for work. */
@FunctionalInterface
public interface Readiness {

    /** Why it is not so, in a few words for an operator ("the database is away"); empty when all is well. */
    Optional<String> reason();
}
