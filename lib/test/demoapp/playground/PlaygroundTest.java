package demoapp.playground;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import demoapp.json.Json;

class PlaygroundTest {
    private static final String PODS = "/api/v1/namespaces/default/pods";
    private static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";

    @TempDir
    Path home;
    private Playground playground;

    @BeforeEach
    void folder() {
        playground = Playground.in(home.resolve("playground"));
    }

    @AfterEach
    void stop() {
        playground.stop();
    }

    private boolean start() {
        return playground.start(Playground.Options.standard());
    }

    private void createConfigMap() {
        assertEquals(201, new Http(playground.kubeconfig()).post(CONFIG_MAPS, Json.object("apiVersion", "v1", "kind",
                "ConfigMap", "metadata", Json.object("name", "mine"))).status());
    }

    private int configMapStatus() {
        return new Http(playground.kubeconfig()).get(CONFIG_MAPS + "/mine").status();
    }

    @Test
    void it_starts_once_and_stops_once() {
        assertFalse(playground.running());
        assertTrue(start());
        assertTrue(playground.running());
        assertFalse(start());
        assertTrue(playground.stop());
        assertFalse(playground.running());
        assertFalse(playground.stop());
    }

    @Test
    void of_two_starts_at_once_one_wins() throws Exception {
        var threads = Executors.newFixedThreadPool(2);
        Callable<Integer> start = () -> startedByScript().waitFor();
        for (var exit : threads.invokeAll(List.of(start, start))) {
            assertEquals(0, exit.get());
        }
        threads.shutdown();
        var log = Files.readString(home.resolve("playground/log"));
        assertEquals(1, log.lines().filter(line -> line.contains("started at")).count(), log);
    }

    /** As another process would. */
    private Process startedByScript() throws IOException {
        return java(Starter.class.getName(), playground.folder().toString()).inheritIO().start();
    }

    private static ProcessBuilder java(String... mainAndArguments) {
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(mainAndArguments));
        return new ProcessBuilder(command);
    }

    static final class Starter {
        public static void main(String[] arguments) {
            Playground.in(Path.of(arguments[0])).start(Playground.Options.standard());
        }
    }

    /** What a script without a kubeconfig says, with its playground in this folder. */
    private String deleteStep(Path folder) throws IOException {
        var script = java("DeleteStep", "1", "--dry-run").redirectErrorStream(true);
        script.environment().remove("KUBECONFIG");
        script.environment().put("HOME", home.toString());
        script.environment().put("DEMOAPP_PLAYGROUND", folder.toString());
        return new String(script.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void a_script_without_a_kubeconfig_says_that_it_uses_the_playground() throws Exception {
        var using = "No kubeconfig found: using the playground, a simulated cluster (no container runs).";
        var first = deleteStep(playground.folder()).lines().toList();
        assertEquals(List.of(using, "Started it; for kubectl: export KUBECONFIG=" + playground.kubeconfig()),
                first.subList(0, 2));
        var second = deleteStep(playground.folder()).lines().toList();
        assertEquals(using, second.get(0));
        assertEquals(first.subList(2, first.size()), second.subList(1, second.size()));
    }

    @Test
    void a_script_says_why_the_playground_does_not_start() throws Exception {
        var file = Files.createFile(home.resolve("file"));
        var said = deleteStep(file.resolve("playground")).lines().toList();
        assertTrue(said.get(1).startsWith("error: the playground does not start in " + file + "/playground: "),
                said.get(1));
        assertEquals(2, said.size());
    }

    @Test
    void objects_and_addresses_survive_a_stop() {
        start();
        var before = playground.about().orElseThrow();
        createConfigMap();
        playground.stop();
        start();
        var after = playground.about().orElseThrow();
        assertEquals(before.get("address"), after.get("address"));
        assertEquals(before.get("https"), after.get("https"));
        assertTrue(String.valueOf(after.get("https")).startsWith("https://127.0.0.1:"), after::toString);
        assertEquals(200, configMapStatus());
    }

    @Test
    void objects_survive_a_kill() throws Exception {
        start();
        createConfigMap();
        killOnceSaved("\"mine\"");
        assertTrue(start());
        assertEquals(200, configMapStatus());
    }

    @Test
    void logs_survive_a_kill() throws Exception {
        start();
        new Http(playground.kubeconfig()).post(PODS, Json.object("apiVersion", "v1", "kind", "Pod",
                "metadata", Json.object("name", "greeter"), "spec", Json.object("restartPolicy", "Never", "containers",
                List.of(Json.object("name", "main", "image", "busybox", "args", List.of("sh", "-c", "echo hello"))))));
        killOnceSaved("Z hello\"", "\"phase\":\"Succeeded\"");
        assertTrue(start());
        assertEquals("hello\n", new Http(playground.kubeconfig()).get(PODS + "/greeter/log").text());
    }

    private void killOnceSaved(String... texts) throws Exception {
        var deadline = Instant.now().plus(Duration.ofSeconds(90));
        var state = home.resolve("playground/state.json");
        while (!Files.isRegularFile(state)
                || !List.of(texts).stream().allMatch(Files.readString(state)::contains)) {
            assertTrue(Instant.now().isBefore(deadline), "never saved");
            Thread.sleep(20);
        }
        var process = ProcessHandle.of(Json.number(playground.about().orElseThrow(), 0, "pid")).orElseThrow();
        process.destroyForcibly();
        process.onExit().get();
        assertFalse(playground.running());
    }

    @Test
    void a_reset_wipes_the_objects_and_keeps_the_kubeconfig() throws Exception {
        start();
        createConfigMap();
        var kubeconfig = Files.readString(playground.kubeconfig());
        assertTrue(playground.reset() > 0);
        assertTrue(playground.running());
        assertEquals(404, configMapStatus());
        assertEquals(kubeconfig, Files.readString(playground.kubeconfig()));
    }

    @Test
    void only_the_user_may_read_its_files() throws Exception {
        start();
        playground.stop();
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(playground.folder())));
        for (var secret : List.of("kubeconfig", "token", "server.key", "state.json")) {
            assertEquals("rw-------", PosixFilePermissions.toString(
                    Files.getPosixFilePermissions(playground.folder().resolve(secret))), secret);
        }
    }

    @Test
    void a_start_that_fails_shows_the_end_of_the_log() throws Exception {
        Files.createDirectories(playground.folder());
        Files.writeString(playground.folder().resolve("state.json"), "not json");
        var failure = assertThrows(UncheckedIOException.class, this::start);
        assertTrue(failure.getMessage().contains("state.json is damaged; `playground reset` begins anew"), failure.getMessage());
    }

    @Test
    void a_reset_helps_when_the_objects_are_damaged() throws Exception {
        Files.createDirectories(playground.folder());
        Files.writeString(playground.folder().resolve("state.json"), "{\"version\": 7, \"objects\": [{\"kind\"");
        assertThrows(UncheckedIOException.class, this::start);
        playground.reset();
        assertTrue(start());
    }

    @Test
    void a_folder_that_cannot_be_written_any_more_is_told_of_and_tried_again() throws Exception {
        start();
        var state = playground.folder().resolve("state.json");
        Files.deleteIfExists(state);
        Files.createDirectories(state.resolve("in the way")); // root may write into any folder, but not over this one
        createConfigMap();
        awaitLog("cannot save, and tries on");
        assertEquals(200, configMapStatus());
        Files.delete(state.resolve("in the way"));
        Files.delete(state);
        killOnceSaved("\"mine\"");
        start();
        assertEquals(200, configMapStatus());
    }

    @Test
    void a_second_cluster_in_the_same_folder_is_refused() {
        try (var first = Cluster.start(ClusterOptions.in(playground.folder()))) {
            var refusal = assertThrows(UncheckedIOException.class,
                    () -> Cluster.start(ClusterOptions.in(playground.folder())));
            assertEquals("a playground runs in " + playground.folder() + " already", refusal.getMessage());
            assertTrue(Client.of(new Folder(playground.folder())).flatMap(Client::about).isPresent(), first.url());
        }
    }

    @Test
    void it_starts_with_a_class_data_archive_of_garbage() throws Exception {
        var jar = jar(); // only what is in jars is archived
        assertTrue(script(jar, "start").contains("playground started"));
        var archive = awaitArchive();
        script(jar, "stop");
        Files.delete(archive);
        Files.writeString(archive, "garbage");
        assertTrue(script(jar, "start").contains("playground started"));
        assertFalse(Files.readString(playground.folder().resolve("log")).contains("archive"));
    }

    @Test
    void options_that_a_running_playground_does_not_have_are_named() throws Exception {
        playground.start(new Playground.Options(20, 0, Duration.ofHours(2), 0, 0));
        var said = script(System.getProperty("java.class.path"), "start", "--speed", "5", "--idle", "2h", "--seed", "3");
        assertTrue(said.contains("not used, as it was started otherwise (stop it first): --speed, --seed"), said);
        assertFalse(script(System.getProperty("java.class.path"), "start").contains("not used"));
    }

    /** What the script says that users start the playground with. */
    private String script(String classPath, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                classPath, "Playground"));
        command.addAll(List.of(arguments));
        var script = new ProcessBuilder(command).redirectErrorStream(true);
        script.environment().put("DEMOAPP_PLAYGROUND", playground.folder().toString());
        return new String(script.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** The class path with our own classes as a jar, as JBang makes it. */
    private String jar() throws IOException {
        var jar = home.resolve("demoapp.jar");
        var classes = Path.of("target/classes");
        try (var out = new JarOutputStream(Files.newOutputStream(jar)); var files = Files.walk(classes)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                Files.copy(file, out);
            }
        }
        return jar + File.pathSeparator + Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.endsWith(".jar")).collect(Collectors.joining(File.pathSeparator));
    }

    private Path awaitArchive() throws Exception {
        var deadline = Instant.now().plus(Duration.ofMinutes(4));
        while (Instant.now().isBefore(deadline)) {
            try (var files = Files.list(playground.folder())) {
                var archive = files.filter(file -> file.toString().endsWith(".jsa")).findFirst();
                if (archive.isPresent()) {
                    return archive.get();
                }
            }
            Thread.sleep(50);
        }
        throw new AssertionError("no archive; the log: " + Files.readString(playground.folder().resolve("log")));
    }

    private void awaitLog(String text) throws Exception {
        var deadline = Instant.now().plus(Duration.ofMinutes(2));
        while (!Files.readString(playground.folder().resolve("log")).contains(text)) {
            assertTrue(Instant.now().isBefore(deadline), "never said: " + text);
            Thread.sleep(20);
        }
    }

    @Test
    void it_stops_by_itself_when_nobody_uses_it() throws Exception {
        assertTrue(playground.start(new Playground.Options(10, 0, Duration.ofSeconds(8), 0, 0)));
        // Asking the playground would be using it: its log tells.
        var log = playground.folder().resolve("log");
        var deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (!Files.readString(log).contains("nobody used it for PT8S") && System.nanoTime() < deadline) {
            Thread.sleep(50);
        }
        assertTrue(Files.readString(log).contains("nobody used it for PT8S"));
        while (!Files.readString(log).contains("Z stopped") && System.nanoTime() < deadline) {
            Thread.sleep(50); // it still writes into its folder
        }
        assertTrue(Files.readString(log).contains("Z stopped"));
        assertFalse(playground.running());
    }
}
