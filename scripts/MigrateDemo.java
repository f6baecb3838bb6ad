///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//SOURCES kit@demoapp
//CDS

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

import demoapp.Console;
import demoapp.HelpOptions;
import demoapp.Output;
import demoapp.Problem;
import demoapp.Script;
import demoapp.cluster.Cluster;
import demoapp.cluster.ClusterOptions;
import demoapp.cluster.ClusterOptions.DurationConverter;
import demoapp.image.BuildContext;
import demoapp.image.ImageBuild;
import demoapp.image.ImageName;
import demoapp.image.SampleApplication;
import demoapp.image.Target;
import demoapp.json.Json;
import demoapp.migration.*;
import demoapp.playground.Playground;
import demoapp.rollout.ContainerImages;
import demoapp.rollout.Readiness;
import demoapp.rollout.Timeline;
import demoapp.rollout.TimelineFile;
import demoapp.rollout.Workload;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "migrate-demo", sortOptions = false,
        description = {"", "The article's rolling update, and what it does to the database: a new migration, a new image, two or"
                + " more pumas that start with it one after the other or together, and somebody who asks for the page all the"
                + " while. Then it tells what happened. Its phases, in this order:", "",
            "  step       sees to it that step 2 or a later one is there",
            "  clean      takes back what a run before has done",
            "  migration  adds likes to messages, in a copy of the application",
            "  build      builds the new image and brings it onto the nodes",
            "  scale      scales puma, if --replicas says so",
            "  rollout    sets the image of puma and sidekiq, and looks on",
            "  column     asks through a pod whether the column is there", ""},
        footer = {"", "Examples:",
            "  migrate-demo                           one puma after the other",
            "  migrate-demo --replicas 4 --slow-migration 20s",
            "                                         several at once: one migrates, others skip",
            "  migrate-demo --until build             and then by hand: rollout set-image 0.0.2",
            "  migrate-demo --from rollout --timeline rollout.html",
            "  migrate-demo --race                    what step 1 does with two pumas",
            "  migrate-demo --lose-data               what becomes of MySQL's data with its pod",
            "", "--race and --lose-data happen in a namespace of their own, NAMESPACE-race or NAMESPACE-data, which is deleted"
                + " afterwards.",
            "", "Exit code: 0 done, 1 failed, 2 wrong usage, 3 timed out, 130 interrupted."})
class MigrateDemo implements Runnable {
    private static final String FIRST_TAG = "0.0.1";
    private static final String NAME = "demoapp";
    private static final Duration LONG = Duration.ofMinutes(30);
    private static final Duration SLOWEST = Duration.ofMinutes(8);

    enum Phase { STEP, CLEAN, MIGRATION, BUILD, SCALE, ROLLOUT, COLUMN }

    @Option(names = "--until", paramLabel = "PHASE", defaultValue = "column", description = "stop after this phase")
    Phase until;
    @Option(names = "--from", paramLabel = "PHASE", defaultValue = "step", description = "begin with this phase")
    Phase from;
    @Option(names = "--skip", paramLabel = "PHASE", split = ",", description = "leave this phase out")
    List<Phase> skip = List.of();
    @Option(names = "--tag", paramLabel = "TAG", defaultValue = "0.0.2",
            description = "the new image's (default: ${DEFAULT-VALUE})")
    String tag;
    @Option(names = "--replicas", paramLabel = "N", description = "scale puma to so many pods before (default: as it is)")
    Integer replicas;
    @Option(names = "--app", paramLabel = "DIR", description = "the application's source (default: as build-image's --context)")
    Path application;
    @Option(names = "--engine", paramLabel = "NAME", defaultValue = "", description = "as build-image's")
    String engine;
    @Option(names = "--build-arg", paramLabel = "NAME=VALUE", description = "as build-image's")
    List<String> buildArguments = List.of();
    @Option(names = "--target", paramLabel = "TARGET", defaultValue = "auto", description = "as build-image's")
    Target target;
    @Option(names = "--push", paramLabel = "REGISTRY", description = "as build-image's; the first image comes from there, too:"
            + " `build-image --push REGISTRY` beforehand")
    String registry;
    @Option(names = "--slow-migration", paramLabel = "20s", converter = DurationConverter.class,
            description = "let the migration take so much longer, as on a large table, so that pumas meet while it runs")
    Duration slow = Duration.ZERO;
    @Option(names = "--requests", negatable = true, defaultValue = "true", fallbackValue = "true",
            description = "keep asking for the page during the rollout, which is the default; --no-requests: do not")
    boolean requests;
    @Option(names = "--undo", description = "instead: bring the first image back (the column stays)")
    boolean undo;
    @Option(names = "--race", description = "instead: step 1 with two pumas, which both set up the database")
    boolean race;
    @Option(names = "--lose-data", description = "instead: delete MySQL's pod in step 2, and in step 3")
    boolean loseData;
    @Option(names = "--keep", description = "keep the namespace of --race or --lose-data")
    boolean keep;
    @Option(names = "--settle", paramLabel = "5s", defaultValue = "5s", converter = DurationConverter.class,
            description = "how long to look on at pods without a readiness probe (default: ${DEFAULT-VALUE})")
    Duration settle;
    @Option(names = "--timeline", paramLabel = "FILE", description = "draw what happened: .html, .svg or .json")
    Path timelineFile;
    @Option(names = {"-o", "--output"}, paramLabel = "text|json|yaml", defaultValue = "text", description = "output format")
    Output output;
    @Mixin ClusterOptions options;
    @Mixin HelpOptions help;
    @Spec CommandSpec spec;

    private Console console;
    private final Map<String, Object> told = Json.object();

    @Override
    public void run() {
        check();
        var isText = output == Output.TEXT;
        try (var cluster = Cluster.connect(options, () -> Playground.ensureStarted(spec.commandLine().getErr()::println));
                var console = new Console(isText ? spec.commandLine().getOut() : spec.commandLine().getErr(),
                        isText && Console.isTerminal(), "interrupted: the cluster goes on with what was begun. The same command"
                                + " again starts clean.")) {
            this.console = console;
            told.put("context", cluster.context());
            told.put("namespace", cluster.namespace());
            try {
                tell(cluster);
            } finally {
                if (!isText) {
                    spec.commandLine().getOut().print(output.of(told));
                    spec.commandLine().getOut().flush();
                }
            }
        }
    }

    private void check() {
        if (List.of(undo, race, loseData).stream().filter(mode -> mode).count() > 1) {
            throw Problem.usage("only one of --undo, --race and --lose-data");
        }
        if (from.compareTo(until) > 0) {
            throw Problem.usage("--from " + name(from) + " comes after --until " + name(until));
        }
        if (replicas != null && (replicas < 1 || replicas > 50)) {
            throw Problem.usage("--replicas is a number from 1 to 50");
        }
        if (keep && !race && !loseData) {
            throw Problem.usage("--keep goes with --race or --lose-data");
        }
        if (timelineFile != null && (undo || race || loseData || !phases().contains(Phase.ROLLOUT))) {
            throw Problem.usage("--timeline draws the rollout, and there is none here");
        }
        images(tag);
        new ImageName(registry == null ? "" : registry, NAME, tag);
        target.with(registry);
        if (slow.compareTo(SLOWEST) > 0 || slow.toMillis() % 1000 != 0) {
            throw Problem.usage("--slow-migration takes whole seconds, " + SLOWEST.toMinutes() + "m at most: a Deployment that"
                    + " comes no further for 10 minutes has failed");
        }
        TimelineFile.check(timelineFile);
        if (!spec.commandLine().getParseResult().hasMatchedOption("--timeout")) {
            options.timeout = LONG;
        }
    }

    private EnumSet<Phase> phases() {
        var phases = EnumSet.range(from, until);
        phases.removeAll(skip);
        return phases;
    }

    private static String name(Phase phase) {
        return phase.name().toLowerCase();
    }

    private void tell(Cluster cluster) {
        if (undo) {
            var changed = new CleanStart(cluster, images(FIRST_TAG), console).undo();
            told.put("undone", changed);
            console.say(changed ? "The first image is back. Column likes stays: the first image does not mind it, and the next"
                    + " run begins by taking it back." : "puma and sidekiq have tag " + FIRST_TAG + " already");
        } else if (race) {
            try (var scratch = new ScratchNamespace(cluster, cluster.namespace() + "-race", keep, console)) {
                race(new Race(scratch.cluster(), images(FIRST_TAG), console).run());
            }
        } else if (loseData) {
            try (var scratch = new ScratchNamespace(cluster, cluster.namespace() + "-data", keep, console)) {
                loseData(new DataFate(scratch.cluster(), images(FIRST_TAG), console));
            }
        } else {
            told.put("phases", phases().stream().map(MigrateDemo::name).toList());
            phases().forEach(phase -> run(phase, cluster));
        }
    }

    private void run(Phase phase, Cluster cluster) {
        console.say("@|bold " + name(phase) + "|@");
        switch (phase) {
            case STEP -> told.put("step", StepOnCluster.ensure(2, images(FIRST_TAG), cluster, console));
            case CLEAN -> {
                if (!new CleanStart(cluster, images(FIRST_TAG), console).run()) {
                    console.print("nothing to clean: tag " + FIRST_TAG + ", and no column likes");
                }
            }
            case MIGRATION -> console.print(LikesMigration.FILE + ", in a copy of " + source() + (slow.isZero() ? ""
                    : "; it sleeps " + slow.toSeconds() + " s"));
            case BUILD -> build(cluster);
            case SCALE -> scale(cluster);
            case ROLLOUT -> rollout(cluster);
            case COLUMN -> column(cluster);
        }
    }

    private ContainerImages images(String tag) {
        return ContainerImages.sample(tag, registry == null ? "" : registry);
    }

    private Path source() {
        application = application == null ? SampleApplication.folder() : application;
        return application;
    }

    private void build(Cluster cluster) {
        var context = BuildContext.of(LikesMigration.addToCopyOf(source(), slow), null, buildArguments);
        told.put("built", new ImageBuild(new ImageName(registry == null ? "" : registry, NAME, tag), context, "", engine,
                target.with(registry), false, false).run(cluster, cluster.requests().deadline(), console, this::warn).built());
    }

    private void scale(Cluster cluster) {
        if (replicas == null) {
            console.print("not asked for: --replicas N");
            return;
        }
        var puma = Workload.of(cluster, List.of("deploy/demoapp-puma"));
        puma.get(0).scale(replicas);
        console.print("deployment.apps/demoapp-puma scaled to " + replicas);
        Readiness.await(cluster, puma.stream().map(Workload::target).toList(), console, settle, null).orThrow();
    }

    private void rollout(Cluster cluster) {
        var timeline = new Timeline();
        var story = new RollingUpdate(cluster, console).run(images(tag), requests, settle, timeline);
        told.put("rollout", story.json());
        story.lines().forEach(console::say);
        if (timelineFile != null) {
            TimelineFile.write(timeline, timelineFile);
            console.print("  timeline: " + timelineFile);
        }
        story.outcome().orThrow();
    }

    private void column(Cluster cluster) {
        var columns = new RollingUpdate(cluster, console).columns();
        var isThere = columns.contains(LikesMigration.COLUMN);
        told.put("columns", columns);
        console.print(LikesMigration.TABLE + " has " + String.join(", ", columns));
        if (!isThere) {
            throw Problem.failed("column " + LikesMigration.COLUMN + " is not there" + (from == Phase.COLUMN
                    ? ": the migration has not been done" : ", though the rollout has gone well: does tag " + tag + " bring the migration?"));
        }
    }

    private void race(List<Race.Pod> pods) {
        told.put("race", pods.stream().map(Race.Pod::json).toList());
        console.say("@|bold What happened|@");
        pods.forEach(pod -> console.print("  " + pod.text()));
        if (pods.stream().anyMatch(pod -> pod.crashes() > 0)) {
            console.print("Two at once set the database up, and one has lost." + pods.stream().map(Race.Pod::why)
                    .filter(why -> !why.isEmpty()).findFirst().map(why -> " " + why).orElse("")
                    + "\nFrom step 2 on a Job does it, once.");
        } else if (pods.stream().allMatch(Race.Pod::isReady)) {
            console.print("This time both came through: they were not there at the same moment. Try again.");
        } else {
            throw Problem.failed("the pumas did not both come up, so there was no race: --keep keeps the namespace to look into");
        }
    }

    private void loseData(DataFate fate) {
        var results = new ArrayList<DataFate.Result>();
        for (var step : List.of(2, 3)) {
            results.add(fate.run(step));
        }
        told.put("data", results.stream().map(DataFate.Result::json).toList());
        console.say("@|bold What happened|@");
        results.forEach(result -> console.say("  step " + result.step() + ": "
                + (result.isKept() ? "@|green the message is kept|@" : "@|red the message is lost|@")));
        results.forEach(result -> console.print("    asked through a pod in step " + result.step() + ": " + result.words()));
        if (!results.get(1).isKept()) {
            throw Problem.failed("step 3 should have kept it: is the volume really the claim's? kubectl get pvc");
        }
    }

    private void warn(String warning) {
        spec.commandLine().getErr().println("Warning: " + warning);
        spec.commandLine().getErr().flush();
    }

    public static void main(String... args) {
        Script.main(new MigrateDemo(), args);
    }
}
