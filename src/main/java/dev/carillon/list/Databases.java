package dev.carillon.list;

import dev.carillon.db.Database;

/** Where pages are read within milliseconds, and where is counted, searched and streamed for seconds. */
record Databases(Database pages, Database longReads) {
}
