package demoapp.playground.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import demoapp.json.Json;
import demoapp.playground.controllers.Simulation;
import demoapp.playground.store.Kinds;

/** The article's story, told with its manifests: what goes wrong in steps 1 and 2, and what step 3 makes good. */
class StoryTest {
    private static final Path MANIFESTS = Path.of("lib/manifests");

    private final Simulation cluster = new Simulation();

    @AfterEach
    void stop() {
        cluster.close();
    }

    /** A step's manifests, all of them. */
    private static String manifests(String step) {
        try (var files = Files.list(MANIFESTS.resolve(step))) {
            return files.sorted().map(StoryTest::read).collect(Collectors.joining("\n---\n"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void untilAllAreReady(String... deployments) {
        for (var deployment : deployments) {
            cluster.untilRolledOut("demoapp-" + deployment);
        }
    }

    private void startStep2() {
        cluster.apply(manifests("step2"));
        untilAllAreReady("mysql", "redis", "sidekiq", "puma");
    }

    private static long restarts(Map<String, Object> pod) {
        return Json.number(pod, 0, "status", "containerStatuses", 0, "restartCount");
    }

    @Test
    void in_step_1_two_pumas_race_and_one_crashes_once() {
        cluster.apply(manifests("step1").replaceAll("(?s)(name: demoapp-puma\n.*?replicas:) 1", "$1 2"));
        untilAllAreReady("mysql", "redis", "sidekiq", "puma");
        var pumas = cluster.pods("demoapp-puma");
        assertEquals(2, pumas.size());
        assertEquals(1, pumas.stream().mapToLong(StoryTest::restarts).sum());
        var loser = pumas.stream().filter(pod -> restarts(pod) == 1).findFirst().orElseThrow();
        var log = cluster.node.log("default", Json.text(loser, "metadata", "name"), "puma", true).orElseThrow();
        assertTrue(log.stream().anyMatch(line -> line.text().contains("Duplicate entry")), log::toString);
        assertEquals(1, Json.number(loser, 0, "status", "containerStatuses", 0, "lastState", "terminated", "exitCode"));
    }

    @Test
    void in_step_2_a_job_sets_the_database_up_and_both_pumas_start_at_once() {
        startStep2();
        cluster.untilStatus(Kinds.JOB, "demoapp-setup-db", 1, "succeeded");
        assertTrue(cluster.log("demoapp-setup-db").contains("Created database 'demoapp_production'"));
        assertEquals(0, cluster.pods("demoapp-puma").stream().mapToLong(StoryTest::restarts).sum());
        var logs = cluster.pods("demoapp-puma").stream().map(pod -> cluster.log(Json.text(pod, "metadata", "name")))
                .toList();
        assertTrue(logs.stream().allMatch(log -> log.contains("* Listening on http://0.0.0.0:3000")));
        assertEquals(1, logs.stream().filter(log -> log.contains(
                "Skip migrations because another migration process is currently running.")).count());
    }

    @Test
    void in_step_2_the_data_goes_with_the_mysql_pod() {
        startStep2();
        cluster.delete(Kinds.POD, Json.text(cluster.pod("demoapp-mysql"), "metadata", "name"));
        untilAllAreReady("mysql");
        cluster.until("the pumas to miss their database", () ->
                Json.number(cluster.get(Kinds.DEPLOYMENT, "demoapp-puma"), 0, "status", "readyReplicas") == 0);
        assertTrue(cluster.log("demoapp-mysql").contains("Initializing database files"));
    }

    @Test
    void in_step_3_the_data_outlives_the_mysql_pod() {
        cluster.apply(manifests("step3"));
        untilAllAreReady("mysql", "redis", "sidekiq", "puma");
        var before = cluster.pods("demoapp-mysql").get(0);
        cluster.delete(Kinds.POD, Json.text(before, "metadata", "name"));
        cluster.until("the old pod to go", () ->
                cluster.get(Kinds.POD, Json.text(before, "metadata", "name")).isEmpty());
        untilAllAreReady("mysql", "puma", "sidekiq");
        assertFalse(cluster.log("demoapp-mysql").contains("Initializing database files"));
    }

    @Test
    void a_second_mysql_on_the_same_volume_waits_for_the_first_to_end() {
        cluster.apply(manifests("step3"));
        untilAllAreReady("mysql");
        cluster.apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: second}
                spec:
                  containers: [{name: main, image: "mysql:8.4", volumeMounts: [{name: data, mountPath: /var/lib/mysql}]}]
                  volumes: [{name: data, persistentVolumeClaim: {claimName: demoapp-mysql}}]
                """);
        cluster.until("it not to get the lock", () -> cluster.log("second").contains("Unable to lock ./ibdata1 error: 11"));
        cluster.delete(Kinds.DEPLOYMENT, "demoapp-mysql");
        cluster.until("it to serve", () -> cluster.log("second").contains("ready for connections"));
        assertFalse(cluster.log("second").contains("Initializing database files"));
    }

    @Test
    void a_fresh_volume_holds_lost_found_and_mysql_refuses_it_unless_it_is_removed() {
        var careless = manifests("step3").replaceAll("(?s) +initContainers:.*?(?= +containers:)", "");
        cluster.apply(careless);
        cluster.until("mysqld to refuse", () -> cluster.pods("demoapp-mysql").stream().anyMatch(pod ->
                restarts(pod) > 0 && cluster.log(Json.text(pod, "metadata", "name"))
                        .contains("--initialize specified but the data directory has files in it. Aborting.")));
    }

    @Test
    void the_data_outlives_the_playground() {
        cluster.apply(manifests("step3"));
        untilAllAreReady("mysql", "redis", "sidekiq", "puma");
        try (var again = cluster.restarted()) {
            again.until("MySQL to run again", () -> restarts(again.pod("demoapp-mysql")) == 1
                    && again.log("demoapp-mysql").contains("ready for connections"));
            assertFalse(again.log("demoapp-mysql").contains("Initializing database files"));
            again.untilRolledOut("demoapp-puma");
        }
    }
}
