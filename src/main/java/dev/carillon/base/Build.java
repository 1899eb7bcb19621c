package dev.carillon.base;

/** Which Carillon this is. */
public final class Build {

    /** The version of pom.xml. */
    public static final String VERSION = "0.1.0";

    private Build() {
    }
}
