package demoapp.migration;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

import demoapp.Console;
import demoapp.Pause;
import demoapp.Problem;
import demoapp.cluster.Cluster;
import demoapp.cluster.Exec;
import demoapp.cluster.Resources.Resource;
import demoapp.json.Json;
import demoapp.rollout.ContainerImages;
import demoapp.rollout.Readiness;
import demoapp.rollout.Readiness.Target;
import demoapp.rollout.Workload;
import picocli.CommandLine.Help.Ansi.Style;

/** What becomes of a message when MySQL's pod is deleted: in step 2, where its data is the pod's, and in step 3. */
public final class DataFate {
    private static final Resource PODS = new Resource("v1", "Pod", "pods", true);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** MySQL's words for a database without its tables. */
    private static final Pattern GONE = Pattern.compile("doesn't exist|Unknown database");

    /** @param words what Rails says of it, through a pod */
    public record Result(int step, String message, boolean isKept, String words) {
        public Map<String, Object> json() {
            return Json.object("step", step, "message", message, "kept", isKept, "words", words);
        }
    }

    private final Cluster cluster;
    private final ContainerImages images;
    private final Console console;
    private final Application application;

    public DataFate(Cluster cluster, ContainerImages images, Console console) {
        this.cluster = cluster;
        this.images = images;
        this.console = console;
        application = new Application(cluster);
    }

    public Result run(int step) {
        console.print("applying step " + step);
        StepOnCluster.apply(cluster, StepOnCluster.manifests(step, images), console).orThrow();
        var message = "written in step " + step;
        application.post(message);
        if (!await(() -> application.shows(message))) {
            throw Problem.failed("the page does not show the message that was posted");
        }
        console.print("posted \"" + message + "\", and the page shows it");
        deleteMysql();
        var asked = askUntilClear();
        return new Result(step, message, asked.ok() && !asked.lastLine().equals("0"), Application.words(asked));
    }

    private void deleteMysql() {
        for (var pod : application.pods("component=mysql")) {
            var name = Json.text(pod, "metadata", "name");
            cluster.requests().send("DELETE", PODS.path(cluster.namespace()) + "/" + name, null, null);
            console.print("pod " + name + " deleted");
            Readiness.await(cluster, List.of(new Target(PODS, cluster.namespace(), name, true)), console).orThrow();
        }
        var mysql = Workload.of(cluster, List.of("deploy/demoapp-mysql")).stream().map(Workload::target).toList();
        Readiness.await(cluster, mysql, console).orThrow();
    }

    /** How many messages there are, asked through a puma; not ready as it may be, its pod runs. */
    private Exec.Result askUntilClear() {
        var until = Instant.now().plus(PATIENCE);
        while (true) {
            var pod = application.pods("component=puma").stream().filter(p -> Json.text(p, "status", "phase").equals("Running"))
                    .map(p -> Json.text(p, "metadata", "name")).findFirst().orElseThrow(() -> Problem.failed("no puma runs"));
            Exec.Result answer = null;
            try {
                answer = application.runner(pod, "puts Message.count");
            } catch (Problem e) {
                console.show(List.of(Console.text("asking pod " + pod, Style.faint))); // its container is being started again
            }
            if (answer != null && (answer.ok() || GONE.matcher(answer.output()).find() || Instant.now().isAfter(until))) {
                return answer;
            }
            if (Instant.now().isAfter(until)) {
                throw new Problem(Problem.TIMED_OUT, "pod " + pod + " has not answered within " + PATIENCE.toSeconds() + " s");
            }
            Pause.millis(500);
        }
    }

    private static boolean await(BooleanSupplier condition) {
        var until = Instant.now().plus(PATIENCE);
        while (!condition.getAsBoolean()) {
            if (Instant.now().isAfter(until)) {
                return false;
            }
            Pause.millis(200);
        }
        return true;
    }
}
