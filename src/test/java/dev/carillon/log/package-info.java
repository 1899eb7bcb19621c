/**
 * The layouts of the log and the net that they are: each event one line, numbers and secrets masked. Start at
 * {@link dev.carillon.log.LayoutsTest}. That nothing reaches the net in the first place is shown by
 * {@code NothingPrivateInLogsTest} on a running server.
 */
@NullMarked
package dev.carillon.log;

import org.jspecify.annotations.NullMarked;
