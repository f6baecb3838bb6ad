///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//SOURCES kit@demoapp
//CDS

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import demoapp.HelpOptions;
import demoapp.Problem;
import demoapp.Script;
import demoapp.cluster.ClusterOptions;
import demoapp.json.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "playground", sortOptions = false, synopsisSubcommandLabel = "COMMAND",
        description = {"", "A simulated Kubernetes cluster on your machine: kubectl and the other scripts use it like any"
                + " other, but no container runs; pods only behave as if. It runs in a process of its own, and its objects"
                + " survive a stop.", ""},
        footer = {"", "Examples:", "  playground start --speed 1", "  kubectl --kubeconfig $(playground kubeconfig) get pods"})
class Playground implements Runnable {
    private final demoapp.playground.Playground playground = demoapp.playground.Playground.standard();

    @Mixin HelpOptions help;
    @Spec CommandSpec spec;

    @Override
    public void run() {
        throw Problem.usage("which command? start, stop, status, kubeconfig or reset");
    }

    private void say(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }

    @Command(description = "start it, unless it is running")
    void start(@Mixin HelpOptions help,
            @Option(names = "--speed", paramLabel = "N", defaultValue = "10",
                    description = "how many times faster than real waiting goes (default: ${DEFAULT-VALUE})") double speed,
            @Option(names = "--port", paramLabel = "PORT", defaultValue = "0",
                    description = "on 127.0.0.1 (default: as last time, or any that is free)") int port,
            @Option(names = "--https-port", paramLabel = "PORT", defaultValue = "0",
                    description = "where Ingresses are served (default: as last time, or 8443, or any that is free)")
            int httpsPort,
            @Option(names = "--idle", paramLabel = "2h", defaultValue = "2h", converter = ClusterOptions.DurationConverter.class,
                    description = "stop by itself after so long without a request (default: ${DEFAULT-VALUE})") Duration idle,
            @Option(names = "--seed", paramLabel = "N", defaultValue = "0",
                    description = "of what is left to chance (default: a different one each time)") long seed) {
        if (!(speed > 0) || speed > 1000) {
            throw Problem.usage("--speed is a number above 0, and at most 1000");
        }
        if (port < 0 || port > 65535 || httpsPort < 0 || httpsPort > 65535) {
            throw Problem.usage("--port and --https-port are numbers from 0 to 65535");
        }
        var wanted = new demoapp.playground.Playground.Options(speed, port, idle, seed, httpsPort);
        var fresh = playground.start(wanted);
        var address = playground.about().map(about -> Json.text(about, "address")).orElse("");
        say(fresh ? "playground started: a simulated cluster (no container runs), " + address
                : "the playground is running already, " + address);
        if (!fresh && !unused(wanted).isEmpty()) {
            say("not used, as it was started otherwise (stop it first): " + String.join(", ", unused(wanted)));
        }
        say("export KUBECONFIG=" + playground.kubeconfig());
    }

    /** Which options were given that the running playground does not have. */
    private List<String> unused(demoapp.playground.Playground.Options wanted) {
        var running = playground.options();
        var differs = Map.of("--speed", wanted.speed() != running.speed(), "--port", wanted.port() != running.port(),
                "--idle", !wanted.idle().equals(running.idle()), "--seed", wanted.seed() != running.seed(),
                "--https-port", wanted.httpsPort() != running.httpsPort());
        var given = spec.commandLine().getParseResult().subcommand();
        return Stream.of("--speed", "--port", "--idle", "--seed", "--https-port")
                .filter(option -> given.hasMatchedOption(option) && differs.get(option)).toList();
    }

    @Command(description = "stop it; its objects stay")
    void stop(@Mixin HelpOptions help) {
        say(playground.stop() ? "playground stopped" : "the playground is not running");
    }

    @Command(description = "say whether it runs, where and since when; exit code 1 when it does not")
    int status(@Mixin HelpOptions help,
            @Option(names = {"-o", "--output"}, paramLabel = "json", description = "for programs") Format format) {
        var about = playground.about().orElse(Json.object("folder", playground.folder().toString()));
        var running = about.containsKey("pid");
        if (format == Format.JSON) {
            var answer = Json.object("running", running);
            answer.putAll(about);
            say(Json.string(answer));
        } else {
            say(running ? "running (simulated: no container runs)" : "not running");
            about.forEach((what, value) -> say("%-9s%s".formatted(what, value)));
        }
        return running ? 0 : 1;
    }

    private enum Format { JSON }

    @Command(description = "print where its kubeconfig is")
    void kubeconfig(@Mixin HelpOptions help) {
        if (!Files.exists(playground.kubeconfig())) {
            throw Problem.failed("there is no playground yet; start one with: playground start");
        }
        say(playground.kubeconfig().toString());
    }

    @Command(description = "wipe all its objects; kubeconfig and certificate stay")
    void reset(@Mixin HelpOptions help) {
        say("removed " + playground.reset() + " objects from " + playground.folder());
    }

    public static void main(String... args) {
        Script.main(new Playground(), args);
    }
}
