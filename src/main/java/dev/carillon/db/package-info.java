/**
 * PostgreSQL, whole: the pool and its transactions ({@link dev.carillon.db.Database}, the entry point),
 * migrations, the embedded server and its life, notifications, and the records of Idempotency-Key.
 * Deliberately absent: any table of a feature; each feature's statements live beside it in its {@code …Sql}
 * class. Announcing before commit is impossible here: a notification is a statement of the transaction.
 */
@NullMarked
package dev.carillon.db;

import org.jspecify.annotations.NullMarked;
