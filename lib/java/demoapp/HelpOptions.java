package demoapp;

import picocli.CommandLine.Option;

/** What every script has. */
public final class HelpOptions {
    @Option(names = {"-h", "--help"}, usageHelp = true, description = "this page")
    boolean help;

    @Option(names = {"-v", "--verbose"}, description = "show where in the code an error comes from")
    boolean verbose;
}
