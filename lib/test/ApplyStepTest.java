import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

import demoapp.Trial;
import demoapp.Trial.Run;
import demoapp.json.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplyStepTest {
    @TempDir Path folder;
    private Trial trial;

    @BeforeEach
    void start() {
        trial = new Trial(folder.resolve("playground"));
    }

    @AfterEach
    void stop() {
        trial.close();
    }

    private Run apply(String... args) {
        return trial.run(new ApplyStep(), args);
    }

    private static void assertDone(Run run) {
        assertEquals(0, run.exit(), run.err() + run.out());
    }

    @Test
    void all_steps_one_after_the_other_on_a_live_cluster() {
        var objects = new int[] {11, 12, 14, 15};
        for (var step = 1; step <= 4; step++) {
            var run = apply(Integer.toString(step));
            assertDone(run);
            assertTrue(run.out().contains("step " + step + " is ready: " + objects[step - 1] + " objects"), run.out());
        }
        assertEquals("2", trial.get("apps/v1 deployments/demoapp-puma").text("status", "availableReplicas"));
        assertEquals("Bound", trial.get("v1 persistentvolumeclaims/demoapp-mysql").text("status", "phase"));
        assertEquals("demoapp-puma.127.0.0.1.nip.io", trial.get("networking.k8s.io/v1 ingresses/demoapp-puma")
                .text("spec", "rules", 0, "host"));
    }

    @Test
    void the_ingress_for_gke_names_a_reserved_address() {
        assertDone(apply("4"));
        var run = apply("-f", "lib/manifests/gke", "--set", "ADDRESS_NAME=mine", "--set", "INGRESS_IP=203.0.113.7",
                "--force-conflicts", "--no-wait");
        assertDone(run);
        var ingress = trial.get("networking.k8s.io/v1 ingresses/demoapp-puma");
        assertEquals("mine", ingress.text("metadata", "annotations", "kubernetes.io/ingress.global-static-ip-name"));
        assertEquals("gce", ingress.text("metadata", "annotations", "kubernetes.io/ingress.class"));
        assertEquals("", ingress.text("spec", "ingressClassName"));
        assertEquals("demoapp-puma.203.0.113.7.nip.io", ingress.text("spec", "rules", 0, "host"));
    }

    @Test
    void a_second_apply_changes_nothing() {
        assertDone(apply("3"));
        var before = trial.get("apps/v1 deployments/demoapp-mysql").text("metadata", "generation");

        var again = apply("3");

        assertDone(again);
        assertEquals(14, again.lines().stream().filter(line -> line.endsWith(" unchanged")).count(), again.out());
        assertEquals(before, trial.get("apps/v1 deployments/demoapp-mysql").text("metadata", "generation"));
    }

    @Test
    void the_way_from_rolling_update_to_recreate_and_back_leaves_nothing_behind() {
        assertDone(apply("2"));
        assertDone(apply("3"));
        var mysql = trial.get("apps/v1 deployments/demoapp-mysql");
        assertEquals(Map.of("type", "Recreate"), Json.map(mysql.body(), "spec", "strategy"));
        assertEquals("", mysql.text("spec", "paused"));

        assertDone(apply("2", "--no-wait"));
        assertEquals("RollingUpdate", trial.get("apps/v1 deployments/demoapp-mysql").text("spec", "strategy", "type"));
    }

    @Test
    void the_database_is_set_up_again_when_it_moves_to_a_new_volume() {
        assertDone(apply("2"));
        var first = trial.get("batch/v1 jobs/demoapp-setup-db").text("metadata", "uid");

        var moved = apply("3");
        assertTrue(moved.out().contains("job.batch/demoapp-setup-db replaced"), moved.out());
        assertNotEquals(first, trial.get("batch/v1 jobs/demoapp-setup-db").text("metadata", "uid"));

        assertTrue(apply("3").out().contains("job.batch/demoapp-setup-db unchanged"));
    }

    @Test
    void somebody_elses_strategy_is_taken_over_only_when_asked_for() {
        assertDone(apply("2"));
        trial.patch("apps/v1 deployments/demoapp-mysql", Map.of("spec", Map.of("strategy",
                Map.of("rollingUpdate", Map.of("maxSurge", 1)))));

        var refused = apply("3");
        assertEquals(1, refused.exit());
        assertTrue(refused.err().contains("mysql-deploy.yaml:") && refused.err().contains("--force-conflicts"), refused.err());
        assertFalse(trial.has("v1 persistentvolumeclaims/demoapp-mysql"), "nothing may be written");

        assertDone(apply("3", "--force-conflicts"));
        assertEquals(Map.of("type", "Recreate"),
                Json.map(trial.get("apps/v1 deployments/demoapp-mysql").body(), "spec", "strategy"));
    }

    @Test
    void a_conflict_names_the_other_manager_and_is_won_by_force() {
        assertDone(apply("1", "--no-wait"));
        trial.patch("v1 configmaps/demoapp-rails-env", Map.of("data", Map.of("SIDEKIQ_TIMEOUT", "5")));

        var refused = apply("1", "--no-wait");
        assertEquals(1, refused.exit());
        assertTrue(refused.err().contains("rails-env-cm.yaml:1: configmap/demoapp-rails-env: ")
                && refused.err().contains("conflict with \"somebody\""), refused.err());

        assertDone(apply("1", "--no-wait", "--force-conflicts"));
        assertEquals("60", trial.get("v1 configmaps/demoapp-rails-env").text("data", "SIDEKIQ_TIMEOUT"));
    }

    @Test
    void a_finished_job_with_another_template_is_replaced_only_when_asked_for() {
        var job = """
                apiVersion: batch/v1
                kind: Job
                metadata: {name: hello}
                spec:
                  template:
                    spec:
                      restartPolicy: Never
                      containers: [{name: hello, image: busybox, command: [echo, "${WORD}"]}]
                """;
        var file = Trial.file(folder, "job.yaml", job).toString();
        assertDone(apply("-f", file, "--set", "WORD=one"));
        var first = trial.get("batch/v1 jobs/hello").text("metadata", "uid");

        var refused = apply("-f", file, "--set", "WORD=two");
        assertEquals(1, refused.exit());
        assertTrue(refused.err().contains("--replace-jobs"), refused.err());
        assertEquals(first, trial.get("batch/v1 jobs/hello").text("metadata", "uid"));

        var replaced = apply("-f", file, "--set", "WORD=two", "--replace-jobs");
        assertDone(replaced);
        assertTrue(replaced.out().contains("job.batch/hello replaced"), replaced.out());
        assertEquals("two", trial.get("batch/v1 jobs/hello")
                .text("spec", "template", "spec", "containers", 0, "command", 1));
    }

    @Test
    void prune_removes_what_the_step_does_not_have_but_no_volume() {
        assertDone(apply("4"));
        var outlook = apply("1", "--prune", "--dry-run=server").out();
        assertTrue(outlook.contains("ingress.networking.k8s.io/demoapp-puma deleted (dry run)"), outlook);
        assertTrue(trial.has("networking.k8s.io/v1 ingresses/demoapp-puma"));
        var run = apply("1", "--prune");
        assertDone(run);
        assertFalse(trial.has("networking.k8s.io/v1 ingresses/demoapp-puma"));
        assertFalse(trial.has("batch/v1 jobs/demoapp-setup-db"));
        assertTrue(trial.has("v1 persistentvolumeclaims/demoapp-mysql"));
        assertTrue(run.out().contains("persistentvolumeclaim/demoapp-mysql kept, with its data"), run.out());

        assertDone(apply("1", "--prune", "--prune-volumes"));
        assertFalse(trial.has("v1 persistentvolumeclaims/demoapp-mysql"));
    }

    @Test
    void prune_leaves_alone_what_only_has_the_same_name() {
        var claim = """
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: {name: demoapp-mysql, labels: {app: shop}}
                spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
                """;
        assertDone(apply("-f", Trial.file(folder, "claim.yaml", claim).toString()));
        assertDone(apply("1", "--prune", "--prune-volumes", "--no-wait"));
        assertTrue(trial.has("v1 persistentvolumeclaims/demoapp-mysql"));
    }

    @Test
    void a_dry_run_writes_nothing_and_shows_no_secret() {
        var client = apply("3", "--dry-run=client", "-o", "yaml");
        var server = apply("3", "--dry-run=server", "--diff", "-o", "json");
        assertDone(client);
        assertDone(server);
        assertEquals(14, Json.list(Json.read(server.out().getBytes()), "items").size(), server.out());
        for (var run : new Run[] {client, server}) {
            assertFalse((run.out() + run.err()).contains("demoapp-password"), "the password is shown");
            assertFalse((run.out() + run.err()).contains("ZGVtb2FwcC1wYXNzd29yZA"), "the password's Base64 is shown");
        }
        assertTrue(trial.items("apps/v1 deployments").isEmpty());
        assertTrue(trial.items("v1 secrets").isEmpty());
    }

    @Test
    void a_dry_run_of_the_client_needs_no_cluster() {
        var run = Trial.runAsIs(new ApplyStep(), "3", "--dry-run=client");
        assertDone(run);
        assertTrue(run.out().contains("deployment.apps/demoapp-puma (client dry run)"), run.out());
    }

    @Test
    void diff_shows_the_change_in_the_lines_of_the_yaml() {
        assertDone(apply("1", "--no-wait"));
        var run = apply("2", "--diff", "--dry-run=server");
        assertDone(run);
        assertAll(Arrays.stream(new String[] {"-  replicas: 1", "+  replicas: 2", "-        - ./bin/setup-db-and-start-puma",
            "+        - ./bin/start-puma", "+kind: Job"}).map(line -> () -> assertTrue(
                run.lines().stream().anyMatch(shown -> shown.replace(" ", "").equals(line.replace(" ", ""))),
                () -> line + " is not in\n" + run.out())));
        assertFalse(run.out().contains("--- configmap/demoapp-mysql-env"), "what does not change has no diff");
        assertTrue(run.out().contains("deployment.apps/demoapp-puma configured (server dry run)"), run.out());
    }

    @Test
    void a_report_for_machines() {
        var run = apply("3", "-o", "json");
        assertDone(run);
        var report = Json.read(run.out().getBytes());
        assertEquals("ready", report.get("state"));
        assertEquals(14, Json.maps(report, "objects").size());
        assertTrue(Json.maps(report, "objects").stream().anyMatch(object -> object.get("name").equals("demoapp-setup-db")
                && object.get("result").equals("created") && object.get("message").equals("complete")), run.out());
    }

    private static final String WEB = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec:
                  containers: [{name: web, %s}]
            """;

    @Test
    void what_never_gets_ready_is_named_when_time_is_up() {
        var web = WEB.formatted("image: nginx, readinessProbe: {tcpSocket: {port: 81}}");
        var run = apply("-f", Trial.file(folder, "web.yaml", web).toString(), "--timeout", "1s");
        assertEquals(3, run.exit(), run.out());
        assertTrue(run.err().contains("deployment.apps/web: 0 of 1 available"), run.err());
    }

    @Test
    void an_image_that_is_not_there_ends_the_wait_at_once() {
        var web = Trial.file(folder, "web.yaml", WEB.formatted("image: 'demoapp:missing'")).toString();
        var run = apply("-f", web);
        assertEquals(1, run.exit(), run.out());
        assertTrue(run.err().startsWith("error: deployment.apps/web: pod web-"), run.err());
        assertTrue(run.err().contains("demoapp:missing"), run.err());

        var report = Json.read(apply("-f", web, "-o", "json").out().getBytes());
        assertEquals("failed", report.get("state"));
        assertTrue(Json.text(report, "objects", 0, "trouble", "reason").matches("ErrImagePull|ImagePullBackOff"));
        assertEquals("web", Json.text(report, "objects", 0, "trouble", "container"));
    }

    @Test
    void a_failed_job_ends_the_wait_with_its_reason() {
        var job = """
                apiVersion: batch/v1
                kind: Job
                metadata: {name: broken}
                spec:
                  backoffLimit: 0
                  template:
                    spec:
                      restartPolicy: Never
                      containers: [{name: broken, image: busybox, command: [sh, -c, exit 3]}]
                """;
        var run = apply("-f", Trial.file(folder, "job.yaml", job).toString());
        assertEquals(1, run.exit(), run.out());
        assertTrue(run.err().contains("job.batch/broken: BackoffLimitExceeded"), run.err());
        assertTrue(run.err().contains("container broken: Error: exit code 3"), run.err());
        // Jobs have no rollouts to undo, and their containers none before.
        assertTrue(run.out().contains("try: logs job/broken -n " + trial.namespace() + "; "), run.out());
        assertTrue(run.out().contains("kubectl delete job/broken -n " + trial.namespace()), run.out());
        assertFalse(run.out().contains("rollout undo"), run.out());
    }

    @Test
    void two_at_the_same_time_do_not_hurt_each_other() {
        var runs = java.util.stream.IntStream.range(0, 4).parallel().mapToObj(i -> apply("3")).toList();
        runs.forEach(ApplyStepTest::assertDone);
        assertEquals(2, trial.items("v1 pods").stream()
                .filter(pod -> Json.text(pod, "metadata", "labels", "component").equals("puma")).count());
    }
}
