package demoapp.playground.controllers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import demoapp.json.Json;
import demoapp.playground.store.Deletion;
import demoapp.playground.store.Kinds;

class CronJobTest {
    private final Simulation cluster = new Simulation();

    @AfterEach
    void stop() {
        cluster.close();
    }

    private void apply(String script, String more) {
        cluster.apply("""
                apiVersion: batch/v1
                kind: CronJob
                metadata: {name: tick}
                spec:
                  schedule: "* * * * *"
                  %s
                  jobTemplate:
                    metadata: {labels: {app: tick}}
                    spec:
                      template:
                        spec:
                          restartPolicy: Never
                          containers:
                            - {name: main, image: "busybox:1.36", command: [sh, -c, "%s"]}
                """.formatted(more, script));
    }

    private long said(String reason) {
        return cluster.list(Kinds.EVENT).stream().filter(event -> reason.equals(event.get("reason"))
                && "CronJob".equals(Json.text(event, "involvedObject", "kind"))).count();
    }

    @Test
    void every_minute_a_job_named_after_it_is_started_and_seen_to_its_end() {
        apply("exit 0", "");
        cluster.until("three jobs", () -> said("SawCompletedJob") >= 3);
        var jobs = cluster.list(Kinds.JOB).stream().map(job -> Json.text(job, "metadata", "name")).toList();
        var minutes = jobs.stream().map(name -> Long.parseLong(name.substring("tick-".length()))).toList();
        assertEquals(minutes.get(0) + 1, minutes.get(1));
        var job = cluster.list(Kinds.JOB).get(0);
        assertEquals("tick", Json.text(job, "metadata", "labels", "app"));
        assertEquals("CronJob/tick", Owners.controllerOf(job).get("kind") + "/" + Owners.controllerOf(job).get("name"));
        assertTrue(Json.text(cluster.get(Kinds.CRON_JOB, "tick"), "status", "lastSuccessfulTime").endsWith("Z"));
    }

    @Test
    void only_so_many_finished_jobs_are_kept_as_the_history_limits_say() {
        apply("exit 0", "successfulJobsHistoryLimit: 1");
        cluster.until("old jobs to be deleted", () -> said("SuccessfulDelete") >= 2);
        cluster.until("few to be left", () -> cluster.list(Kinds.JOB).size() <= 2);
    }

    @Test
    void forbid_starts_no_job_while_one_runs() {
        apply("sleep 1000", "concurrencyPolicy: Forbid");
        cluster.until("a job to be left out", () -> said("JobAlreadyActive") > 0);
        assertEquals(1, cluster.list(Kinds.JOB).size());
    }

    @Test
    void replace_deletes_the_job_that_still_runs() {
        apply("sleep 1000", "concurrencyPolicy: Replace");
        cluster.until("a job to be replaced", () -> said("SuccessfulDelete") > 0);
        cluster.until("only the new one to be left", () -> cluster.list(Kinds.JOB).size() == 1);
    }

    @Test
    void a_suspended_cron_job_starts_nothing_and_a_deleted_one_takes_its_jobs_along() {
        apply("sleep 1000", "");
        cluster.until("a job", () -> !cluster.list(Kinds.JOB).isEmpty());
        cluster.set(Kinds.CRON_JOB, "tick", true, "spec", "suspend");
        cluster.registry.delete(Kinds.CRON_JOB, Simulation.NAMESPACE, "tick", Deletion.background());
        cluster.until("nothing to be left", () -> cluster.list(Kinds.JOB).isEmpty() && cluster.pods("tick").isEmpty());
    }

    @Test
    void a_job_that_somebody_deleted_is_missed() {
        apply("sleep 1000", "");
        cluster.until("a job", () -> !Json.list(cluster.get(Kinds.CRON_JOB, "tick"), "status", "active").isEmpty());
        cluster.set(Kinds.CRON_JOB, "tick", true, "spec", "suspend");
        for (var job : cluster.list(Kinds.JOB)) {
            cluster.delete(Kinds.JOB, Json.text(job, "metadata", "name"));
        }
        cluster.until("the event", () -> said("MissingJob") > 0);
        cluster.until("the list to be empty", () ->
                List.of().equals(Json.list(cluster.get(Kinds.CRON_JOB, "tick"), "status", "active")));
    }
}
