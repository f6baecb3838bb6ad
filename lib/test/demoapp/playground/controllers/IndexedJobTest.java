package demoapp.playground.controllers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import demoapp.json.Json;
import demoapp.playground.store.Kinds;

/** Jobs with indexes and with policies about failures and success. */
class IndexedJobTest {
    private final Simulation cluster = new Simulation();

    @AfterEach
    void stop() {
        cluster.close();
    }

    private void apply(String script, String more) {
        cluster.apply("""
                apiVersion: batch/v1
                kind: Job
                metadata: {name: idx}
                spec:
                  %s
                  template:
                    spec:
                      restartPolicy: Never
                      containers:
                        - {name: main, image: "busybox:1.36", command: [sh, -c, '%s']}
                """.formatted(more.indent(2).strip(), script));
    }

    private List<String> untilFinished() {
        cluster.until("the Job to be finished", () -> JobStatus.isFinished(cluster.get(Kinds.JOB, "idx")));
        return Json.maps(cluster.get(Kinds.JOB, "idx"), "status", "conditions").stream()
                .map(c -> c.get("type") + " " + c.get("reason") + ": " + c.get("message")).toList();
    }

    private String status(String field) {
        return Json.text(cluster.get(Kinds.JOB, "idx"), "status", field);
    }

    @Test
    void each_index_gets_a_pod_of_its_own_and_knows_it() {
        apply("exit 0", "completionMode: Indexed\ncompletions: 5\nparallelism: 2");
        untilFinished();
        assertEquals("0-4", status("completedIndexes"));
        assertEquals("5", status("succeeded"));
        var pod = cluster.pod("idx-3-");
        assertEquals("3", Json.text(pod, "metadata", "annotations", "batch.kubernetes.io/job-completion-index"));
        assertEquals("3", Json.text(pod, "metadata", "labels", "batch.kubernetes.io/job-completion-index"));
        assertEquals("idx-3", Json.text(pod, "spec", "hostname"));
        assertEquals("metadata.labels['batch.kubernetes.io/job-completion-index']",
                Json.text(pod, "spec", "containers", 0, "env", 0, "valueFrom", "fieldRef", "fieldPath"));
    }

    @Test
    void an_index_that_fails_too_often_fails_alone_and_the_others_go_on() {
        apply("exit 1", "completionMode: Indexed\ncompletions: 2\nparallelism: 1\nbackoffLimitPerIndex: 0\n"
                + "backoffLimit: 100");
        assertEquals(List.of("FailureTarget FailedIndexes: Job has failed indexes",
                "Failed FailedIndexes: Job has failed indexes"), untilFinished());
        assertEquals("0,1", status("failedIndexes"));
        assertEquals("2", status("failed"));
    }

    @Test
    void a_failed_index_is_tried_again_after_a_while_and_counts_its_failures() {
        apply("exit 1", "completionMode: Indexed\ncompletions: 1\nparallelism: 1\nbackoffLimitPerIndex: 1\n"
                + "backoffLimit: 100");
        untilFinished();
        assertEquals(List.of("0", "1"), cluster.pods("idx-0-").stream().map(pod -> Json.text(pod, "metadata",
                "annotations", "batch.kubernetes.io/job-index-failure-count")).sorted().toList());
        assertEquals("2", status("failed"));
    }

    @Test
    void a_pod_failure_policy_ends_the_job_at_once_for_an_exit_code() {
        apply("exit 42", """
                backoffLimit: 6
                podFailurePolicy:
                  rules:
                    - {action: FailJob, onExitCodes: {operator: In, values: [42]}}
                """);
        cluster.until("the pod", () -> !cluster.pods("idx-").isEmpty());
        var conditions = untilFinished();
        var pod = "default/" + Json.text(cluster.pod("idx-"), "metadata", "name");
        assertTrue(conditions.contains("Failed PodFailurePolicy: Container main for pod " + pod
                + " failed with exit code 42 matching FailJob rule at index 0"), conditions.toString());
        assertEquals("1", status("failed"));
    }

    @Test
    void what_a_pod_failure_policy_ignores_is_not_counted() {
        apply("exit 3", """
                backoffLimit: 0
                podFailurePolicy:
                  rules:
                    - {action: Ignore, onExitCodes: {operator: In, values: [3]}}
                """);
        cluster.until("another pod", () -> cluster.pods("idx-").size() > 1);
        assertEquals("", status("failed"));
        assertEquals(List.of(), Json.list(cluster.get(Kinds.JOB, "idx"), "status", "conditions"));
    }

    @Test
    void a_success_policy_is_met_before_all_indexes_are_done() {
        apply("exit 0", """
                completionMode: Indexed
                completions: 3
                parallelism: 1
                successPolicy:
                  rules:
                    - {succeededCount: 1}
                """);
        assertEquals(List.of("SuccessCriteriaMet SuccessPolicy: Matched rules at index 0",
                "Complete SuccessPolicy: Matched rules at index 0"), untilFinished());
        assertEquals("0", status("completedIndexes"));
    }

    @Test
    void a_suspended_job_has_no_pods_until_it_is_resumed() {
        apply("exit 0", "suspend: true");
        cluster.until("the condition", () -> Conditions.isTrue(Json.map(cluster.get(Kinds.JOB, "idx"), "status"),
                "Suspended"));
        assertEquals("", status("startTime"));
        assertTrue(cluster.pods("idx").isEmpty());
        cluster.set(Kinds.JOB, "idx", false, "spec", "suspend");
        assertEquals("Suspended JobResumed: Job resumed", untilFinished().get(0));
    }
}
