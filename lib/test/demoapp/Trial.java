package demoapp;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import demoapp.json.Json;
import demoapp.playground.ClusterOptions;
import demoapp.playground.Http;
import org.yaml.snakeyaml.Yaml;
import picocli.CommandLine;

/** A playground in this JVM, fast, and the scripts run against it as a user would; each test in a namespace of its own. */
public final class Trial implements AutoCloseable {
    /** A Deployment's progress deadline, ten minutes, is six seconds then: more haste, and a busy machine would miss it. */
    private static final double SPEED = 100;
    private static final AtomicInteger NAMESPACES = new AtomicInteger();

    /** What a script left: its exit code and all that it said. */
    public record Run(int exit, String out, String err) {
        public List<String> lines() {
            return out.lines().toList();
        }
    }

    private demoapp.playground.Cluster cluster;
    private final Http http;
    private final double speed;
    private String namespace;

    public Trial(Path folder) {
        this(folder, SPEED);
    }

    /** @param speed on a busy machine a Deployment's progress deadline passes quickly when time does */
    public Trial(Path folder, double speed) {
        this.speed = speed;
        cluster = demoapp.playground.Cluster.start(new ClusterOptions(speed, 0, folder, 0, 0));
        http = new Http(cluster.kubeconfig());
        freshNamespace();
    }

    /** From now on in another namespace, which is empty. */
    public void freshNamespace() {
        namespace = "trial-" + NAMESPACES.incrementAndGet();
        namespace(namespace);
    }

    /** The API server, and all of the cluster with it, goes and comes back at the same address. */
    public void restart() {
        var folder = cluster.kubeconfig().getParent();
        var port = URI.create(Json.text(new Yaml().load(read(cluster.kubeconfig())), "clusters", 0, "cluster", "server"))
                .getPort();
        cluster.close();
        cluster = demoapp.playground.Cluster.start(new ClusterOptions(speed, 0, folder, port, 0));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public Path kubeconfig() {
        return cluster.kubeconfig();
    }

    /** For what is in no namespace. */
    public Http http() {
        return http;
    }

    public String namespace() {
        return namespace;
    }

    /** Runs a script's command in the trial's namespace. */
    public Run run(Object command, String... args) {
        var all = new ArrayList<>(List.of("--kubeconfig", kubeconfig().toString(), "-n", namespace));
        all.addAll(List.of(args));
        return runAsIs(command, all.toArray(String[]::new));
    }

    /** Runs a script's command with just these arguments. */
    public static Run runAsIs(Object command, String... args) {
        var out = new StringWriter();
        var err = new StringWriter();
        CommandLine line = Script.commandLine(command).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        var exit = line.execute(args);
        return new Run(exit, out.toString(), err.toString());
    }

    /** The kubeconfig of the same cluster by another context's name. */
    public Path kubeconfigOf(String context) throws IOException {
        return file(kubeconfig().getParent(), "kubeconfig-" + context,
                Files.readString(kubeconfig()).replace("playground", context));
    }

    /** Runs a script as a process of its own, with these variables more in its environment. */
    public static Run process(Map<String, String> environment, String script, List<String> args) throws Exception {
        var command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java", "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC", "-Dslf4j.internal.verbosity=ERROR", "-cp", System.getProperty("java.class.path"), script));
        command.addAll(args);
        var out = Files.createTempFile("trial", ".out");
        var err = Files.createTempFile("trial", ".err");
        try {
            var builder = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
            builder.environment().putAll(environment);
            var process = builder.start();
            if (!process.waitFor(5, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new AssertionError("does not end: " + args + "\n" + Files.readString(out));
            }
            return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    /** @param path behind the namespace, such as {@code apps/v1 deployments/demoapp-puma} */
    public Http.Answer get(String path) {
        return http.get(path(path));
    }

    public boolean has(String path) {
        return get(path).status() == 200;
    }

    public Http.Answer patch(String path, Map<String, Object> change) {
        return http.send("PATCH", path(path) + "?fieldManager=somebody", "application/merge-patch+json", change);
    }

    public List<Map<String, Object>> items(String path) {
        return Json.maps(get(path).body(), "items");
    }

    /** Makes another namespace. */
    public void namespace(String name) {
        post("/api/v1/namespaces", Map.of("metadata", Map.of("name", name)));
    }

    public Http.Answer configMap(String namespace, String name) {
        return http.get("/api/v1/namespaces/" + namespace + "/configmaps/" + name);
    }

    /** What the node says that it has. */
    public void nodeImages(String... names) {
        http.send("PATCH", "/api/v1/nodes/playground/status", "application/merge-patch+json",
                Map.of("status", Map.of("images", List.of(Map.of("names", List.of(names), "sizeBytes", 1)))));
    }

    private String path(String path) {
        var parts = path.split(" ");
        return (parts[0].equals("v1") ? "/api/" : "/apis/") + parts[0] + "/namespaces/" + namespace + "/" + parts[1];
    }

    /** Creates the object behind the namespace, such as {@code apps/v1 deployments}. */
    public Http.Answer create(String path, Map<String, Object> object) {
        return http.send("POST", path(path), "application/json", object);
    }

    private void post(String path, Map<String, Object> object) {
        http.send("POST", path, "application/json", object);
    }

    public void delete(String path) {
        http.send("DELETE", path(path), "application/json", Map.of());
    }

    /** Whether pods may go to the node, as `kubectl cordon` and `uncordon` say it. */
    public void cordon(boolean isCordoned) {
        var node = Json.text(Json.maps(http.get("/api/v1/nodes").body(), "items").get(0), "metadata", "name");
        http.send("PATCH", "/api/v1/nodes/" + node + "?fieldManager=somebody", "application/merge-patch+json",
                Map.of("spec", Map.of("unschedulable", isCordoned)));
    }

    /** A file with this text. */
    public static Path file(Path folder, String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        cluster.close();
    }
}
