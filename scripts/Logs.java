///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//SOURCES kit@demoapp
//CDS

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import demoapp.Console;
import demoapp.HelpOptions;
import demoapp.Problem;
import demoapp.Script;
import demoapp.cluster.Cluster;
import demoapp.cluster.ClusterOptions;
import demoapp.json.Json;
import demoapp.log.LogFollower;
import demoapp.log.LogPrinter;
import demoapp.log.LogRequest;
import demoapp.log.LogTarget;
import demoapp.log.LogWindow;
import demoapp.manifest.Placeholders;
import demoapp.manifest.Steps;
import demoapp.playground.Playground;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

@Command(name = "logs", sortOptions = false, synopsisHeading = "", customSynopsis = {
        "Usage: logs [N] [TARGET...] [options]", "       logs -l SELECTOR [options]"},
        description = {"", "Shows what all containers of many pods write, init containers and sidecars too: each line with"
                + " its pod and container before it, in the order of time. With -f it goes on with what comes, while pods"
                + " come, restart and go; no line is lost or doubled when connections break.", ""},
        footer = {"", "With -f it ends when there is nothing more to come: when a Job or a pod has ended, when the object was"
                + " deleted, or when all pods selected were those of Jobs, which have ended. Else Ctrl-C ends it, or --timeout"
                + " (with -f there is none unless you give one), which is a failure only if no pod has come or a Job not ended.",
            "", "Examples:",
            "  logs -f                              the whole application",
            "  logs deploy/web --since 10m --include 'ERROR|WARN'",
            "", "Exit code: 0 done, 1 failed, as when the Job followed has failed, 2 wrong usage, 3 timed out, 130 interrupted."})
class Logs implements Callable<Integer> {
    @Parameters(arity = "0..*", paramLabel = "[N] TARGET", description = "pod/NAME, deploy/NAME, sts/NAME, ds/NAME, rs/NAME,"
            + " job/NAME, or a part of the application: mysql, puma, redis, setup-db, sidekiq; N: all parts of that step"
            + " (default: all pods labelled app=demoapp)")
    List<String> arguments = new ArrayList<>();
    @Option(names = {"-l", "--selector"}, paramLabel = "SELECTOR", description = "pods by their labels: app=web,tier in (a,b)")
    String selector;
    @Option(names = {"-c", "--container"}, paramLabel = "NAME", description = "only containers of this name")
    String container;
    @Option(names = {"-f", "--follow"}, description = "go on with what comes")
    boolean follow;
    @Option(names = "--since", paramLabel = "5m", converter = ClusterOptions.DurationConverter.class,
            description = "only what was written since: 90s, 5m, 1h")
    Duration since;
    @Option(names = "--tail", paramLabel = "25", defaultValue = "-1", description = "only so many last lines of each container")
    int tail;
    @Option(names = {"-p", "--previous"}, description = "of the containers before their last restart")
    boolean previous;
    @Option(names = "--include", paramLabel = "REGEX", converter = RegexConverter.class,
            description = "only lines in which this is found; given again: or that")
    List<Pattern> include = List.of();
    @Option(names = "--exclude", paramLabel = "REGEX", converter = RegexConverter.class,
            description = "but no lines in which this is found")
    List<Pattern> exclude = List.of();
    @Option(names = "--timestamps", description = "each line with its time")
    boolean timestamps;
    @Option(names = "--max-log-requests", paramLabel = "50", defaultValue = "50",
            description = "how many logs may be read at once (default: ${DEFAULT-VALUE})")
    int maxRequests;
    @Option(names = {"-o", "--output"}, paramLabel = "text|json", defaultValue = "text",
            description = "output format; json: one object a line")
    LogPrinter.Format output;
    @Mixin ClusterOptions options;
    @Mixin HelpOptions help;
    @Spec CommandSpec spec;

    @Override
    public Integer call() {
        check();
        var targets = targets();
        if (follow && !spec.commandLine().getParseResult().hasMatchedOption("--timeout")) {
            options.timeout = Duration.ofDays(3650);
        }
        try (var cluster = Cluster.connect(options,
                () -> Playground.ensureStarted(spec.commandLine().getErr()::println))) {
            var printer = new LogPrinter(spec.commandLine().getOut(), spec.commandLine().getErr(), output,
                    new LogPrinter.Filter(include, exclude), cluster.namespace(), timestamps, Console.isTerminal());
            var request = new LogRequest(targets, container, LogWindow.of(since, tail), previous, maxRequests);
            if (follow) {
                if (Console.isTerminal()) {
                    Runtime.getRuntime().addShutdownHook(new Thread(printer::interrupted));
                }
                LogFollower.follow(cluster, request, printer);
            } else {
                request.print(cluster, printer);
            }
            return 0;
        }
    }

    private void check() {
        if (selector != null && !arguments.isEmpty()) {
            throw Problem.usage("either -l or targets, not both");
        }
        if (follow && previous) {
            throw Problem.usage("--previous goes without -f: what has ended writes no more");
        }
        if (tail < -1) {
            throw Problem.usage("--tail is a number of lines, or -1 for all");
        }
        if (maxRequests < 1) {
            throw Problem.usage("--max-log-requests is a number above 0");
        }
    }

    private List<LogTarget> targets() {
        if (selector != null) {
            return List.of(LogTarget.selector(selector));
        }
        var names = new ArrayList<>(arguments);
        var hasStep = !names.isEmpty() && names.get(0).matches("\\d{1,4}");
        var components = components(hasStep ? Integer.parseInt(names.remove(0)) : Steps.LAST);
        if (names.isEmpty()) {
            return List.of(LogTarget.selector(hasStep ? "app=demoapp,component in (" + String.join(",", components) + ")"
                    : "app=demoapp"));
        }
        return names.stream().distinct().map(name -> components.contains(name)
                ? LogTarget.selector("app=demoapp,component=" + name) : LogTarget.parse(name)).toList();
    }

    /** The parts of the application that run in pods. */
    private static TreeSet<String> components(int step) {
        var components = new TreeSet<String>();
        Steps.read(step, new Placeholders(Map.of()).lenient()).stream()
                .map(manifest -> Json.text(manifest.object(), "spec", "template", "metadata", "labels", "component"))
                .filter(component -> !component.isEmpty()).forEach(components::add);
        return components;
    }

    static final class RegexConverter implements ITypeConverter<Pattern> {
        @Override
        public Pattern convert(String text) {
            try {
                return Pattern.compile(text);
            } catch (PatternSyntaxException e) {
                throw new TypeConversionException("'" + text + "' is no regular expression: " + e.getDescription());
            }
        }
    }

    public static void main(String... args) {
        Script.main(new Logs(), args);
    }
}
