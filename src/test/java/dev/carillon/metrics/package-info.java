/**
 * The meters by themselves: what they cost, and that no label grows without bound. Start at
 * {@link dev.carillon.metrics.MetersTest}. What a running server shows is in {@code MetricsPageTest}; that
 * the dial half tells its observer the truth is in {@code dial}.
 */
@NullMarked
package dev.carillon.metrics;

import org.jspecify.annotations.NullMarked;
