/**
 * Carillon, a batch-calling server. Start reading at {@link dev.carillon.Main}, then at {@code Wiring}: the
 * only place that constructs. Every other package is one feature; {@code ArchitectureTest} holds who may
 * import whom.
 */
@NullMarked
package dev.carillon;

import org.jspecify.annotations.NullMarked;
