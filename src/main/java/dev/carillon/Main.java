package dev.carillon;

import org.slf4j.bridge.SLF4JBridgeHandler;

import dev.carillon.cli.CarillonCommand;

/** The entry point of the program: one command, then its exit code. */
public final class Main {

    private Main() {
    }

    public static void main(String[] args) {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        System.exit(CarillonCommand.run(System.getenv(), Parts.real(), args));
    }
}
