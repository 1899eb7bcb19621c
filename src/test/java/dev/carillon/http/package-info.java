/** The HTTP boundary over real sockets, and what other rooms' tests use to ask a server. */
@NullMarked
package dev.carillon.http;

import org.jspecify.annotations.NullMarked;
