///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//SOURCES kit@demoapp
//CDS

import java.util.List;
import java.util.concurrent.Callable;

import demoapp.HelpOptions;
import demoapp.Output;
import demoapp.Script;
import demoapp.cluster.Cluster;
import demoapp.cluster.ClusterOptions;
import demoapp.cluster.Examination;
import demoapp.cluster.Finding;
import demoapp.cluster.Finding.State;
import demoapp.json.Json;
import demoapp.manifest.Steps;
import demoapp.playground.Playground;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "doctor", sortOptions = false,
        description = {"", "Looks at the cluster and this machine, and says what is missing for the steps, each with the one"
                + " command that mends it. It changes nothing.", ""},
        footer = {"", "Examples:",
            "  doctor                         for all steps",
            "  doctor 2 --context kind-kind   for steps 1 and 2",
            "", "Exit code: 0 all steps (or those up to N) can work, 1 something is missing, 2 wrong usage, 3 timed out."})
class Doctor implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "N", defaultValue = "4", description = "up to this step (default: ${DEFAULT-VALUE})")
    int step;
    @Mixin ClusterOptions options;
    @Option(names = {"-o", "--output"}, paramLabel = "text|json|yaml", defaultValue = "text", description = "output format")
    Output output;
    @Mixin HelpOptions help;
    @Spec CommandSpec spec;

    @Override
    public Integer call() {
        Steps.check(step);
        try (var cluster = Cluster.connect(options, () -> Playground.ensureStarted(spec.commandLine().getErr()::println))) {
            var findings = Examination.of(cluster).stream().filter(finding -> finding.since() <= step).toList();
            var out = spec.commandLine().getOut();
            out.print(output == Output.TEXT ? text(findings) : output.of(Json.object("findings", findings.stream().map(finding ->
                    Json.object("what", finding.what(), "state", finding.state().name().toLowerCase(), "detail", finding.detail(),
                            "mend", finding.mend(), "since", finding.since())).toList())));
            out.flush();
            return findings.stream().anyMatch(finding -> finding.stops(step)) ? 1 : 0;
        }
    }

    private String text(List<Finding> findings) {
        var lines = new StringBuilder();
        for (var finding : findings) {
            var mark = switch (finding.state()) {
                case GOOD -> "@|green ok |@";
                case POOR -> "@|yellow !  |@";
                case BAD -> "@|red no |@";
            };
            var since = finding.state() == State.BAD ? " (needed from step " + finding.since() + " on)" : "";
            lines.append(spec.commandLine().getColorScheme().ansi().string(mark))
                    .append("%-13s %s%s%n".formatted(finding.what(), finding.detail(), since));
            if (!finding.mend().isEmpty()) {
                lines.append("   %-13s try: %s%n".formatted("", finding.mend()));
            }
        }
        return lines.toString();
    }

    public static void main(String... args) {
        Script.main(new Doctor(), args);
    }
}
