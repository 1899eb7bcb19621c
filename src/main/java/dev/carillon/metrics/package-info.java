/**
 * What operators see at {@code /metrics}, in Prometheus' text form (docs/metrics.md). Start at
 * {@link dev.carillon.metrics.Metrics}. The other rooms do not know this one: they tell observers of their
 * own, which stand here, or are asked while somebody scrapes. No label has a value that a client can choose.
 */
@NullMarked
package dev.carillon.metrics;

import org.jspecify.annotations.NullMarked;
