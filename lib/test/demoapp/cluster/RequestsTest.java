package demoapp.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;

import demoapp.Trial;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequestsTest {
    /** HTTP/2 has one connection for all: as long as a stream's reader kept its thread, no answer to anybody came. */
    @Test
    void who_is_told_of_a_change_may_ask_the_server_before_reading_on(@TempDir Path folder) throws IOException {
        try (var trial = new Trial(folder.resolve("playground"));
                var cluster = Cluster.connect(options(trial), () -> folder)) {
            var answers = new ArrayList<Integer>();
            var status = cluster.requests().lines("/api/v1/nodes?watch=true&timeoutSeconds=1", Duration.ofSeconds(20),
                    line -> answers.add(cluster.requests().get("/api/v1/nodes/playground").code()));
            assertEquals(200, status);
            assertEquals(200, answers.get(0));
        }
    }

    private static ClusterOptions options(Trial trial) {
        var options = new ClusterOptions();
        options.kubeconfig = trial.kubeconfig();
        options.timeout = Duration.ofMinutes(1);
        return options;
    }
}
