package dev.carillon.cli;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;

import dev.carillon.config.Config;
import dev.carillon.config.Given;
import dev.carillon.config.Setting;

/** The settings as flags of one command, from the tree, and what they come to with the other sources. */
final class SettingFlags {

    private static final String CONFIG = "--config";
    /** A flag, a file of arguments, a quoted word: what picocli has its own ideas of. */
    private static final String NO_VALUE = "-@\"'";

    private final Map<String, String> environment;
    private final Map<String, String> flags = new LinkedHashMap<>();
    private @Nullable Path file;

    SettingFlags(Map<String, String> environment) {
        this.environment = environment;
    }

    /** The settings of this start; what is wrong with them throws {@link Config.Problem}. */
    Config config() {
        return Config.of(new Given(file, environment, flags));
    }

    /** The command with a flag for each of the settings. */
    CommandLine on(Object command, List<Setting<?>> settings) {
        var line = new CommandLine(command);
        CommandSpec spec = line.getCommandSpec();
        spec.usageMessage().sortOptions(false).abbreviateSynopsis(true).width(100);
        spec.addOption(option(CONFIG, "FILE", path -> file = path == null ? null : Path.of(path))
                .description(
                        "Settings, a line each: name = value (default: ./carillon.properties, if there).")
                .build());
        settings.forEach(setting -> spec.addOption(
                option(setting.flag(), setting.kind().word(), text -> set(setting.name(), text))
                        .description(description(setting)).build()));
        return line;
    }

    /**
     * Reads arguments that are nothing but flags with their values, as those of a start usually are. Picocli
     * reads the same out of them, and says what is wrong with any others.
     *
     * @return false when there is anything else; then nothing was read
     */
    boolean readPlainly(List<Setting<?>> settings, List<String> args) {
        Map<String, String> names = new HashMap<>(Map.of(CONFIG, CONFIG));
        settings.forEach(setting -> names.put(setting.flag(), setting.name()));
        Map<String, String> read = new LinkedHashMap<>();
        for (Iterator<String> rest = args.iterator(); rest.hasNext();) {
            String word = rest.next();
            int equals = word.indexOf('=');
            String name = names.get(equals < 0 ? word : word.substring(0, equals));
            String value = equals >= 0 ? word.substring(equals + 1) : rest.hasNext() ? rest.next() : "";
            if (name == null || value.isEmpty() || NO_VALUE.indexOf(value.charAt(0)) >= 0
                    || read.putIfAbsent(name, value) != null) {
                return false;
            }
        }
        String path = read.remove(CONFIG);
        file = path == null ? null : Path.of(path);
        flags.putAll(read);
        return true;
    }

    /** A setting given in another way than by its own flag; that one is stronger. */
    void otherwise(String name, String text) {
        flags.putIfAbsent(name, text);
    }

    private void set(String name, @Nullable String text) {
        if (text == null) {
            flags.remove(name);
        } else {
            flags.put(name, text);
        }
    }

    private static String description(Setting<?> setting) {
        String unit = setting.unit().isEmpty() ? "" : " " + setting.unit();
        String otherwise = setting.otherwise().isEmpty() ? "" : setting.otherwise() + unit + "; ";
        return (setting.line() + " (" + otherwise + setting.variable() + ")").replace("%", "%%");
    }

    private static OptionSpec.Builder option(String name, String word, Taking taking) {
        return OptionSpec.builder(name).paramLabel(word).type(String.class).setter(setter(taking));
    }

    /** Gets null before the command line is read. */
    private interface Taking {
        void take(@Nullable String text);
    }

    private static ISetter setter(Taking taking) {
        return new ISetter() {
            @Override
            @SuppressWarnings("unchecked")
            public <T> T set(T value) {
                taking.take((String) value);
                return value;
            }
        };
    }
}
