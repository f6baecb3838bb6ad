import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;

import demoapp.FaultyProxy;
import demoapp.RunningScript;
import demoapp.Trial;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Between the script and the playground stands a proxy that does what networks and busy servers do. */
class FaultTest {
    @TempDir Path folder;
    private Trial trial;
    private FaultyProxy proxy;

    @BeforeEach
    void start() {
        trial = new Trial(folder.resolve("playground"), 40); // a progress deadline is 15 s then
        proxy = new FaultyProxy(trial.kubeconfig(), folder.resolve("proxied"));
    }

    @AfterEach
    void stop() {
        proxy.close();
        trial.close();
    }

    private Trial.Run apply(String... args) {
        var all = new java.util.ArrayList<>(java.util.List.of("--kubeconfig", proxy.kubeconfig().toString(),
                "-n", trial.namespace()));
        all.addAll(java.util.List.of(args));
        return Trial.runAsIs(new ApplyStep(), all.toArray(String[]::new));
    }

    @Test
    void a_busy_server_is_asked_again_when_it_says_so() {
        proxy.answer(429, "Retry-After: 0", 5);
        proxy.answer(503, "X-Reason: restart", 5);
        var run = apply("3");
        assertEquals(0, run.exit(), run.err());
        assertEquals(0, proxy.faultsLeft());
    }

    @Test
    void a_server_that_stays_busy_is_given_up_at_the_timeout() {
        proxy.answer(503, "X-Reason: down", Integer.MAX_VALUE);
        var run = apply("3", "--timeout", "1s");
        assertEquals(3, run.exit(), run.err());
        assertTrue(run.err().contains("does not serve"), run.err());
    }

    @Test
    void watches_survive_dropped_connections() {
        proxy.dropStreamsAfter(20);
        var run = apply("3");
        assertEquals(0, run.exit(), run.err());
        assertTrue(proxy.droppedStreams() > 0, "no watch was dropped");
    }

    @Test
    void an_api_server_that_restarts_meanwhile_is_waited_for() throws Exception {
        var web = Trial.file(folder, "web.yaml", """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web}
                spec:
                  replicas: 3
                  progressDeadlineSeconds: 100000
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec:
                      terminationGracePeriodSeconds: 1
                      containers: [{name: web, image: 'nginx:1', readinessProbe: {httpGet: {port: 80}, initialDelaySeconds: 300}}]
                """);
        assertEquals(0, trial.run(new ApplyStep(), "-f", web.toString()).exit());
        var restart = new RunningScript(new Rollout(), "restart", "deploy/web", "--kubeconfig",
                trial.kubeconfig().toString(), "-n", trial.namespace());
        restart.awaitOut("1 of 3 updated");
        trial.restart();
        var run = restart.end();
        assertEquals(0, run.exit(), run.err() + run.out());
        assertTrue(run.out().contains("rolled out: deployment.apps/web"), run.out());
    }

    @Test
    void watches_list_anew_when_their_version_is_gone() {
        proxy.expireWatches(3);
        var run = apply("3");
        assertEquals(0, run.exit(), run.err());
        assertEquals(0, proxy.faultsLeft());
    }
}
