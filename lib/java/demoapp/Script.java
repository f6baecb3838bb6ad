package demoapp;

import java.io.PrintWriter;
import java.io.UncheckedIOException;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Runs a script's command: errors in a line or three on stderr, and the exit codes that every script shares. */
public final class Script {

    private Script() { }

    /** Runs the command and ends the JVM with its exit code. */
    public static void main(Object command, String... args) {
        var exit = commandLine(command).execute(args);
        wakeSelectors();
        System.exit(exit);
    }

    /** The JDK's http client would hold up the JVM's exit for some 300 ms, in its selector's native wait. */
    private static void wakeSelectors() {
        Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().endsWith("-SelectorManager"))
                .forEach(Thread::interrupt);
    }

    /** The command, ready to be executed: for tests and notebooks too. */
    public static CommandLine commandLine(Object command) {
        return new CommandLine(command)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler(Script::wrongUsage)
                .setExecutionExceptionHandler((e, line, parsed) -> failed(e, line));
    }

    private static int wrongUsage(ParameterException e, String[] args) {
        var line = e.getCommandLine();
        error(line, e.getMessage() + "\nSee " + line.getCommandSpec().qualifiedName() + " --help");
        return Problem.USAGE;
    }

    private static int failed(Exception e, CommandLine line) {
        if (line.getCommandSpec().findOption("-v") != null && line.getParseResult().hasMatchedOption("-v")) {
            e.printStackTrace(line.getErr());
        }
        if (e instanceof Problem problem) {
            error(line, problem.getMessage());
            return problem.exitCode;
        }
        if (e instanceof UncheckedIOException) { // a file or a process, not a mistake in here
            error(line, e.getMessage());
            return Problem.FAILED;
        }
        error(line, e + "\nThis is unexpected: -v shows where it happened.");
        return Problem.FAILED;
    }

    private static void error(CommandLine line, String message) {
        PrintWriter err = line.getErr();
        err.println(line.getColorScheme().errorText("error: ").toString() + message);
        err.flush();
    }
}
