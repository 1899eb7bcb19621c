/**
 * The settings: what each source gives, which one wins, what stops the start, and that the page of the docs
 * is the tree. Start at {@link dev.carillon.config.ConfigTest}. That each setting is obeyed is shown by
 * {@code SettingsObeyedTest} on running servers.
 */
@NullMarked
package dev.carillon.config;

import org.jspecify.annotations.NullMarked;
