package demoapp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;

import demoapp.json.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a report of a failure quotes of a container's log. */
class LogTailTest {
    @TempDir Path folder;
    private Trial trial;
    private Requests requests;

    @BeforeEach
    void start() {
        trial = new Trial(folder.resolve("playground"));
        var kubeconfig = Kubeconfig.read(List.of(trial.kubeconfig()), null);
        requests = new Requests(kubeconfig.config(), kubeconfig.context(), Duration.ofMinutes(1));
    }

    @AfterEach
    void stop() {
        requests.close();
        trial.close();
    }

    private void create(String script) {
        requests.send("POST", LogTarget.PODS.path(trial.namespace()), "application/json", Json.object("metadata",
                Json.object("name", "web"), "spec", Json.object("containers", List.of(Json.object("name", "main",
                        "image", "busybox", "command", List.of("sh", "-c", script))))));
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
        var says = String.join("", IntStream.range(0, 40).mapToObj(i -> "echo line " + i + "; ").toList());
        create(says + "sleep 5; exit 1");
        var again = await(instance -> instance.running() && instance.restarts() == 1);
        var last = IntStream.range(15, 40).mapToObj(i -> "line " + i).toList();
        assertEquals(last, LogTail.of(requests, again, "main"));

        var waiting = await(instance -> instance.waiting().equals("CrashLoopBackOff"));
        assertEquals(last, LogTail.of(requests, waiting, "main"));
    }

    @Test
    void the_last_lines_of_one_that_runs() {
        create("echo good; tail");
        assertEquals(List.of("good"), LogTail.of(requests, await(ContainerInstance::running), "main"));
    }

    @Test
    void nothing_where_there_is_no_log() {
        assertEquals(List.of(), LogTail.of(requests, Json.object("metadata",
                Json.object("name", "gone", "namespace", trial.namespace())), "main"));
        create("echo good; tail");
        var pod = await(ContainerInstance::running);
        trial.close();
        assertEquals(List.of(), LogTail.of(requests, pod, "main"));
    }
}
