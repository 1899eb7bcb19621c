package dev.carillon.cli;

import java.util.concurrent.Callable;

import picocli.CommandLine.Command;

import dev.carillon.config.ConfigurationPage;

/** {@code carillon config}: every setting, as docs/configuration.md has it. */
@Command(name = "config", mixinStandardHelpOptions = true,
        description = "Prints every setting with its default and what is allowed (docs/configuration.md).")
final class ConfigCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        System.out.print(ConfigurationPage.text());
        return 0;
    }
}
