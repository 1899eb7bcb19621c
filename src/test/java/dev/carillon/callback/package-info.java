/** The calls about one call, over a real ledger on virtual time. */
@NullMarked
package dev.carillon.callback;

import org.jspecify.annotations.NullMarked;
