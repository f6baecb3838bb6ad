package demoapp.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;

import demoapp.Trial;
import demoapp.cluster.Cluster;
import demoapp.cluster.ClusterOptions;
import demoapp.json.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a report of a failure quotes of a container's log. */
class LogTailTest {
    private static final String FORTY_LINES =
            String.join("", IntStream.range(0, 40).mapToObj(i -> "echo line " + i + "; ").toList());
    private static final List<String> LAST_LINES = IntStream.range(15, 40).mapToObj(i -> "line " + i).toList();

    @TempDir Path folder;
    private Trial trial;
    private Cluster cluster;

    @BeforeEach
    void start() {
        trial = new Trial(folder.resolve("playground"));
        var options = new ClusterOptions();
        options.kubeconfig = trial.kubeconfig();
        options.timeout = Duration.ofMinutes(1);
        cluster = Cluster.connect(options, trial::kubeconfig);
    }

    @AfterEach
    void stop() {
        cluster.close();
        trial.close();
    }

    private void create(String restartPolicy, String script) {
        var container = Json.object("name", "main", "image", "busybox", "command", List.of("sh", "-c", script));
        cluster.requests().send("POST", LogTarget.PODS.path(trial.namespace()), "application/json",
                Json.object("metadata", Json.object("name", "web"),
                        "spec", Json.object("restartPolicy", restartPolicy, "containers", List.of(container))));
    }

    private Map<String, Object> await(Predicate<ContainerInstance> state) {
        var end = Instant.now().plusSeconds(60);
        while (true) {
            var pod = Json.map(trial.get("v1 pods/web").body());
            if (state.test(ContainerInstance.of(pod, "main"))) {
                return pod;
            }
            assertTrue(Instant.now().isBefore(end), () -> Json.string(pod));
        }
    }

    @Test
    void the_last_lines_of_the_instance_that_died() {
        create("Always", FORTY_LINES + "sleep 200; exit 1");
        var again = await(instance -> instance.running() && instance.hasPrevious());
        assertEquals(LAST_LINES, LogTail.of(cluster.requests(), again, "main"));
    }

    @Test
    void the_last_lines_of_one_that_is_not_started_again() {
        create("Never", FORTY_LINES + "exit 1");
        var ended = await(instance -> !instance.running() && !instance.id().isEmpty());
        assertEquals(LAST_LINES, LogTail.of(cluster.requests(), ended, "main"));
    }

    @Test
    void the_last_lines_of_one_that_runs() {
        create("Always", "echo good; sleep infinity");
        assertEquals(List.of("good"), LogTail.of(cluster.requests(), await(ContainerInstance::running), "main"));
    }

    @Test
    void nothing_where_there_is_no_log() {
        assertEquals(List.of(), LogTail.of(cluster.requests(), Json.object("metadata",
                Json.object("name", "gone", "namespace", trial.namespace())), "main"));
        create("Always", "echo good; sleep infinity");
        var pod = await(ContainerInstance::running);
        trial.close();
        assertEquals(List.of(), LogTail.of(cluster.requests(), pod, "main"));
    }
}
