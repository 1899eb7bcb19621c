@NullMarked
package dev.carillon.db;

import org.jspecify.annotations.NullMarked;
