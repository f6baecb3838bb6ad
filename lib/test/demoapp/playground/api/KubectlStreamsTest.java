package demoapp.playground.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import demoapp.playground.Cluster;
import demoapp.playground.ClusterOptions;

/** exec, cp, run, attach and port-forward of the kubectl that is on the path: from 1.31 on it speaks WebSocket. */
class KubectlStreamsTest {
    @TempDir
    static Path folder;
    private static Cluster cluster;

    /** @param output standard output, then error output without kubectl's own log lines */
    private record Outcome(int exit, String output) { }

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(onPath(), "no kubectl on the path");
        cluster = Cluster.start(ClusterOptions.in(folder.resolve("cluster")));
        var version = kubectl("", "version").output().replaceFirst("(?s).*Client Version: v1\\.(\\d+).*", "$1");
        assumeTrue(version.matches("\\d+") && Integer.parseInt(version) >= 31, "kubectl before 1.31 speaks SPDY");
        var pods = folder.resolve("pods.yaml");
        Files.writeString(pods, """
                apiVersion: v1
                kind: Pod
                metadata: {name: two}
                spec:
                  terminationGracePeriodSeconds: 0
                  containers:
                  - {name: first, image: "busybox:1.36", command: [sh, -c, "echo one; exec sleep 600"]}
                  - {name: second, image: "busybox:1.36", command: [sh, -c, "echo two; exec sleep 600"]}
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: web}
                spec: {containers: [{name: nginx, image: nginx}]}
                """);
        kubectl("", "apply", "-f", pods.toString());
        assertEquals(0, kubectl("", "wait", "--for=condition=Ready", "pod/two", "pod/web", "--timeout=30s").exit());
    }

    private static boolean onPath() {
        return List.of(System.getenv("PATH").split(java.io.File.pathSeparator)).stream()
                .anyMatch(place -> Files.isExecutable(Path.of(place, "kubectl")));
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    private static Process begin(String... arguments) throws IOException {
        var command = new ArrayList<>(List.of("kubectl", "--kubeconfig", cluster.kubeconfig().toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).directory(folder.toFile()).start();
    }

    private static Outcome kubectl(String input, String... arguments) throws IOException, InterruptedException {
        var process = begin(arguments);
        try (var stdin = process.outputWriter()) {
            stdin.write(input);
        }
        var output = new String(process.getInputStream().readAllBytes())
                + new String(process.getErrorStream().readAllBytes()).replaceAll("(?m)^[EIW]\\d{4} .*\n", "");
        assertTrue(process.waitFor(90, TimeUnit.SECONDS));
        return new Outcome(process.exitValue(), output);
    }

    @Test
    void exec_prints_and_passes_the_exit_code_on() throws Exception {
        assertEquals(new Outcome(0, "hello\n"), kubectl("", "exec", "two", "-c", "second", "--", "echo", "hello"));
        assertEquals(new Outcome(3, "command terminated with exit code 3\n"),
                kubectl("", "exec", "web", "--", "sh", "-c", "exit 3"));
        assertEquals(new Outcome(0, "two\nDefaulted container \"first\" out of: first, second\n"),
                kubectl("", "exec", "two", "--", "hostname"));
        assertEquals(new Outcome(0, "through stdin\n"), kubectl("through stdin\n", "exec", "-i", "web", "--", "cat"));
    }

    @Test
    void exec_of_what_is_not_there_says_so() throws Exception {
        assertEquals(new Outcome(1, "Error from server (NotFound): pods \"ghost\" not found\n"),
                kubectl("", "exec", "ghost", "--", "ls"));
        var outcome = kubectl("", "exec", "web", "--", "/no/such");
        assertEquals(1, outcome.exit());
        assertEquals("error: Internal error occurred: Internal error occurred: error executing command in container: failed "
                + "to exec in container: failed to start exec \"\": OCI runtime exec failed: exec failed: unable to start "
                + "container process: exec: \"/no/such\": stat /no/such: no such file or directory: unknown\n",
                outcome.output().replaceAll("[0-9a-f]{64}", ""));
    }

    @Test
    void cp_copies_there_and_back() throws Exception {
        var bytes = new byte[100_000];
        new Random(2).nextBytes(bytes);
        Files.createDirectories(folder.resolve("there/deeper"));
        Files.writeString(folder.resolve("there/text.txt"), "ein Wörtchen\n");
        Files.write(folder.resolve("there/deeper/" + "long".repeat(30) + ".bin"), bytes);
        assertEquals(new Outcome(0, ""), kubectl("", "cp", "there", "web:/tmp"));
        assertEquals(new Outcome(0, "ein Wörtchen\n"), kubectl("", "exec", "web", "--", "cat", "/tmp/there/text.txt"));
        assertEquals(0, kubectl("", "cp", "web:/tmp/there", "back").exit());
        assertEquals("ein Wörtchen\n", Files.readString(folder.resolve("back/text.txt")));
        assertArrayEquals(bytes, Files.readAllBytes(folder.resolve("back/deeper/" + "long".repeat(30) + ".bin")));
    }

    @Test
    void run_waits_for_what_a_pod_prints() throws Exception {
        var outcome = kubectl("echo from a pod of its own\n", "run", "once", "-i", "--rm", "--restart=Never",
                "--image=busybox:1.36", "--", "sh");
        assertEquals(0, outcome.exit());
        assertTrue(outcome.output().contains("from a pod of its own\n"), outcome.output());
        assertTrue(outcome.output().contains("pod \"once\" deleted"), outcome.output());
    }

    @Test
    void port_forward_leads_to_the_pods_program() throws Exception {
        var process = begin("port-forward", "pod/web", ":80");
        try (var lines = process.inputReader()) {
            var port = lines.readLine().replaceFirst("Forwarding from 127.0.0.1:(\\d+) -> 80", "$1");
            var client = HttpClient.newHttpClient();
            for (var path : List.of("/", "/nope", "/index.html")) {
                var answer = client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
                        HttpResponse.BodyHandlers.ofString());
                assertEquals(path.equals("/nope") ? 404 : 200, answer.statusCode());
            }
        } finally {
            process.destroy();
        }
    }
}
