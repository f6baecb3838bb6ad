package demoapp.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import demoapp.Trial;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequestsTest {
    private static final String NODE = "/api/v1/nodes/playground";

    private static final class Enough extends RuntimeException { }

    /** HTTP/2 has one connection for all: as long as a stream's reader kept its thread, no answer to anybody came. */
    @Test
    void who_is_told_of_a_change_may_ask_the_server_before_reading_on(@TempDir Path folder) {
        try (var trial = new Trial(folder.resolve("playground"));
                var cluster = Cluster.connect(options(trial), () -> folder)) {
            var answers = new ArrayList<Integer>();
            var longest = Duration.ofSeconds(20);
            assertThrows(Enough.class, () -> cluster.requests().lines("/api/v1/nodes?watch=true", longest, line -> {
                answers.add(cluster.requests().get(NODE).code());
                if (answers.size() == 3) {
                    throw new Enough();
                }
                trial.http().send("PATCH", NODE, "application/merge-patch+json",
                        Map.of("metadata", Map.of("labels", Map.of("told", "" + answers.size()))));
            }));
            assertEquals(List.of(200, 200, 200), answers);
        }
    }

    private static ClusterOptions options(Trial trial) {
        var options = new ClusterOptions();
        options.kubeconfig = trial.kubeconfig();
        options.timeout = Duration.ofMinutes(1);
        return options;
    }
}
