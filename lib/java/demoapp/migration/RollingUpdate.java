package demoapp.migration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import demoapp.Console;
import demoapp.Problem;
import demoapp.cluster.Cluster;
import demoapp.json.Json;
import demoapp.rollout.ContainerImages;
import demoapp.rollout.Readiness;
import demoapp.rollout.Timeline;
import demoapp.rollout.Workload;

/**
 * A rolling update of puma and sidekiq to another tag, looked at from all sides at once: by what the rollout waits for, by the
 * logs, by somebody who keeps asking for the page.
 */
public final class RollingUpdate {
    private final Cluster cluster;
    private final Console console;
    private final Application application;

    public RollingUpdate(Cluster cluster, Console console) {
        this.cluster = cluster;
        this.console = console;
        application = new Application(cluster);
    }

    static List<Workload> workloads(Cluster cluster) {
        return Workload.of(cluster, List.of("deploy/" + Application.PUMA, "deploy/" + Application.SIDEKIQ));
    }

    /**
     * @param ask whether to keep asking for the page meanwhile
     * @return what happened; whether it went well, its outcome says
     */
    public Story run(ContainerImages images, boolean ask, Duration settle, Timeline timeline) {
        var workloads = workloads(cluster);
        workloads.forEach(timeline::begin);
        try (var requests = ask ? new PumaRequests(cluster) : null;
                var logs = new PodLogs(cluster, Application.PUMA, this::say)) {
            logs.follow();
            for (var workload : workloads) {
                console.print(workload.title() + (images.set(workload) ? " image updated" : " unchanged"));
            }
            var outcome = Readiness.await(cluster, workloads.stream().map(Workload::target).toList(), console, settle, timeline);
            var count = requests == null ? null : requests.count();
            return new Story(outcome, images.tag(), strategy(workloads.get(0).get()), pods(timeline), count, timeline);
        }
    }

    /** Only what is worth it: every request has lines of its own. */
    private void say(PodLogs.Line line) {
        if (MigrationFate.isNotable(line.text())) {
            console.print("  " + line.pod() + "  " + line.text().replaceFirst(" =+$", ""));
        }
    }

    private static String strategy(Map<String, Object> deployment) {
        var strategy = Json.map(deployment, "spec", "strategy");
        return Json.text(strategy, "type").equals("Recreate") ? "Recreate" : "maxSurge "
                + Json.text(strategy, "rollingUpdate", "maxSurge") + ", maxUnavailable "
                + Json.text(strategy, "rollingUpdate", "maxUnavailable");
    }

    /** Puma's pods as the timeline has them, each with what its log says. */
    private List<Story.Pod> pods(Timeline timeline) {
        var logs = PodLogs.read(cluster, Application.PUMA);
        var pods = new ArrayList<Story.Pod>();
        for (var pod : Json.maps(Story.puma(timeline), "pods")) {
            var name = Json.text(pod, "name");
            var from = Json.maps(pod, "states").stream().collect(Collectors.toMap(state -> Json.text(state, "state"),
                    state -> ((Number) state.get("from")).doubleValue(), (first, later) -> first));
            var log = logs.getOrDefault(name, List.of());
            pods.add(new Story.Pod(name, Json.truth(pod, "new"), ((Number) Json.at(pod, "states", 0, "from")).doubleValue(),
                    from.get("ready"), from.get("ending"), Json.number(pod, 0, "restarts"), MigrationFate.of(log),
                    MigrationFate.waitedFor(log)));
        }
        return pods;
    }

    /** The column as a new pod sees it. */
    public List<String> columns() {
        var pods = application.readyPods();
        if (pods.isEmpty()) {
            throw Problem.failed("no pod of " + Application.PUMA + " is ready that could be asked");
        }
        var pod = Json.text(pods.get(pods.size() - 1), "metadata", "name");
        console.print("asking pod " + pod + ": bin/rails runner"); // which takes its time: Rails boots for it
        return application.columns(pod);
    }
}
