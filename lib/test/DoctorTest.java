import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import demoapp.Trial;
import demoapp.Trial.Run;
import demoapp.json.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
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

    private static Map<String, Object> finding(Run run, String what) {
        return Json.maps(Json.read(run.out().getBytes()), "findings").stream().filter(finding -> finding.get("what").equals(what))
                .findFirst().orElseThrow(() -> new AssertionError(what + " is not in " + run.out()));
    }

    @Test
    void on_the_playground_all_steps_can_work() {
        var run = trial.run(new Doctor());
        assertEquals(0, run.exit(), run.out() + run.err());
        for (var line : new String[] {"ok cluster       Kubernetes v1.32", "simulated: no container runs", "ok context",
            "local\n", "ok clock", "ok image", "ok StorageClass  standard, by demoapp/simulated",
            "ok Ingress       playground, by demoapp/simulated"}) {
            assertTrue(run.out().contains(line), line + " is not in\n" + run.out());
        }
        assertEquals("good", finding(trial.run(new Doctor(), "-o", "json"), "StorageClass").get("state"));
    }

    /** The command that doctor names is run as it stands, by a shell. */
    @Test
    void what_mends_a_missing_storage_class_mends_it() throws Exception {
        var standard = Json.map(trial.http().get("/apis/storage.k8s.io/v1/storageclasses/standard").body());
        trial.http().send("DELETE", "/apis/storage.k8s.io/v1/storageclasses/standard", "application/json", Map.of());
        Json.set(standard, "hostpath", "metadata", "name");
        Json.set(standard, null, "metadata", "resourceVersion");
        Json.set(standard, null, "metadata", "uid");
        trial.http().send("POST", "/apis/storage.k8s.io/v1/storageclasses", "application/json", standard);

        var run = trial.run(new Doctor(), "-o", "json");
        assertEquals(1, run.exit(), run.out());
        var missing = finding(run, "StorageClass");
        assertEquals("bad", missing.get("state"));
        assertEquals("there is none named standard, but hostpath", missing.get("detail"));
        assertEquals(0, trial.run(new Doctor(), "2").exit(), "steps 1 and 2 need none");

        var said = folder.resolve("said").toFile();
        var shell = new ProcessBuilder("sh", "-c", missing.get("mend").toString()).redirectErrorStream(true).redirectOutput(said);
        shell.environment().put("KUBECONFIG", trial.kubeconfig().toString());
        assertTrue(shell.start().waitFor(1, TimeUnit.MINUTES));
        var mended = trial.run(new Doctor());
        assertEquals(0, mended.exit(), Files.readString(said.toPath()) + mended.out());
    }

    @Test
    void without_an_ingress_class_only_step_4_cannot_work() {
        trial.http().send("DELETE", "/apis/networking.k8s.io/v1/ingressclasses/playground", "application/json", Map.of());
        var run = trial.run(new Doctor());
        assertEquals(1, run.exit(), run.out());
        assertTrue(run.out().contains("no Ingress       no IngressClass, so no controller (needed from step 4 on)"), run.out());
        assertEquals(0, trial.run(new Doctor(), "3").exit());
    }

    @Test
    void a_cluster_that_does_not_answer_is_a_finding_and_the_rest_is_looked_at_all_the_same() throws IOException {
        int port;
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        var kubeconfig = Trial.file(folder, "down", """
                {apiVersion: v1, kind: Config, current-context: kind-down, users: [{name: u, user: {}}],
                contexts: [{name: kind-down, context: {cluster: c, user: u}}],
                clusters: [{name: c, cluster: {server: "http://127.0.0.1:%d"}}]}
                """.formatted(port));
        var run = Trial.runAsIs(new Doctor(), "--kubeconfig", kubeconfig.toString(), "-o", "json");
        assertEquals(1, run.exit(), run.out());
        assertEquals("bad", finding(run, "cluster").get("state"));
        assertTrue(finding(run, "cluster").get("detail").toString().contains("nothing answers there"), run.out());
        assertEquals("docker start down-control-plane", finding(run, "cluster").get("mend"));
        assertFalse(finding(run, "engine").get("detail").toString().isEmpty());
    }

    /** A stand-in for docker answers as docker does for a kind cluster with extraPortMappings. */
    @Test
    void on_kind_ingresses_answer_at_the_port_of_this_machine_that_is_mapped() throws Exception {
        var docker = Trial.file(folder, "docker", """
                #!/bin/sh
                [ "$*" = "port demo-control-plane 443/tcp" ] && echo 0.0.0.0:8443 && echo '[::]:8443'
                """);
        assertTrue(docker.toFile().setExecutable(true));
        var kubeconfig = Trial.file(folder, "kind", Files.readString(trial.kubeconfig()).replace("playground", "kind-demo"));
        var said = folder.resolve("said").toFile();
        var doctor = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), "Doctor", "-o", "json", "--kubeconfig", kubeconfig.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD).redirectOutput(said);
        doctor.environment().put("PATH", folder + ":" + System.getenv("PATH"));
        assertTrue(doctor.start().waitFor(2, TimeUnit.MINUTES));
        assertEquals("Ingresses answer at 127.0.0.1:8443",
                finding(new Run(0, Files.readString(said.toPath()), ""), "address").get("detail"));
    }

    @Test
    void there_is_no_step_5() {
        var run = trial.run(new Doctor(), "5");
        assertEquals(2, run.exit());
        assertEquals("error: there is no step 5: the steps are 1 to 4\n", run.err());
    }
}
