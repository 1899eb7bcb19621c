/**
 * Organisations and their API keys. Start at {@link dev.carillon.organization.Keys} (makes them),
 * {@link dev.carillon.organization.KeyRoutes} (the API about them) and
 * {@link dev.carillon.organization.KeyAuthenticator} (knows them, for {@code http});
 * {@link dev.carillon.organization.KeyLimit} holds them to a pace. A secret is shown once and stored only as
 * a hash. Deliberately absent: users, passwords, sessions; whoever has a key is its organisation.
 */
@NullMarked
package dev.carillon.organization;

import org.jspecify.annotations.NullMarked;
