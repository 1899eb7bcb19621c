package dev.carillon.config;

import java.util.List;

import dev.carillon.config.Settings.Section;

/** docs/configuration.md, from the tree. */
public final class ConfigurationPage {

    private static final String HEAD = """
            # Configuration

            Everything has a default: Carillon starts without any of this. `./carillon config` prints this page.

            Each setting has one name in three places:

            | where | how `list.limit-when-omitted` is written |
            |---|---|
            | a flag | `./carillon serve --list.limit-when-omitted all` |
            | the environment | `CARILLON_LIST_LIMIT_WHEN_OMITTED=all` |
            | the file | `list.limit-when-omitted = all` |

            A flag wins over the environment, the environment over the file. The file is the one of `--config FILE`,
            or `carillon.properties` in the folder where Carillon is started, if it is there: UTF-8, one
            `name = value` a line, `#` begins a comment line, nothing is escaped. An empty value counts as not set. A
            name that is not on this page stops the start with one line, and so does a value that is not allowed.
            Changes need a restart.

            Secrets (marked below) are never logged or repeated in an error. Other users of the machine can read the
            flags of a running program: give secrets in the environment or in a file that only Carillon may read.
            """;
    private static final String FOOT = """

            ## For the launcher

            `CARILLON_JAVA_OPTS` replaces the flags of the Java that runs Carillon
            (`-XX:+UseSerialGC -XX:+UseCompactObjectHeaders -Xms96m -Xmn64m -XX:SurvivorRatio=2
            -Xmx256m`); only the environment has it.
            """;

    private ConfigurationPage() {
    }

    /** The whole page. */
    public static String text() {
        var page = new StringBuilder(HEAD);
        Settings.TREE.forEach(section -> append(page, section));
        return page.append(FOOT).toString();
    }

    private static void append(StringBuilder page, Section section) {
        page.append("\n## ").append(section.title())
                .append("\n\n| name | default | allowed | what it does |\n|---|---|---|---|\n");
        for (Setting<?> setting : section.settings()) {
            page.append("| ").append(String.join(" | ", cells(setting))).append(" |\n");
        }
    }

    private static List<String> cells(Setting<?> setting) {
        String unit = setting.unit().isEmpty() ? "" : " " + setting.unit();
        String otherwise = setting.otherwise().isEmpty() ? "none" : "`" + setting.otherwise() + "`" + unit;
        String line = setting.line() + (setting.secret() ? " **Secret.**" : "");
        return List.of("`" + setting.name() + "`", otherwise, setting.kind().allowed(), line);
    }
}
