/**
 * Whether the laws hold in a database, which may be in use: a query a breach, all in one snapshot. Start at
 * {@link dev.carillon.doctor.Doctor}. It recounts and compares and never believes a counter; it changes
 * nothing, and it mends nothing. Deliberately absent: laws that no database can show (Monotone, Freshness,
 * Acknowledged, Obedience).
 */
@NullMarked
package dev.carillon.doctor;

import org.jspecify.annotations.NullMarked;
