package demoapp.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import demoapp.Console;
import demoapp.cluster.Cluster;
import demoapp.json.Json;
import demoapp.manifest.Manifest;
import demoapp.rollout.ContainerImages;

/** Step 1's failure: two pumas come up on one empty database, and both set it up. */
public final class Race {
    private final Cluster cluster;
    private final ContainerImages images;
    private final Console console;

    public Race(Cluster cluster, ContainerImages images, Console console) {
        this.cluster = cluster;
        this.images = images;
        this.console = console;
    }

    /**
     * One of the pumas.
     *
     * @param crashes how often it ended with an error
     * @param words   of the log of the run that failed, or "" when none did
     */
    public record Pod(String name, long crashes, long exitCode, String words, boolean isReady) {
        public Map<String, Object> json() {
            return Json.object("name", name, "crashes", crashes, "exitCode", exitCode, "words", words, "ready", isReady);
        }

        public String text() {
            return name + ": " + (crashes == 0 ? "came up without a crash" : "crashed "
                    + (crashes == 1 ? "once" : crashes + " times") + ", exit code " + exitCode
                    + (words.isEmpty() ? "" : ": " + words))
                    + (isReady ? crashes == 0 ? "; ready" : "; started again, now ready" : "; not ready");
        }

        /** What its words mean, which depends on how close the two were; "" when nothing is known. */
        public String why() {
            return words.contains("ProtectedEnvironmentError")
                    ? "It came to load the schema when the other just had: Rails does not load it over production's data."
                    : words.matches("(?s).*(Duplicate|already exists|doesn't exist|Unknown table).*")
                            ? "Both loaded the schema at the same moment, and MySQL took that from the other one." : "";
        }
    }

    /** @return the two */
    public List<Pod> run() {
        var manifests = StepOnCluster.manifests(1, images).stream().map(Race::withTwoPumas).toList();
        console.print("applying step 1 with two pumas");
        try (var logs = new PodLogs(cluster, Application.PUMA, line -> {
            if (MigrationFate.isNotable(line.text()) || line.text().matches("Created database.*")) {
                console.print("  " + line.pod() + "  " + line.text());
            }
        })) {
            logs.follow();
            StepOnCluster.apply(cluster, manifests, console); // that one crashes is what it is about
        }
        var before = PodLogs.readPrevious(cluster, Application.PUMA);
        var now = PodLogs.read(cluster, Application.PUMA);
        var ready = new Application(cluster).readyPods().stream().map(pod -> Json.text(pod, "metadata", "name")).toList();
        var pods = new ArrayList<Pod>();
        for (var pod : new Application(cluster).pods("component=puma")) {
            var name = Json.text(pod, "metadata", "name");
            var status = Json.map(pod, "status", "containerStatuses", 0);
            var crashes = Json.number(status, 0, "restartCount");
            var fate = MigrationFate.of(before.getOrDefault(name, crashes == 0 ? now.getOrDefault(name, List.of()) : List.of()));
            pods.add(new Pod(name, crashes, Json.number(status, 1, "lastState", "terminated", "exitCode"),
                    fate.kind() == MigrationFate.Kind.FAILED ? fate.words() : "", ready.contains(name)));
        }
        return pods;
    }

    private static Manifest withTwoPumas(Manifest manifest) {
        if (!manifest.kind().equals("Deployment") || !manifest.name().equals(Application.PUMA)) {
            return manifest;
        }
        var object = Json.copy(manifest.object());
        Json.set(object, 2, "spec", "replicas");
        return new Manifest(manifest.file(), manifest.source(), object);
    }
}
