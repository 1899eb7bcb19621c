/**
 * One call by HTTP: it is read and hung up, and those who know more of it than its carrier tell it here.
 * Start at {@link dev.carillon.callback.CallRoutes}, and for carriers with an API at
 * {@link dev.carillon.callback.CarrierRoutes}. What is told is durable before it is answered; the node that
 * has the call finds it in the rows that it reads and writes anyway. Deliberately absent: a word from here to
 * the dial half, and an outcome that is written here.
 */
@NullMarked
package dev.carillon.callback;

import org.jspecify.annotations.NullMarked;
