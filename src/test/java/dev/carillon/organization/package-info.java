/** Keys and their authentication, against PostgreSQL. */
@NullMarked
package dev.carillon.organization;

import org.jspecify.annotations.NullMarked;
