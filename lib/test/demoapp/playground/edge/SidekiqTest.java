package demoapp.playground.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import demoapp.json.Json;
import demoapp.playground.controllers.Simulation;
import demoapp.playground.node.programs.Http;
import demoapp.playground.store.Kinds;

/** How Sidekiq ends in the middle of a job, at a fifth of the usual speed. */
class SidekiqTest {
    private final Simulation cluster = new Simulation(20);

    @AfterEach
    void stop() {
        cluster.close();
    }

    private void start(String manifests) {
        cluster.apply(manifests);
        cluster.until("Sidekiq to start", () -> !cluster.pod("demoapp-sidekiq").isEmpty()
                && cluster.log("demoapp-sidekiq").contains("Starting processing"));
        cluster.until("puma to start", () -> !ask(Http.Request.get("/")).isEmpty());
    }

    /** What puma responds, be it ready or not; "" when it does not. */
    private String ask(Http.Request request) {
        var answer = new CompletableFuture<String>();
        var ip = Json.text(cluster.pods("demoapp-puma").get(0), "status", "podIP");
        cluster.registry.clock().after(Duration.ZERO, () -> answer.complete(cluster.node.network().at(ip, 3000)
                .flatMap(puma -> puma.http(request)).map(response -> response.status() + " " + response.text()).orElse("")));
        return answer.join();
    }

    /** Deletes Sidekiq's pod as soon as it is at a job, and returns what it logs until it has ended. */
    private String endInTheMiddle() {
        var pod = Json.text(cluster.pod("demoapp-sidekiq"), "metadata", "name");
        var lines = new ArrayList<String>();
        var ended = new CompletableFuture<String>();
        cluster.node.followLog("default", pod, "sidekiq", line -> {
            if (line == null) {
                ended.complete(String.join("\n", lines));
                return;
            }
            lines.add(line.text());
            if (line.text().endsWith(": start")) {
                cluster.delete(Kinds.POD, pod);
            }
        });
        var sent = ask(new Http.Request("POST", "/messages", Map.of(), "message[body]=Hello".getBytes()));
        assertEquals("302 ", sent);
        return ended.orTimeout(90, TimeUnit.SECONDS).join();
    }

    @Test
    void it_finishes_its_job_before_it_ends() {
        start(ApplicationTest.manifests("step2"));
        var log = endInTheMiddle();
        assertTrue(log.contains("Pausing to allow jobs to finish..."), log);
        assertTrue(log.indexOf("Pausing") < log.indexOf(": done") && log.indexOf(": done") < log.indexOf("Bye!"), log);
        assertTrue(ask(Http.Request.get("/")).contains(">olleH<"));
    }

    @Test
    void it_gives_back_what_it_cannot_finish_in_time() {
        start(ApplicationTest.manifests("step2").replace("SIDEKIQ_TIMEOUT: \"60\"", "SIDEKIQ_TIMEOUT: \"1\""));
        var log = endInTheMiddle();
        assertTrue(log.contains("Pushed 1 jobs back to Redis"), log);
        assertFalse(log.contains(": done"), log);
        cluster.until("the answer of the next one", () -> ask(Http.Request.get("/")).contains(">olleH<"));
    }
}
