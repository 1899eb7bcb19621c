@NullMarked
package dev.carillon.directory;

import org.jspecify.annotations.NullMarked;
