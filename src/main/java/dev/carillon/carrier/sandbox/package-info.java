/**
 * The built-in carrier: no phone rings, but calls go the way that real ones go, drawn from a seeded
 * {@code Scenario} of their trunk, so that a run can be repeated. Start at
 * {@link dev.carillon.carrier.sandbox.SandboxCarrier}. What it was told to place stands in
 * {@code sandbox.journal}, the witness outside of the database. No network, no thread of its own: the
 * timeline wakes each call for its next step. Its calls die with the process.
 */
@NullMarked
package dev.carillon.carrier.sandbox;

import org.jspecify.annotations.NullMarked;
