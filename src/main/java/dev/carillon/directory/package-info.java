/**
 * What an organisation calls with and by which rules: its do-not-call list, agents, caller IDs, trunks, and
 * itself. Start at {@link dev.carillon.directory.DirectoryRoutes}: endpoint, then a parsed record, then its
 * SQL. Limits are written to the table usage, where the dial half reads them under its locks; every change is
 * announced to the nodes. Deliberately absent: what a carrier's settings mean (a port says whether they are
 * right) and any decision about a call.
 */
@NullMarked
package dev.carillon.directory;

import org.jspecify.annotations.NullMarked;
