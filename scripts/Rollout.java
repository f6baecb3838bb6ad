///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//SOURCES kit@demoapp
//CDS

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import demoapp.Console;
import demoapp.HelpOptions;
import demoapp.Output;
import demoapp.Problem;
import demoapp.Script;
import demoapp.cluster.Cluster;
import demoapp.cluster.ClusterOptions;
import demoapp.cluster.ClusterOptions.DurationConverter;
import demoapp.json.Json;
import demoapp.playground.Playground;
import demoapp.rollout.Board;
import demoapp.rollout.ContainerImages;
import demoapp.rollout.Readiness;
import demoapp.rollout.Revisions;
import demoapp.rollout.Timeline;
import demoapp.rollout.TimelineFile;
import demoapp.rollout.Workload;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "rollout", sortOptions = false, synopsisSubcommandLabel = "COMMAND",
        description = {"", "Rollouts of Deployments, StatefulSets and DaemonSets: kubectl's verbs, which wait and name the"
                + " cause when something is stuck. TARGET is KIND/NAME such as deploy/web; without one, all Deployments of"
                + " the sample application are meant.", ""},
        footer = {"", "Examples:",
            "  rollout set-image 0.0.2                     the sample application's next version, as the article does it",
            "  rollout set-image deploy/web web=nginx:1.27 --rollback-on-failure",
            "  rollout status --timeline rollout.html",
            "", "Exit code: 0 rolled out, 1 failed, 2 wrong usage, 3 timed out, 130 interrupted."})
class Rollout implements Runnable {
    @Mixin HelpOptions help;
    @Spec CommandSpec spec;

    private boolean isForMachines;

    /** What the verbs that wait have in common. */
    static class Waiting {
        @Option(names = "--wait", negatable = true, defaultValue = "true", fallbackValue = "true",
                description = "wait until it is rolled out, which is the default; --no-wait: do not")
        boolean wait;
        @Option(names = "--settle", paramLabel = "5s", defaultValue = "5s", converter = DurationConverter.class,
                description = "how long to look on at pods without a readiness probe (default: ${DEFAULT-VALUE})")
        Duration settle;
        @Option(names = "--timeline", paramLabel = "FILE", description = "draw what happened: .html, .svg or .json")
        Path timeline;
        @Mixin OutputOption output;
        @Mixin ClusterOptions options;
        @Mixin HelpOptions help;
    }

    static class OutputOption {
        @Option(names = {"-o", "--output"}, paramLabel = "text|json|yaml", defaultValue = "text",
                description = "output format; the progress is on stderr then")
        Output format;

        boolean isForMachines() {
            return format != Output.TEXT;
        }
    }

    static class Undoing {
        @Option(names = "--rollback-on-failure", description = "undo what does not become ready, and wait for that")
        boolean rollback;
    }

    static class Targets {
        @Parameters(paramLabel = "TARGET", description = "KIND/NAME, such as deploy/web")
        List<String> names = new ArrayList<>();
    }

    @Override
    public void run() {
        throw Problem.usage("which command? status, set-image, restart, undo, history, pause, resume or watch");
    }

    @Command(description = "wait until it is rolled out, or say why it is not")
    void status(@Mixin Targets targets, @Mixin Waiting waiting) {
        change(targets.names, waiting, false, workload -> { });
    }

    @Command(name = "set-image", description = "set containers' images: a TAG for the sample application's, or"
            + " TARGET CONTAINER=IMAGE")
    void setImage(@Parameters(paramLabel = "TAG | TARGET… CONTAINER=IMAGE", arity = "1..*") List<String> arguments,
            @Mixin Undoing undoing, @Mixin Waiting waiting) {
        var names = arguments.stream().filter(Workload::isName).toList();
        var images = ContainerImages.parse(arguments.stream().filter(text -> !Workload.isName(text)).toList());
        change(names, waiting, undoing.rollback, workload -> {
            if (images.concerns(workload)) {
                say(workload.title() + (images.set(workload) ? " image updated" : " unchanged"));
            }
        });
    }

    @Command(description = "replace all pods by new ones, step by step")
    void restart(@Mixin Targets targets, @Mixin Undoing undoing, @Mixin Waiting waiting) {
        change(targets.names, waiting, undoing.rollback, workload -> {
            workload.restart();
            say(workload.title() + " restarted");
        });
    }

    @Command(description = "go back to the revision before, or to --to-revision")
    void undo(@Mixin Targets targets, @Mixin Waiting waiting,
            @Option(names = "--to-revision", paramLabel = "N", defaultValue = "0",
                    description = "the one to go back to, as history lists them") long revision) {
        change(targets.names, waiting, false, workload -> {
            // Without names, what has only ever had one revision stays as it is.
            if (!targets.names.isEmpty() || revision > 0 || Revisions.of(workload).all().size() > 1) {
                goBack(workload, revision);
            }
        });
    }

    private void goBack(Workload workload, long number) {
        var revisions = Revisions.of(workload);
        var revision = number == 0 ? revisions.previous() : revisions.of(number);
        say(workload.title() + (revisions.undo(revision) ? " rolled back to revision " + revision.number()
                : " has the template of revision " + revision.number() + " already"));
        workload.deleteBrokenPods().forEach(pod -> say("pod/" + pod + " deleted: a StatefulSet does not replace a broken pod"));
    }

    @Command(description = "list the revisions, or show the template of one")
    void history(@Mixin Targets targets, @Mixin OutputOption output, @Mixin ClusterOptions options, @Mixin HelpOptions help,
            @Option(names = "--revision", paramLabel = "N", defaultValue = "0", description = "show this one") long number) {
        try (var cluster = connect(options)) {
            var workloads = Workload.of(cluster, targets.names);
            if (output.isForMachines()) {
                report(output, cluster, Json.object("objects", workloads.stream().map(one -> history(one, number)).toList()));
                return;
            }
            for (var workload : workloads) {
                var revisions = Revisions.of(workload);
                if (number > 0) {
                    say(workload.title() + ", revision " + number + "\n"
                            + Output.YAML.of(revisions.of(number).template()).stripTrailing());
                    continue;
                }
                say(workload.title());
                say("  %-9s %-21s %-40s %s".formatted("REVISION", "CREATED", "IMAGES", "CHANGE-CAUSE"));
                revisions.all().forEach(revision -> say("  %-9d %-21s %-40s %s".formatted(revision.number(), revision.created(),
                        String.join(",", revision.images()), revision.changeCause()).stripTrailing()));
            }
        }
    }

    private static Map<String, Object> history(Workload workload, long number) {
        var revisions = Revisions.of(workload);
        var json = workload.target().json();
        json.put("revisions", (number > 0 ? List.of(revisions.of(number)) : revisions.all()).stream()
                .map(Revisions.Revision::json).toList());
        return json;
    }

    @Command(description = "hold changes of the template back, until resume")
    void pause(@Mixin Targets targets, @Mixin ClusterOptions options, @Mixin HelpOptions help) {
        try (var cluster = connect(options)) {
            Workload.of(cluster, targets.names).forEach(workload ->
                    say(workload.title() + (workload.pause(true) ? " paused" : " is paused already")));
        }
    }

    @Command(description = "let go on what was paused, and wait")
    void resume(@Mixin Targets targets, @Mixin Waiting waiting) {
        change(targets.names, waiting, false, workload ->
                say(workload.title() + (workload.pause(false) ? " resumed" : " is not paused")));
    }

    @Command(description = "show old and new ReplicaSets and their pods as they change, until Ctrl-C or --timeout")
    void watch(@Mixin Targets targets, @Mixin ClusterOptions options, @Mixin HelpOptions help) {
        try (var cluster = connect(options); var console = console("")) {
            Board.watch(cluster, Workload.of(cluster, targets.names), console);
        }
    }

    /** Does something to each target, and waits for all of them. */
    private void change(List<String> names, Waiting waiting, boolean rollback, Consumer<Workload> change) {
        TimelineFile.check(waiting.timeline);
        isForMachines = waiting.output.isForMachines();
        try (var cluster = connect(waiting.options); var console = console("interrupted: the cluster goes on with the"
                + " rollout. rollout status looks on, rollout undo goes back.")) {
            var workloads = Workload.of(cluster, names);
            workloads.forEach(change);
            if (!waiting.wait) {
                report(waiting.output, cluster,
                        Json.object("objects", workloads.stream().map(one -> one.target().json()).toList()));
                return;
            }
            var timeline = new Timeline();
            var outcome = await(cluster, workloads, console, waiting, timeline);
            var told = outcome.json();
            if (rollback && !outcome.isReady()) {
                outcome.unready().forEach(target -> goBack(new Workload(cluster, target), 0));
                var back = goOn(workloads, console, waiting, timeline);
                told.put("rollback", back.json());
                report(waiting.output, cluster, told);
                back.orThrow();
            } else {
                report(waiting.output, cluster, told);
            }
            outcome.orThrow();
        }
    }

    /** Waits once more, with all of the time that --timeout gives. */
    private Readiness.Outcome goOn(List<Workload> workloads, Console console, Waiting waiting, Timeline timeline) {
        try (var cluster = connect(waiting.options)) {
            return await(cluster, workloads, console, waiting, timeline);
        }
    }

    /** One document for machines. */
    private void report(OutputOption output, Cluster cluster, Map<String, Object> told) {
        if (output.isForMachines()) {
            var document = Json.object("context", cluster.context(), "namespace", cluster.namespace());
            document.putAll(told);
            spec.commandLine().getOut().print(output.format.of(document));
            spec.commandLine().getOut().flush();
        }
    }

    private Readiness.Outcome await(Cluster cluster, List<Workload> workloads, Console console, Waiting waiting,
            Timeline timeline) {
        var start = Instant.now();
        var outcome = Readiness.await(cluster, workloads.stream().map(Workload::target).toList(), console, waiting.settle,
                waiting.timeline == null ? null : timeline);
        if (waiting.timeline != null) {
            TimelineFile.write(timeline, waiting.timeline);
            console.print("timeline: " + waiting.timeline);
        }
        if (outcome.isReady()) {
            console.print("rolled out: " + String.join(", ", workloads.stream().map(Workload::title).toList()) + ", "
                    + Math.round(Duration.between(start, Instant.now()).toMillis() / 1000.0) + " s");
        }
        return outcome;
    }

    private Cluster connect(ClusterOptions options) {
        return Cluster.connect(options, () -> Playground.ensureStarted(spec.commandLine().getErr()::println));
    }

    private Console console(String onInterrupted) {
        return new Console(lines(), !isForMachines && Console.isTerminal(), onInterrupted);
    }

    private void say(String line) {
        lines().println(line);
        lines().flush();
    }

    /** Where lines for people go. */
    private PrintWriter lines() {
        return isForMachines ? spec.commandLine().getErr() : spec.commandLine().getOut();
    }

    public static void main(String... args) {
        Script.main(new Rollout(), args);
    }
}
