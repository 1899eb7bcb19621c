package dev.carillon.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;

import dev.carillon.config.Config;
import dev.carillon.db.Database;
import dev.carillon.db.DatabaseAddress;
import dev.carillon.db.DatabaseLoan;
import dev.carillon.doctor.Doctor;
import dev.carillon.doctor.Finding;

/** {@code carillon doctor}: every law that a database can be asked for, on the live one. */
@Command(name = "doctor", mixinStandardHelpOptions = true,
        description = "Checks the laws on the database, running or not. Exit code 1: one is broken.")
final class DoctorCommand implements Callable<Integer> {

    private final SettingFlags flags;

    DoctorCommand(SettingFlags flags) {
        this.flags = flags;
    }

    @Override
    public Integer call() {
        Config.Storage storage = flags.config().storage();
        Config.OwnDatabase own = storage.database();
        if (own != null) {
            return examine(new DatabaseAddress(own.url(), own.user(), own.password()));
        }
        PrintStream progress = System.err;
        try (DatabaseLoan loan = DatabaseLoan.connectOrStart(storage.folder(), progress::println)) {
            return examine(loan.address());
        }
    }

    private static int examine(DatabaseAddress address) {
        List<Finding> findings;
        try (Database database = Database.open(address, "doctor", 1)) {
            findings = new Doctor(database).examine();
        }
        findings.forEach(DoctorCommand::print);
        System.out.println(findings.isEmpty() ? "every law holds" : findings.size() + " findings");
        return findings.isEmpty() ? 0 : 1;
    }

    private static void print(Finding finding) {
        System.out.println(finding.law() + ": " + finding.what());
        finding.rows().forEach(row -> System.out.println("    " + row));
    }
}
