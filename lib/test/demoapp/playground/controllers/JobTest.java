package demoapp.playground.controllers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import demoapp.json.Json;
import demoapp.playground.store.Deletion;
import demoapp.playground.store.Kinds;

/** The expectations are golden/timelines/job-*, recorded from a real Kubernetes. */
class JobTest {
    private final Simulation cluster = new Simulation();

    @AfterEach
    void stop() {
        cluster.close();
    }

    private void apply(String script, String restartPolicy, String more) {
        cluster.apply("""
                apiVersion: batch/v1
                kind: Job
                metadata: {name: migrate}
                spec:
                  %s
                  template:
                    spec:
                      restartPolicy: %s
                      containers:
                        - {name: main, image: "busybox:1.36", command: [sh, -c, "%s"]}
                """.formatted(more, restartPolicy, script));
    }

    private void untilCondition(String type) {
        cluster.until("the Job to be " + type, () ->
                Conditions.isTrue(Json.map(cluster.get(Kinds.JOB, "migrate"), "status"), type));
    }

    private List<String> conditions() {
        return Json.maps(cluster.get(Kinds.JOB, "migrate"), "status", "conditions").stream()
                .map(c -> c.get("type") + " " + c.get("reason")).toList();
    }

    @Test
    void a_job_that_succeeds_is_complete() {
        apply("echo hello; sleep 2", "Never", "backoffLimit: 2");
        untilCondition("Complete");
        assertEquals(List.of("SuccessCriteriaMet CompletionsReached", "Complete CompletionsReached"), conditions());
        assertEquals(1, Json.number(cluster.get(Kinds.JOB, "migrate"), 0, "status", "succeeded"));
        assertEquals("Succeeded", Json.text(cluster.pod("migrate"), "status", "phase"));
        assertEquals("hello", cluster.log("migrate"));
        cluster.until("the event", () -> List.of("Job completed").equals(cluster.events("migrate", "Completed")));
    }

    @Test
    void a_job_that_fails_tries_three_pods_and_keeps_them() {
        apply("echo failing; exit 1", "Never", "backoffLimit: 2");
        untilCondition("Failed");
        assertEquals(3, cluster.pods("migrate").size());
        assertEquals(3, Json.number(cluster.get(Kinds.JOB, "migrate"), 0, "status", "failed"));
        assertEquals(List.of("FailureTarget BackoffLimitExceeded", "Failed BackoffLimitExceeded"), conditions());
        cluster.until("the event", () -> List.of("Job has reached the specified backoff limit")
                .equals(cluster.events("migrate", "BackoffLimitExceeded")));
    }

    @Test
    void failures_are_counted_one_by_one() {
        apply("exit 1", "Never", "backoffLimit: 2");
        untilCondition("Failed");
        var counts = new ArrayList<Long>();
        for (var change : cluster.history(c -> c.kind() == Kinds.JOB)) {
            var failed = Json.number(change.object(), 0, "status", "failed");
            if (!counts.contains(failed)) {
                counts.add(failed);
            }
        }
        assertEquals(List.of(0L, 1L, 2L, 3L), counts);
    }

    @Test
    void with_on_failure_the_same_pod_restarts_and_is_deleted_at_the_limit() {
        apply("exit 1", "OnFailure", "backoffLimit: 2");
        untilCondition("Failed");
        assertEquals(1, cluster.events("migrate", "SuccessfulCreate").size());
        cluster.until("the pod to be gone", () -> cluster.pods("migrate").isEmpty());
        assertEquals(1, Json.number(cluster.get(Kinds.JOB, "migrate"), 0, "status", "failed"));
    }

    @Test
    void a_job_that_runs_beyond_its_deadline_fails() {
        apply("trap 'exit 0' TERM; while :; do sleep 0.2; done", "Never", "activeDeadlineSeconds: 4");
        untilCondition("Failed");
        assertEquals(List.of("FailureTarget DeadlineExceeded", "Failed DeadlineExceeded"), conditions());
        cluster.until("the pod to be gone", () -> cluster.pods("migrate").isEmpty());
    }

    @Test
    void a_suspended_job_says_so_and_runs_nothing_until_it_is_resumed() {
        apply("true", "Never", "suspend: true");
        cluster.until("the Job to be suspended", () -> conditions().equals(List.of("Suspended JobSuspended")));
        cluster.until("the pod to be gone", () -> cluster.pods("migrate").isEmpty());
        assertEquals("", Json.text(cluster.get(Kinds.JOB, "migrate"), "status", "startTime"));
        cluster.set(Kinds.JOB, "migrate", false, "spec", "suspend");
        untilCondition("Complete");
        assertEquals("Suspended JobResumed", conditions().get(0));
        assertEquals(List.of("Job resumed"), cluster.events("migrate", "Resumed"));
    }

    @Test
    void several_completions_run_in_parallel() {
        apply("sleep 3", "Never", "{completions: 3, parallelism: 2}".replaceAll("[{}]", "").replace(", ", "\n  "));
        untilCondition("Complete");
        assertEquals(3, cluster.pods("migrate").size());
    }

    @Test
    void a_finished_job_is_deleted_with_its_pods_after_its_time_to_live() {
        apply("true", "Never", "ttlSecondsAfterFinished: 3");
        cluster.until("the Job to go", () -> cluster.get(Kinds.JOB, "migrate").isEmpty()
                && cluster.pods("migrate").isEmpty() && cluster.events("migrate", "Completed").size() == 1);
    }

    @Test
    void a_job_deleted_without_a_policy_leaves_its_pods_orphaned() {
        apply("true", "Never", "backoffLimit: 2");
        untilCondition("Complete");
        cluster.registry.delete(Kinds.JOB, Simulation.NAMESPACE, "migrate",
                new Deletion(null, null, null, null, false));
        cluster.until("the Job to go", () -> cluster.get(Kinds.JOB, "migrate").isEmpty());
        assertTrue(Owners.controllerOf(cluster.pod("migrate")).isEmpty());
    }

    @Test
    void a_running_job_deleted_in_the_background_takes_its_pod_along() {
        apply("sleep 1000", "Never", "backoffLimit: 2");
        cluster.untilStatus(Kinds.JOB, "migrate", 1, "ready");
        cluster.delete(Kinds.JOB, "migrate");
        cluster.until("the pod to go", () -> cluster.pods("migrate").isEmpty());
    }
}
