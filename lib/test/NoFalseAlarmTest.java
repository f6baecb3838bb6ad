import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;

import demoapp.RunningScript;
import demoapp.Trial;
import demoapp.Trial.Run;
import demoapp.json.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What heals by itself is told, waited for, and no failure. */
class NoFalseAlarmTest {
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

    private String manifest(String container) {
        return Trial.file(folder, "web.yaml", """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web}
                spec:
                  progressDeadlineSeconds: 6000
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec:
                      terminationGracePeriodSeconds: 1
                      volumes: [{name: v, emptyDir: {}}]
                      containers: [{name: web, volumeMounts: [{name: v, mountPath: /v}], %s}]
                """.formatted(container)).toString();
    }

    private static void assertDone(Run run, String told) {
        assertEquals(0, run.exit(), run.err() + run.out());
        assertTrue(run.out().contains(told), run.out());
    }

    @Test
    void a_pull_that_fails_once() {
        assertDone(trial.run(new ApplyStep(), "-f", manifest("image: 'nginx:hiccup'")), "dial tcp: i/o timeout");
    }

    /** The first instance does not get the lease and ends; the second waits until it has it, and only then is ready. */
    @Test
    void a_leader_election() {
        assertDone(trial.run(new ApplyStep(), "-f", manifest("image: busybox, readinessProbe: {periodSeconds: 1, exec: {command:"
                + " [test, -f, /tmp/leads]}}, command: [sh, -c, 'ls /v/lost || { touch /v/lost; echo leader election lost; sleep 20;"
                + " exit 1; }; sleep 300; touch /tmp/leads; sleep infinity']")), "Readiness probe failed");
    }

    @Test
    void a_node_that_is_drained_meanwhile() throws Exception {
        assertDone(trial.run(new ApplyStep(), "-f", manifest("image: 'nginx:1'")), "web is ready");
        trial.cordon(true);
        trial.items("v1 pods").forEach(pod -> trial.delete("v1 pods/" + Json.text(pod, "metadata", "name")));
        var restart = new RunningScript(new Rollout(), "restart", "deploy/web", "--kubeconfig",
                trial.kubeconfig().toString(), "-n", trial.namespace());
        restart.awaitOut("Unschedulable: 0/1 nodes are available: 1 node(s) were unschedulable");
        trial.cordon(false);
        assertDone(restart.end(), "rolled out: deployment.apps/web");
    }
}
