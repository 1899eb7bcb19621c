package dev.carillon.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import picocli.CommandLine;
import picocli.CommandLine.Command;

import dev.carillon.Parts;
import dev.carillon.base.Build;
import dev.carillon.base.Refusal;
import dev.carillon.config.Config;
import dev.carillon.config.Settings;
import dev.carillon.db.DatabaseAway;
import dev.carillon.db.StartRefused;

/**
 * The command line. Exit codes: 0 done; 1 it could not be done, or {@code doctor} found a broken law; 2 the
 * command or the configuration is wrong.
 */
@Command(name = "carillon", mixinStandardHelpOptions = true, version = "Carillon " + Build.VERSION,
        description = "A batch-calling server: it rings a list of phone numbers, paced and never twice"
                + " by mistake.",
        footer = {
                "", "Building and testing: carillon test, carillon format (see CONTRIBUTING.md)."})
public final class CarillonCommand {

    static final int WRONG = 2;

    private static final int FAILED = 1;

    private CarillonCommand() {
    }

    /** Runs one command and returns its exit code. */
    public static int run(Map<String, String> environment, Parts parts, String... args) {
        String asked = args.length == 0 ? "" : args[0];
        var flags = new SettingFlags(environment);
        if (asked.equals("serve")
                && flags.readPlainly(Settings.all(), List.of(args).subList(1, args.length))) {
            return serve(new ServeCommand(flags, parts));
        }
        CommandLine line = new CommandLine(new CarillonCommand());
        Map<String, Function<SettingFlags, Object>> commands = commands(parts);
        // One is made in a moment, all of them would hold up every start.
        commands.forEach((name, command) -> {
            if (name.equals(asked) || !commands.containsKey(asked)) {
                line.addSubcommand(command.apply(new SettingFlags(environment)));
            }
        });
        line.setExecutionExceptionHandler((e, _, _) -> failed(line.getErr(), e));
        line.setParameterExceptionHandler(new WrongUse());
        if (args.length == 0) {
            line.usage(System.out);
            return WRONG;
        }
        return line.execute(args);
    }

    /** Without picocli: making its model of the flags would take a tenth of a start. */
    private static int serve(ServeCommand command) {
        try {
            return command.call();
        } catch (RuntimeException e) {
            return failed(new PrintWriter(System.err, true, System.err.charset()), e);
        }
    }

    /** How each command is made, with the settings that are its flags. */
    private static Map<String, Function<SettingFlags, Object>> commands(Parts parts) {
        Map<String, Function<SettingFlags, Object>> commands = new LinkedHashMap<>();
        commands.put("serve", flags -> flags.on(new ServeCommand(flags, parts), Settings.all()));
        commands.put("demo", flags -> flags.on(new DemoCommand(flags),
                Settings.of(Settings.REACHED, Settings.LIST, Settings.LOG)));
        commands.put("watch", flags -> flags.on(new WatchCommand(flags), Settings.CLIENT));
        commands.put("doctor",
                flags -> flags.on(new DoctorCommand(flags), Settings.of(Settings.DATABASE)));
        commands.put("keys", flags -> flags.on(new KeysCommand(flags, System.out, System.err),
                Settings.of(Settings.DATABASE)));
        commands.put("trunk", flags -> flags.on(new TrunkCommand(flags, System.out, System.err),
                Settings.of(Settings.DATABASE, Settings.SECRETS, Settings.SIP)));
        commands.put("config", _ -> new ConfigCommand());
        commands.put("simulate", flags -> flags.on(new SimulateCommand(flags, System.out),
                Settings.of(Settings.DATABASE)));
        return commands;
    }

    /** What people can mend is one line; anything else is a defect and shows where. */
    static int failed(PrintWriter err, Exception e) {
        switch (e) {
            case Config.Problem problem -> err.println("carillon: " + problem.getMessage());
            case Refusal refusal -> err.println("carillon: " + refusal.text());
            case StartRefused refused -> err.println("carillon: " + refused.getMessage());
            case ApiClient.Failed failed -> err.println("carillon: " + failed.getMessage());
            case DatabaseAway away ->
                err.println("carillon: the database does not answer: " + away.getMessage());
            default -> e.printStackTrace(err);
        }
        return e instanceof Config.Problem || e instanceof Refusal ? WRONG : FAILED;
    }
}
