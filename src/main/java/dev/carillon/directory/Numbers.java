package dev.carillon.directory;

import java.util.Optional;

import dev.carillon.base.Refusal;
import dev.carillon.call.PhoneNumber;
import dev.carillon.http.Fields;
import dev.carillon.http.Form;
import dev.carillon.http.Query;

/** Reads telephone numbers. */
final class Numbers {

    private static final Form FORM =
            new Form("is not a telephone number", PhoneNumber.ALLOWED, PhoneNumber::looksRight);

    private Numbers() {
    }

    static Optional<String> read(Fields body, String name) {
        return body.text(name, FORM);
    }

    /** The parameter of a query. */
    static Optional<String> read(Query query, String name) {
        return query.one(name).map(text -> checked(name, text));
    }

    static String checked(String path, String text) {
        if (!PhoneNumber.looksRight(text)) {
            throw Refusal.invalid(path, Query.shown(text) + " " + FORM.what(), FORM.allowed());
        }
        return text;
    }
}
