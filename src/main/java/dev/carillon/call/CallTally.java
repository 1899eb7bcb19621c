package dev.carillon.call;

/**
 * What became of a number of calls.
 *
 * @param calls     attempts that were placed and have ended
 * @param answered  those that were answered, by whomever
 * @param byPerson  those that were answered, and not by a machine
 * @param abandoned of those by a person, the ones whom no agent was joined to within two seconds of the
 *                  answer (16 CFR 310.4(b)(4), counted from the answer, since a greeting cannot be heard)
 * @param failed    those that the network did not carry
 * @param declined  those that the called party refused
 */
public record CallTally(int calls, int answered, int byPerson, int abandoned, int failed, int declined) {
}
