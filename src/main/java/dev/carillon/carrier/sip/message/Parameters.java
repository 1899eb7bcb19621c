package dev.carillon.carrier.sip.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The parameters of a value, in their order. Names have no case; a name twice, with two values, is refused.
 */
public record Parameters(List<Parameter> entries) {

    public static final Parameters NONE = new Parameters(List.of());

    public Parameters {
        Limits.check(entries.size() <= Limits.PARAMETERS, "there are too many parameters");
        for (int i = 1; i < entries.size(); i++) {
            refuseAnother(entries, i);
        }
        entries = List.copyOf(entries);
    }

    /** Reads {@code ;a;b=c} up to the end of the text. */
    static Parameters read(Scan scan) {
        scan.space();
        if (scan.atEnd()) {
            return NONE;
        }
        var entries = new ArrayList<Parameter>(4);
        while (!scan.atEnd()) {
            scan.expect(';');
            Limits.check(entries.size() < Limits.PARAMETERS, "there are too many parameters");
            entries.add(parameter(scan));
        }
        return new Parameters(entries);
    }

    private static Parameter parameter(Scan scan) {
        scan.space();
        String name = scan.until(Parameter.ENDS_OF_NAME);
        scan.space();
        if (!scan.takes('=')) {
            return new Parameter(name, null);
        }
        scan.space();
        String value = scan.sees('"') ? scan.quoted() : scan.until(Parameter.ENDS);
        scan.space();
        return new Parameter(name, value);
    }

    public boolean has(String name) {
        return find(name).isPresent();
    }

    /** What the parameter of this name says, without its quotes; nothing where it is only a flag. */
    public Optional<String> value(String name) {
        return find(name).map(Parameter::value).map(Scan::unquoted);
    }

    /** With this parameter in the place of another of its name, or at the end; no value makes it a flag. */
    public Parameters with(Parameter parameter) {
        var changed = new ArrayList<Parameter>(entries);
        changed.replaceAll(entry -> entry.name().equalsIgnoreCase(parameter.name()) ? parameter : entry);
        if (!has(parameter.name())) {
            changed.add(parameter);
        }
        return new Parameters(changed);
    }

    public Parameters without(String name) {
        return new Parameters(
                entries.stream().filter(entry -> !entry.name().equalsIgnoreCase(name)).toList());
    }

    /** As they are written, each after a semicolon. */
    public String text() {
        if (entries.isEmpty()) {
            return "";
        }
        var text = new StringBuilder(64);
        for (Parameter entry : entries) {
            text.append(';').append(entry.name());
            if (entry.value() != null) {
                text.append('=').append(entry.value());
            }
        }
        return text.toString();
    }

    private Optional<Parameter> find(String name) {
        for (Parameter entry : entries) {
            if (entry.name().equalsIgnoreCase(name)) {
                return Optional.of(entry);
            }
        }
        return Optional.empty();
    }

    private static void refuseAnother(List<Parameter> entries, int at) {
        Parameter parameter = entries.get(at);
        for (int i = 0; i < at; i++) {
            Parameter other = entries.get(i);
            Limits.check(!other.name().equalsIgnoreCase(parameter.name()) || other.equals(parameter),
                    "a parameter is there twice");
        }
    }
}
