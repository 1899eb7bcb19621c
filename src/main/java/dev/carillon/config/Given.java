package dev.carillon.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * What was given for one start: a flag wins over the environment, the environment over the file. What is
 * blank counts as not given.
 *
 * @param file  null: {@code carillon.properties} of the working directory, if it is there
 * @param flags by the setting's name
 */
public record Given(@Nullable Path file, Map<String, String> environment, Map<String, String> flags) {

    /** One value, and where it stands, for people. */
    record Value(String text, String where) {
    }

    /** The values that count, by the setting's name; a name that nobody knows is refused. */
    Map<String, Value> values() {
        var values = new HashMap<String, Value>();
        List<String> names = new ArrayList<>();
        Map<String, String> variables = new HashMap<>();
        for (Setting<?> setting : Settings.all()) {
            names.add(setting.name());
            variables.put(setting.variable(), setting.name());
        }
        fromFile(names, values);
        fromEnvironment(variables, values);
        flags.forEach((name, text) -> put(values, name, new Value(text, "the flag --" + name)));
        return values;
    }

    private void fromFile(List<String> names, Map<String, Value> values) {
        Path read = Optional.ofNullable(file).or(() -> PropertiesFile.usual(Path.of(""))).orElse(null);
        if (read == null) {
            return;
        }
        PropertiesFile.read(read).forEach((name, line) -> {
            String where = "line " + line.number() + " of " + read;
            if (!names.contains(name)) {
                throw unknown(name, where, names);
            }
            put(values, name, new Value(line.value(), where));
        });
    }

    private void fromEnvironment(Map<String, String> variables, Map<String, Value> values) {
        // Sorted, so that of several wrong ones always the same is told.
        new TreeMap<>(environment).forEach((variable, text) -> {
            if (!variable.startsWith(Setting.PREFIX) || Settings.NOT_OURS.contains(variable)) {
                return;
            }
            String name = variables.get(variable);
            if (name == null) {
                throw unknown(variable, "the environment", variables.keySet());
            }
            put(values, name, new Value(text, variable + " in the environment"));
        });
    }

    private static Config.Problem unknown(String name, String where, Collection<String> known) {
        return new Config.Problem("there is no setting " + Shown.of(name) + " (" + where + ")"
                + Nearest.hint(name, known));
    }

    private static void put(Map<String, Value> values, String name, Value value) {
        if (!value.text().isBlank()) {
            values.put(name, new Value(value.text().strip(), value.where()));
        }
    }
}
