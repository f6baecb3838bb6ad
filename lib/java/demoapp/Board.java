package demoapp;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import demoapp.Resources.Resource;
import demoapp.json.Json;

/**
 * What `watch -n 1 kubectl get deployments,replicasets,pods` shows, for a rollout's eyes: old and new revision one under
 * the other, and the counts against what the strategy allows. On a terminal one screen, elsewhere each change as a line.
 */
public final class Board {
    private final Cluster cluster;
    private final List<Workload> workloads;
    private final Console console;
    private final Map<String, String> said = new HashMap<>();

    private Board(Cluster cluster, List<Workload> workloads, Console console) {
        this.cluster = cluster;
        this.workloads = workloads;
        this.console = console;
    }

    /** Shows them until the deadline, or for ever if Ctrl-C does not end it. */
    public static void watch(Cluster cluster, List<Workload> workloads, Console console) {
        var changes = new Semaphore(0);
        var board = new Board(cluster, workloads, console);
        var watches = new HashMap<Resource, Watch>();
        workloads.forEach(workload -> watches.computeIfAbsent(workload.target().resource(),
                resource -> new Watch(cluster.requests(), resource, cluster.namespace(), changes::release)));
        try (var related = new Related(cluster, cluster.namespace(), changes::release)) {
            while (Instant.now().isBefore(cluster.requests().deadline())) {
                if (related.isListed() && watches.values().stream().allMatch(Watch::isListed)) {
                    board.show(watches, related.around());
                }
                changes.tryAcquire(1, TimeUnit.SECONDS);
                changes.drainPermits();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            watches.values().forEach(Watch::close);
        }
    }

    private void show(Map<Resource, Watch> watches, Around around) {
        var lines = new ArrayList<String>();
        for (var workload : workloads) {
            var object = watches.get(workload.target().resource()).get(workload.target().name());
            lines.addAll(object == null ? List.of(workload.title() + " is gone") : lines(object, around));
        }
        if (console.isLive()) {
            console.fill(lines);
        } else {
            // The age changes all the time; it is no news.
            lines.stream().map(line -> line.replaceFirst("  \\d+[smhd]$", ""))
                    .filter(line -> !line.equals(said.put(key(line), line))).forEach(console::print);
        }
    }

    private static String key(String line) {
        return line.strip().split("\\s{2,}")[0];
    }

    static List<String> lines(Map<String, Object> object, Around around) {
        var lines = new ArrayList<String>();
        lines.add(head(object));
        if (Json.text(object, "kind").equals("Deployment")) {
            for (var set : around.revisions(object)) {
                var template = Json.map(set, "spec", "template");
                lines.add("  %-44s desired %s, current %s, ready %s   %s".formatted("replicaset/" + Json.text(set, "metadata", "name"),
                        Json.number(set, 0, "spec", "replicas"), Json.number(set, 0, "status", "replicas"),
                        Json.number(set, 0, "status", "readyReplicas"), String.join(",", Json.maps(template, "spec", "containers")
                                .stream().map(container -> Json.text(container, "image")).toList())));
                around.pods(set).forEach(pod -> lines.add(pod(pod)));
            }
        } else {
            around.all(object).forEach(pod -> lines.add(pod(pod)));
        }
        return lines;
    }

    private static String head(Map<String, Object> object) {
        var limits = new StrategyLimits(object);
        var verdict = Verdict.of(object, Set.of());
        return "%-46s %s   (wanted %d; allowed: at most %d pods, at least %d ready)".formatted(Manifest.title(object),
                verdict.message(), limits.replicas(), limits.most(), limits.least());
    }

    private static String pod(Map<String, Object> pod) {
        var statuses = Json.maps(pod, "status", "containerStatuses");
        var ready = statuses.stream().filter(status -> Json.truth(status, "ready")).count();
        var restarts = statuses.stream().mapToLong(status -> Json.number(status, 0, "restartCount")).sum();
        var created = Json.text(pod, "metadata", "creationTimestamp");
        var age = created.isEmpty() ? Duration.ZERO : Duration.between(Instant.parse(created), Instant.now());
        return "    %-42s %-20s %d/%d ready%s  %s".formatted("pod/" + Json.text(pod, "metadata", "name"), status(pod, statuses),
                ready, Json.maps(pod, "spec", "containers").size(), restarts == 0 ? "" : ", " + restarts + " restarts", age(age));
    }

    /** The word that kubectl shows in its STATUS column. */
    private static String status(Map<String, Object> pod, List<Map<String, Object>> statuses) {
        if (!Json.text(pod, "metadata", "deletionTimestamp").isEmpty()) {
            return "Terminating";
        }
        return statuses.stream().flatMap(status -> List.of(Json.text(status, "state", "waiting", "reason"),
                        Json.text(status, "state", "terminated", "reason")).stream())
                .filter(reason -> !reason.isEmpty()).findFirst().orElse(Json.text(pod, "status", "phase"));
    }

    private static String age(Duration age) {
        return age.toSeconds() < 120 ? Math.max(0, age.toSeconds()) + "s" : age.toMinutes() < 120 ? age.toMinutes() + "m"
                : age.toHours() < 48 ? age.toHours() + "h" : age.toDays() + "d";
    }
}
