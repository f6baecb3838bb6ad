import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import demoapp.RunningScript;
import demoapp.Trial;
import demoapp.Trial.Run;
import demoapp.json.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.Yaml;

/** Rollouts that go well and rollouts that do not, as a user of the script sees them. */
class RolloutTest {
    @TempDir static Path folder;
    private static Trial trial;

    @BeforeAll
    static void start() {
        trial = new Trial(folder.resolve("playground"));
    }

    @AfterAll
    static void stop() {
        trial.close();
    }

    private static Run rollout(String... args) {
        var all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--kubeconfig", trial.kubeconfig().toString(), "-n", trial.namespace()));
        return Trial.runAsIs(new Rollout(), all.toArray(String[]::new));
    }

    /** A Deployment of one container with these fields. @param spec more of the pod's spec, the Deployment's own last */
    private static void deploy(String name, String container, String spec, String own) {
        Map<String, Object> object = new Yaml().load("""
                metadata: {name: %1$s}
                spec:
                  %4$s
                  selector: {matchLabels: {app: %1$s}}
                  template:
                    metadata: {labels: {app: %1$s}}
                    spec:
                      terminationGracePeriodSeconds: 1
                      %3$s
                      containers:
                      - {name: main, %2$s}
                """.formatted(name, container, spec, own));
        var answer = trial.create("apps/v1 deployments", object);
        assertEquals(201, answer.status(), Json.string(answer.body()));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            image-missing    | image: 'nginx:missing'                            | restartPolicy: Always | nginx:missing: not found
            never-pulled     | image: 'redis:1', imagePullPolicy: Never          | restartPolicy: Always | ErrImageNeverPull: Container image "redis:1"
            image-malformed  | image: 'Bad//Image'                               | restartPolicy: Always | InvalidImageName
            registry-down    | image: 'r.invalid/web:1'                          | restartPolicy: Always | no such host
            crashes          | image: 'busybox:1', command: [sh, -c, 'exit 3']   | restartPolicy: Always | exit code 3,
            ends             | image: 'busybox:1', command: [sh, -c, 'exit 0']   | restartPolicy: Always | exit code 0,
            no-configmap     | image: 'nginx:1', envFrom: [{configMapRef: {name: absent}}] | restartPolicy: Always | CreateContainerConfigError: configmap "absent" not found
            out-of-memory    | image: 'polinux/stress', command: [stress, --vm, '1', --vm-bytes, 250M], resources: {limits: {memory: 100Mi}} | restartPolicy: Always | OOMKilled: over its memory limit of 100Mi, 3 times
            signalled        | image: 'busybox:1', command: [sh, -c, 'exit 139'] | restartPolicy: Always | exit code 139 (signal 11), 3 times
            no-key           | image: 'nginx:1', env: [{name: A, valueFrom: {configMapKeyRef: {name: kube-root-ca.crt, key: nokey}}}] | restartPolicy: Always | couldn't find key nokey in ConfigMap
            no-secret        | image: 'nginx:1', env: [{name: A, valueFrom: {secretKeyRef: {name: absent, key: a}}}] | restartPolicy: Always | secret "absent" not found
            no-volume-source | image: 'nginx:1'                                  | `volumes: [{name: v, secret: {secretName: absent}}]` | FailedMount
            no-map-volume    | image: 'nginx:1'                                  | `volumes: [{name: v, configMap: {name: absent}}]` | configmap "absent" not found
            no-claim         | image: 'nginx:1'                                  | `volumes: [{name: v, persistentVolumeClaim: {claimName: absent}}]` | persistentvolumeclaim "absent" not found
            init-no-image    | image: 'nginx:1' | `initContainers: [{name: first, image: 'busybox:missing'}]` | busybox:missing: not found
            init-crashes     | image: 'nginx:1' | `initContainers: [{name: first, image: 'busybox:1', command: [sh, -c, 'exit 2']}]` | exit code 2,
            too-large        | image: 'nginx:1', resources: {requests: {cpu: 640}} | restartPolicy: Always | Unschedulable: 0/1 nodes are available: 1 Insufficient cpu
            no-such-node     | image: 'nginx:1' | `nodeSelector: {disk: ssd}` | Unschedulable
            """)
    void the_cause_is_named_and_the_exit_code_is_1(String name, String container, String spec, String cause) {
        deploy(name, container, spec, "progressDeadlineSeconds: 100000");
        var run = rollout("status", "deploy/" + name);
        assertEquals(1, run.exit(), run.out());
        assertTrue(run.err().contains(cause), run.err());
        assertTrue(run.err().startsWith("error: deployment.apps/" + name + ": pod " + name + "-"), run.err());
        assertTrue(run.out().contains("  try: "), run.out());
        assertFalse(run.err().contains("\tat "), run.err());
    }

    /** Kubernetes never restarts a pod for its readiness; its liveness kills the container again and again. */
    @Test
    void a_liveness_probe_that_kills_is_named_in_its_own_words() {
        deploy("killed",
                "image: 'nginx:1', livenessProbe: {httpGet: {path: /no, port: 80}, periodSeconds: 1, failureThreshold: 1}",
                "restartPolicy: Always", "progressDeadlineSeconds: 100000");
        var run = rollout("status", "deploy/killed");
        assertEquals(1, run.exit(), run.out());
        assertTrue(run.err().contains("Container main failed liveness probe, will be restarted: Liveness probe failed: HTTP probe"
                + " failed with statuscode: 404"), run.err());
    }

    @Test
    void what_a_quota_refuses_is_named_with_the_quota() {
        trial.create("v1 resourcequotas", new Yaml().load("{metadata: {name: few}, spec: {hard: {requests.cpu: 1}}}"));
        try {
            deploy("refused", "image: 'nginx:1', resources: {requests: {cpu: 2}}", "restartPolicy: Always",
                    "progressDeadlineSeconds: 100000");
            var run = rollout("status", "deploy/refused");
            assertEquals(1, run.exit(), run.out());
            assertTrue(run.err().contains("FailedCreate: pods \"refused-") && run.err().contains("exceeded quota: few"),
                    run.err());
            assertTrue(run.out().contains("try: kubectl describe quota"), run.out());
        } finally {
            trial.delete("v1 resourcequotas/few");
        }
    }

    @Test
    void what_admission_refuses_is_named() {
        deploy("nobody", "image: 'nginx:1'", "serviceAccountName: absent", "progressDeadlineSeconds: 100000");
        var run = rollout("status", "deploy/nobody");
        assertEquals(1, run.exit(), run.out());
        assertTrue(run.err().contains("FailedCreate") && run.err().contains("serviceaccount \"absent\" not found"), run.err());
    }

    @Test
    void a_volume_of_a_class_that_is_not_there_is_named_where_a_pod_waits_for_it() {
        trial.create("v1 persistentvolumeclaims", new Yaml().load("""
                metadata: {name: fast}
                spec: {accessModes: [ReadWriteOnce], storageClassName: fast, resources: {requests: {storage: 1Gi}}}
                """));
        deploy("waits", "image: 'nginx:1'", "volumes: [{name: v, persistentVolumeClaim: {claimName: fast}}]",
                "progressDeadlineSeconds: 100000");
        var run = rollout("status", "deploy/waits");
        assertEquals(1, run.exit(), run.out());
        assertTrue(run.err().contains("ProvisioningFailed: persistentvolumeclaim/fast: storageclass.storage.k8s.io"
                + " \"fast\" not found"),
                run.err());
    }

    @Test
    void a_daemon_set_is_watched_too() {
        Map<String, Object> set = new Yaml().load("""
                metadata: {name: agent}
                spec:
                  selector: {matchLabels: {app: agent}}
                  template:
                    metadata: {labels: {app: agent}}
                    spec: {containers: [{name: main, image: 'nginx:1'}]}
                """);
        assertEquals(201, trial.create("apps/v1 daemonsets", set).status());
        assertEquals(0, rollout("status", "ds/agent", "--settle", "1s").exit());
        var run = rollout("set-image", "ds/agent", "main=nginx:missing", "--rollback-on-failure", "--settle", "1s");
        assertEquals(1, run.exit(), run.out());
        assertTrue(run.err().contains("nginx:missing: not found"), run.err());
        assertEquals("1", trial.get("apps/v1 daemonsets/agent").text("status", "numberAvailable"));
    }

    @Test
    void the_log_of_the_container_that_died_is_shown() {
        deploy("tells", "image: 'busybox:1', command: [sh, -c, 'echo cannot find the database; exit 1']", "restartPolicy: Always",
                "replicas: 1");
        var run = rollout("status", "deploy/tells");
        assertEquals(1, run.exit(), run.out());
        assertTrue(run.out().contains("    cannot find the database"), run.out());
    }

    @Test
    void a_probe_that_never_succeeds_fails_at_the_progress_deadline_with_its_own_words() {
        deploy("unready", "image: 'nginx:1', readinessProbe: {httpGet: {path: /no, port: 81}, periodSeconds: 1}",
                "restartPolicy: Always", "progressDeadlineSeconds: 120");
        var run = rollout("status", "deploy/unready");
        assertEquals(1, run.exit(), run.out());
        assertTrue(run.err().contains("has timed out progressing"), run.err());
        assertTrue(run.err().contains("Readiness probe failed"), run.err());
    }

    @Test
    void a_slow_start_is_no_failure_but_times_out_and_says_what_was_missing() {
        deploy("slow", "image: 'nginx:1', readinessProbe: {httpGet: {path: /no, port: 81}, periodSeconds: 1}",
                "restartPolicy: Always", "progressDeadlineSeconds: 6000");
        var run = rollout("status", "deploy/slow", "--timeout", "3s");
        assertEquals(3, run.exit(), run.out());
        assertTrue(run.err().contains("0 of 1 available"), run.err());
        assertTrue(run.err().contains("Readiness probe failed"), run.err());
    }

    @Test
    void a_crash_that_is_not_repeated_is_no_failure() {
        // It crashes while the file is not there; the volume outlives the container.
        deploy("recovers", "image: 'busybox:1', volumeMounts: [{name: v, mountPath: /v}],"
                + " command: [sh, -c, 'ls /v/x && sleep infinity; touch /v/x; exit 1']", "volumes: [{name: v, emptyDir: {}}]",
                "replicas: 1");
        var run = rollout("status", "deploy/recovers");
        assertEquals(0, run.exit(), run.err() + run.out());
    }

    @Test
    void new_images_are_rolled_out_and_back() {
        deploy("web", "image: 'nginx:1'", "restartPolicy: Always", "replicas: 2");
        assertEquals(0, rollout("status", "deploy/web", "--settle", "1s").exit());

        var update = rollout("set-image", "deploy/web", "main=nginx:2", "--settle", "1s");
        assertEquals(0, update.exit(), update.err());
        assertTrue(update.out().startsWith("deployment.apps/web image updated\n"), update.out());
        var history = rollout("history", "deploy/web");
        assertTrue(history.out().contains("nginx:1") && history.out().contains("nginx:2"), history.out());

        var undo = rollout("undo", "deploy/web", "--settle", "1s");
        assertEquals(0, undo.exit(), undo.err());
        assertEquals("nginx:1", image("web"));
        assertTrue(rollout("undo", "deploy/web", "--to-revision", "9").err().contains("has no revision 9"));
    }

    private static String image(String name) {
        return trial.get("apps/v1 deployments/" + name).text("spec", "template", "spec", "containers", 0, "image");
    }

    @Test
    void a_failed_update_is_rolled_back_when_asked_for() {
        deploy("back", "image: 'nginx:1'", "restartPolicy: Always", "replicas: 2");
        assertEquals(0, rollout("status", "deploy/back", "--settle", "1s").exit());
        var run = rollout("set-image", "deploy/back", "main=nginx:missing", "--rollback-on-failure", "--settle", "1s");
        assertEquals(1, run.exit(), run.out());
        assertTrue(run.out().contains("rolled back to revision 1"), run.out());
        assertTrue(run.err().contains("ErrImagePull"), run.err());
        assertEquals("nginx:1", image("back"));
        assertEquals("2", trial.get("apps/v1 deployments/back").text("status", "availableReplicas"));
    }

    @Test
    void a_machine_gets_one_document_with_the_cause_and_the_way_back() {
        deploy("told", "image: 'nginx:1'", "restartPolicy: Always", "replicas: 1");
        var ready = rollout("status", "deploy/told", "--settle", "1s", "-o", "json");
        assertEquals(0, ready.exit(), ready.err());
        assertEquals("ready", Json.text(Json.read(ready.out().getBytes()), "objects", 0, "state"));

        var back = rollout("set-image", "deploy/told", "main=nginx:missing", "--rollback-on-failure", "--settle", "1s",
                "-o", "yaml");
        assertEquals(1, back.exit(), back.err());
        assertTrue(back.err().contains("deployment.apps/told image updated"), back.err());
        Map<String, Object> document = new Yaml().load(back.out());
        assertEquals("failed", Json.text(document, "state"));
        assertEquals("ErrImagePull", Json.text(document, "objects", 0, "trouble", "reason"));
        assertEquals("ready", Json.text(document, "rollback", "state"));

        var history = Json.read(rollout("history", "deploy/told", "-o", "json").out().getBytes());
        assertEquals(List.of("nginx:missing", "nginx:1"), Json.maps(history, "objects", 0, "revisions").stream()
                .map(revision -> Json.text(revision, "template", "spec", "containers", 0, "image")).toList());
    }

    @Test
    void a_stateful_set_that_waits_for_a_broken_pod_is_rolled_back_too() {
        Map<String, Object> set = new Yaml().load("""
                metadata: {name: db}
                spec:
                  serviceName: db
                  replicas: 2
                  selector: {matchLabels: {app: db}}
                  template:
                    metadata: {labels: {app: db}}
                    spec: {containers: [{name: main, image: 'nginx:1', readinessProbe: {tcpSocket: {port: 80}}}]}
                """);
        assertEquals(201, trial.create("apps/v1 statefulsets", set).status());
        assertEquals(0, rollout("status", "sts/db").exit());
        var run = rollout("set-image", "sts/db", "main=nginx:missing", "--rollback-on-failure");
        assertEquals(1, run.exit(), run.out());
        assertTrue(run.out().contains("pod/db-1 deleted"), run.out());
        assertEquals("2", trial.get("apps/v1 statefulsets/db").text("status", "readyReplicas"));
    }

    @Test
    void the_articles_make_deploy_sets_puma_and_sidekiq() {
        assertEquals(0, trial.run(new ApplyStep(), "2").exit());
        var run = rollout("set-image", "0.0.1");
        assertEquals(0, run.exit(), run.err());
        assertEquals(List.of("deployment.apps/demoapp-puma unchanged", "deployment.apps/demoapp-sidekiq unchanged"),
                run.lines().subList(0, 2));
        var missing = rollout("set-image", "0.0.9", "--rollback-on-failure");
        assertEquals(1, missing.exit(), missing.out());
        assertEquals("demoapp:0.0.1", image("demoapp-puma"));
        assertEquals("mysql:8.4.7", image("demoapp-mysql"));
    }

    @Test
    void what_is_paused_waits_for_resume() {
        deploy("paused", "image: 'nginx:1'", "restartPolicy: Always", "replicas: 1");
        assertEquals("deployment.apps/paused paused\n", rollout("pause", "deploy/paused").out());
        assertEquals("deployment.apps/paused is paused already\n", rollout("pause", "deploy/paused").out());
        assertEquals(1, rollout("restart", "deploy/paused").exit());
        var waits = rollout("set-image", "deploy/paused", "main=nginx:2", "--timeout", "1s", "--settle", "1s");
        assertEquals(3, waits.exit(), waits.out());
        assertTrue(waits.err().contains("paused"), waits.err());
        assertEquals(0, rollout("resume", "deploy/paused", "--settle", "1s").exit());
    }

    @Test
    void a_timeline_shows_every_pod_of_a_restart() throws IOException {
        deploy("drawn", "image: 'nginx:1', readinessProbe: {httpGet: {path: /, port: 80}, initialDelaySeconds: 100}",
                "restartPolicy: Always", "replicas: 3");
        assertEquals(0, rollout("status", "deploy/drawn").exit());
        for (var ending : List.of("json", "svg", "html")) {
            var file = folder.resolve("rollout." + ending);
            var run = rollout("restart", "deploy/drawn", "--timeline", file.toString());
            assertEquals(0, run.exit(), run.err());
            assertTrue(Files.readString(file).contains("deployment.apps/drawn"), ending);
        }
        var story = Json.maps(Json.read(Files.readAllBytes(folder.resolve("rollout.json"))), "objects").get(0);
        assertEquals(6, Json.maps(story, "pods").size());
        assertEquals(3, Json.maps(story, "pods").stream().filter(pod -> Json.truth(pod, "new")).count());
        assertTrue(Json.maps(story, "counts").stream().allMatch(count ->
                Json.number(count, 0, "old") + Json.number(count, 0, "new") <= Json.number(story, 0, "mostPods")),
                Json.string(story));
    }

    @Test
    void watch_prints_a_line_for_each_change_in_a_pipe() throws Exception {
        deploy("watched", "image: 'nginx:1'", "restartPolicy: Always", "replicas: 1");
        assertEquals(0, rollout("status", "deploy/watched", "--settle", "1s").exit());
        var watch = new RunningScript(new Rollout(), "watch", "deploy/watched", "--kubeconfig",
                trial.kubeconfig().toString(), "-n", trial.namespace(), "--timeout", "30s");
        watch.awaitOut("deployment.apps/watched: 1 of 1 available; 1 pods of at most 2, 1 ready of at least 1");
        assertEquals(0, rollout("set-image", "deploy/watched", "main=nginx:missing", "--no-wait").exit());
        watch.awaitOut(": 1 wanted, 1 there, 0 ready, nginx:missing");
        watch.awaitOut("nginx:missing: not found");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            status job/x                          | 2 | 'job' has no rollouts
            status a/b/c                          | 2 | is no KIND/NAME
            status deploy/absent                  | 1 | "absent" not found
            set-image deploy/x                    | 2 | which image?
            set-image no tag                      | 2 | is no CONTAINER=IMAGE
            set-image deploy/x main=No!           | 2 | is no CONTAINER=IMAGE
            set-image -v=x                        | 2 | Invalid value
            status --timeline x.png               | 2 | has to end in .html, .svg or .json
            status --timeline /no/such/x.svg      | 2 | there is no folder
            status --settle never                 | 2 | is no duration
            status                                | 1 | no Deployment is labelled app=demoapp
            NOTHING                               | 2 | which command?
            """)
    void bad_input_is_refused_with_one_clear_error(String line, int exit, String message) {
        var args = line.equals("NOTHING") ? new String[0] : line.split(" ");
        var all = new ArrayList<>(List.of(args));
        if (args.length > 0) {
            all.addAll(List.of("--kubeconfig", trial.kubeconfig().toString(), "-n", "kube-public"));
        }
        var run = Trial.runAsIs(new Rollout(), all.toArray(String[]::new));
        assertEquals(exit, run.exit(), run.err());
        assertTrue(run.err().contains(message), run.err());
        assertTrue(run.err().lines().count() <= 3, run.err());
    }

    @Test
    void a_container_that_is_not_there_changes_nothing() {
        deploy("kept", "image: 'nginx:1'", "restartPolicy: Always", "replicas: 1");
        var run = rollout("set-image", "deploy/kept", "other=nginx:2");
        assertEquals(1, run.exit());
        assertEquals("error: deployment.apps/kept has no container other: it has main\n", run.err());
        assertEquals("nginx:1", image("kept"));
    }
}
