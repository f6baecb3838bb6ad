///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//SOURCES kit@demoapp

import java.nio.file.Files;
import java.time.Duration;
import java.time.format.DateTimeParseException;

import demoapp.Json;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts, stops and resets the playground: a simulated Kubernetes cluster for trying the steps without a real one. */
@Command(name = "playground", mixinStandardHelpOptions = true, version = "playground 1",
        header = "A simulated Kubernetes cluster on your machine.",
        description = {"", "kubectl and the other scripts use it like any cluster, but no container runs: pods only "
                + "behave as if. Its objects survive a stop.", ""},
        footer = {"", "Examples:", "  playground start", "  kubectl --kubeconfig $(playground kubeconfig) get pods"})
class Playground implements Runnable {
    private final demoapp.playground.Playground playground = demoapp.playground.Playground.standard();

    public static void main(String... arguments) {
        System.exit(new CommandLine(new Playground()).setExecutionExceptionHandler((failure, command, parsed) -> {
            command.getErr().println(failure.getMessage());
            return 1;
        }).execute(arguments));
    }

    @Override
    public void run() {
        CommandLine.usage(this, System.out);
    }

    @Command(description = "Start it, unless it is running.", mixinStandardHelpOptions = true)
    void start(@Option(names = "--speed", paramLabel = "FACTOR", defaultValue = "10", description = "How much faster "
                    + "than real waiting goes: starts, probes, back-offs (default: ${DEFAULT-VALUE}).") double speed,
               @Option(names = "--port", paramLabel = "PORT", defaultValue = "0", description = "On 127.0.0.1 "
                    + "(default: as last time, or any free one).") int port,
               @Option(names = "--idle", paramLabel = "DURATION", defaultValue = "2h", description = "Stop by itself "
                    + "after so long without a request (default: ${DEFAULT-VALUE}).") String idle,
               @Option(names = "--seed", paramLabel = "NUMBER", defaultValue = "0", description = "Of what is left to "
                    + "chance (default: a different one each time).") long seed) {
        var fresh = playground.start(new demoapp.playground.Playground.Options(speed, port,
                duration(idle), seed));
        var address = playground.about().map(about -> Json.text(about, "address")).orElse("");
        System.out.println(fresh ? "playground started: a simulated cluster (no container runs), " + address
                : "the playground is running already, " + address);
        System.out.println("export KUBECONFIG=" + playground.kubeconfig());
    }

    private static Duration duration(String text) {
        try {
            return Duration.parse("PT" + text.toUpperCase());
        } catch (DateTimeParseException notADuration) {
            throw new IllegalArgumentException("--idle wants a duration such as 30m or 2h, not " + text);
        }
    }

    @Command(description = "Stop it; its objects stay.", mixinStandardHelpOptions = true)
    void stop() {
        System.out.println(playground.stop() ? "playground stopped" : "the playground is not running");
    }

    @Command(description = "Say whether it runs, where and since when.", mixinStandardHelpOptions = true)
    int status(@Option(names = "-o", paramLabel = "FORMAT", description = "json: for programs.") String format) {
        var about = playground.about().orElse(Json.object("folder", playground.folder().toString()));
        var running = about.containsKey("pid");
        if ("json".equals(format)) {
            var answer = Json.object("running", running);
            answer.putAll(about);
            System.out.println(Json.string(answer));
        } else {
            System.out.println(running ? "running (simulated: no container runs)" : "not running");
            about.forEach((what, value) -> System.out.printf("%-9s%s%n", what, value));
        }
        return running ? 0 : 1;
    }

    @Command(description = "Print where its kubeconfig is.", mixinStandardHelpOptions = true)
    int kubeconfig() {
        if (!Files.exists(playground.kubeconfig())) {
            System.err.println("there is no playground yet; start one with: playground start");
            return 1;
        }
        System.out.println(playground.kubeconfig());
        return 0;
    }

    @Command(description = "Wipe all its objects; kubeconfig and certificate stay.", mixinStandardHelpOptions = true)
    void reset() {
        System.out.println("removed " + playground.reset() + " objects from " + playground.folder());
    }
}
