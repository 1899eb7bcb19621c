package dev.carillon.http;

import java.util.function.Predicate;

/**
 * What a text must look like.
 *
 * @param what    what is wrong with one that does not fit: {@code is not a known time zone}
 * @param allowed in words for people
 */
public record Form(String what, String allowed, Predicate<String> fits) {
}
