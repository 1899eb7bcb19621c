package dev.carillon.cli;

import java.util.List;

import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

import dev.carillon.config.Nearest;

/**
 * A command line that cannot be read is told in one line. Values are not repeated, for they may be secrets.
 */
final class WrongUse implements IParameterExceptionHandler {

    @Override
    public int handleParseException(ParameterException wrong, String[] args) {
        var line = wrong.getCommandLine();
        String command = line.getCommandSpec().qualifiedName();
        String what = wrong instanceof UnmatchedArgumentException unmatched
                ? unknown(line.getCommandSpec(), unmatched.getUnmatched())
                : String.valueOf(wrong.getMessage()).lines().findFirst().orElse("");
        line.getErr().println("carillon: " + what + " (see " + command + " --help)");
        return CarillonCommand.WRONG;
    }

    private static String unknown(CommandSpec spec, List<String> unmatched) {
        String first = unmatched.getFirst();
        if (first.startsWith("-")) {
            int equals = first.indexOf('=');
            String flag = equals < 0 ? first : first.substring(0, equals);
            return "there is no flag " + flag + Nearest.hint(flag, spec.optionsMap().keySet());
        }
        return spec.parent() == null
                ? "there is no command " + first + Nearest.hint(first, spec.subcommands().keySet())
                : "an argument is too many: every value follows its flag";
    }
}
