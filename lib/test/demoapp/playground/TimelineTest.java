package demoapp.playground;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import demoapp.json.Json;

/**
 * Behaviour over time, recorded from a real Kubernetes 1.32 (timelines/, as they were recorded): done to the
 * playground, the same things must happen, in the same order.
 *
 * <p>Compared is, for every object, the sequence of values that each of its recorded fields had (states, conditions
 * with reason and message), and that none of these changes came before another one of the same object that the
 * recording has in an earlier write. The events about an object are a sequence for each part of it, with reason,
 * message and count. The pods of one owner are alike: each recorded pod's story must have been one observed pod's.
 *
 * <p>Between objects the order is compared where one causes the other (see {@link TimelineStory}): a Deployment's
 * conditions with its ReplicaSets' sizes, a ReplicaSet's size with its pods' creations and deletions, a Job's counters
 * and conditions with its pods' ends, a CronJob's list with its Jobs.
 *
 * <p>Left out is what was chance. Times, and whether two changes came with one write or with two: Kubernetes' own
 * writers race there. Where an event stands among the writes: events have a queue of their own. Which of several pods
 * is ready or deleted first. The sizes and counters on the way when pods get ready together instead of one after the
 * other, so that a rollout takes fewer, larger steps: of them the end must be the same, there must never be more pods
 * than were recorded, never fewer available. The order of objects that know nothing of each other. What happens here
 * after the recording's end may complete what was recorded, but nothing more is asked of it.
 */
class TimelineTest {
    /** A folder of more timelines to try out: -Dtimelines=/path; one alone, printed side by side: -Dtimeline=NAME. */
    private static final Path FOLDER =
            Path.of(System.getProperty("timelines", "lib/test/demoapp/playground/timelines"));
    private static final String ONLY = System.getProperty("timeline", "");
    /** -Dtimeline.seed=N: of what is left to chance. */
    private static final long SEED = Long.getLong("timeline.seed", 1);
    /** What the recorded node already had; anything else has to be pulled there and here. */
    private static final List<String> IMAGES =
            List.of("busybox:1.35.0", "busybox:1.36", "nginx:1.22", "nginx:1.25", "nginx:1.27");

    /** What cannot be equal, and why. */
    private static final Map<String, String> SKIPPED = Map.of(
            "rollover", "whether the first ReplicaSet's pod is counted in the status before the second change, and "
                    + "how late the kubelet hears of that pod's deletion, was chance: both show in the conditions");

    @TempDir
    static Path folder;
    private static Cluster cluster;
    private static VirtualClock clock;
    private static final Map<String, CompletableFuture<List<TimelineLine>>> REPLAYS = new HashMap<>();

    @BeforeAll
    static void replay_all_at_once() throws Exception {
        clock = new VirtualClock();
        cluster = Cluster.start(new ClusterOptions(1, SEED, folder, 0, 0), clock);
        clock.begin(cluster.registry().store());
        var http = new Http(cluster.kubeconfig());
        pull(http);
        for (var name : names().toList()) {
            if (!SKIPPED.containsKey(name)) {
                REPLAYS.put(name, replay(http, read(name)));
            }
        }
    }

    private static CompletableFuture<List<TimelineLine>> replay(Http http, Map<String, Object> timeline) {
        var lines = new CompletableFuture<List<TimelineLine>>();
        var replay = new TimelineReplay(cluster, clock, http, timeline);
        clock.script(() -> {
            try {
                lines.complete(replay.run());
            } catch (Throwable failure) {
                lines.completeExceptionally(failure);
            }
        });
        return lines;
    }

    private static void pull(Http http) throws Exception {
        var action = Json.object("t", 0, "status", 201, "request", Json.object("method", "POST",
                "path", "/api/v1/namespaces/{ns}/pods", "contentType", "application/json", "body", Json.object(
                        "apiVersion", "v1", "kind", "Pod", "metadata", Json.object("name", "all"), "spec", Json.object(
                                "containers", IMAGES.stream().map(image -> Json.object("image", image,
                                        "name", image.replaceAll("\\W", "-"))).toList()))));
        replay(http, Json.object("name", "images", "action", List.of(action), "recordedSeconds", 4)).get();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    static Stream<String> names() throws IOException {
        try (var files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString().replace(".json", ""))
                    .filter(name -> ONLY.isEmpty() || ONLY.equals(name)).sorted().toList().stream();
        }
    }

    private static Map<String, Object> read(String name) throws IOException {
        return Json.read(Files.readAllBytes(FOLDER.resolve(name + ".json")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("names")
    void goes_as_in_a_real_cluster(String name) throws Exception {
        assumeFalse(SKIPPED.containsKey(name), () -> name + ": " + SKIPPED.get(name));
        var recorded = TimelineLine.recorded(read(name));
        var observed = observed(name);
        var differences = new TimelineStory(recorded).differences(new TimelineStory(observed));
        if (!differences.isEmpty()) {
            var both = ONLY.isEmpty() ? "" : "\nRECORDED\n" + text(recorded) + "\nOBSERVED\n" + text(observed);
            fail(name + ": " + String.join("\n", differences) + both);
        }
    }

    private static List<TimelineLine> observed(String name) throws Exception {
        try {
            return REPLAYS.get(name).get();
        } catch (ExecutionException failure) {
            throw new AssertionError(name + ": " + failure.getCause().getMessage(), failure.getCause());
        }
    }

    private static String text(List<TimelineLine> lines) {
        return lines.stream().map(line -> line + (line.late() ? " (late)" : "")).collect(Collectors.joining("\n"));
    }
}
