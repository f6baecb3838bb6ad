import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

import com.sun.net.httpserver.HttpServer;
import demoapp.Trial;
import demoapp.Trial.Run;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Images as a user of build-image sees them, built for real where an engine without a daemon is on the machine. */
class BuildImageTest {
    @TempDir Path folder;
    private Trial trial;
    private Path context;

    @BeforeEach
    void start() throws IOException {
        trial = new Trial(folder.resolve("playground"));
        context = Files.createDirectories(folder.resolve("shop"));
        Files.createDirectories(context.resolve("db/migrate"));
        Trial.file(context, "Dockerfile", "FROM scratch\nCOPY . /\n");
        Trial.file(context, "page.html", "first");
        Trial.file(context, "db/migrate/20251001090000_create_messages.rb", "class CreateMessages; end");
    }

    @AfterEach
    void stop() {
        trial.close();
    }

    /** In this JVM, with this context, in the playground. */
    private Run build(String... args) {
        return buildOn(trial.kubeconfig(), args);
    }

    private Run buildOn(Path kubeconfig, String... args) {
        var all = new ArrayList<>(List.of("--kubeconfig", kubeconfig.toString(), "--context", context.toString()));
        all.addAll(List.of(args));
        return Trial.runAsIs(new BuildImage(), all.toArray(String[]::new));
    }

    private String registered(String key) {
        return trial.configMap("kube-system", "demoapp-images").text("data", key);
    }

    @Test
    void in_the_playground_the_tag_is_registered_with_its_migrations() {
        var run = build("0.0.2", "--engine", "none");
        assertEquals(0, run.exit(), run.err());
        assertEquals("demoapp:0.0.2 is registered with the playground, which runs no containers\n", run.out());
        assertTrue(registered("demoapp.0.0.2").endsWith("\ndb/migrate/20251001090000_create_messages.rb\n"));
        assertTrue(build("0.0.2", "--engine", "none").out().contains("nothing to do"));
        assertEquals("", build("0.0.3", "--engine", "none").err());
        Trial.file(context, "page.html", "second");
        var reused = build("0.0.2", "--engine", "none");
        assertEquals(0, reused.exit(), reused.err());
        assertTrue(reused.err().contains("A tag of its own for each content is the safe way."), reused.err());
    }

    @Test
    void what_the_dockerignore_leaves_out_changes_nothing() throws IOException {
        Trial.file(context, ".dockerignore", "# not for the image\n*.log\n**/tmp\n!important.log\n");
        assertEquals(0, build("0.0.2", "--engine", "none").exit());
        Trial.file(context, "debug.log", "long");
        Files.createDirectories(context.resolve("app/tmp"));
        Trial.file(context, "app/tmp/x", "y");
        assertTrue(build("0.0.2", "--engine", "none").out().contains("nothing to do"));
        Trial.file(context, "important.log", "short");
        assertFalse(build("0.0.2", "--engine", "none").out().contains("nothing to do"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            0.0 2                            | 2 | '0.0 2' is no tag
            ``                               | 2 | '' is no tag
            1.0 --name Shop!                 | 2 | 'Shop!' is no image name
            1.0 --push a^b                   | 2 | 'a^b' is no registry
            1.0 --push r --target kind       | 2 | either --push or --target kind, not both
            1.0 --target registry            | 2 | which one? --push REGISTRY
            1.0 --target floppy              | 2 | Invalid value for option '--target'
            1.0 --platform vax               | 2 | 'vax' is no platform such as linux/amd64
            1.0 --build-arg BASE             | 2 | --build-arg takes NAME=VALUE
            1.0 --engine make                | 2 | there is no engine 'make'
            1.0 --target docker --engine podman | 2 | takes the images that docker has built
            1.0 --file absent                | 2 | --file absent: there is no such file
            1.0 --context absent             | 2 | there is no such folder (the context of the kubeconfig goes with
            1.0 --context lib/bench          | 2 | there is no Dockerfile in lib/bench
            1.0 --kube-context prod          | 2 | there is no context "prod"
            1.0 --timeout soon               | 2 | is no duration
            """)
    void bad_input_is_refused_before_anything_is_done(String line, int exit, String message) {
        var words = line.startsWith("1.0") ? line.split(" ") : new String[] {line};
        var all = new ArrayList<>(List.of("--kubeconfig", trial.kubeconfig().toString()));
        if (!line.contains("--context")) {
            all.addAll(List.of("--context", context.toString()));
        }
        all.addAll(List.of(words));
        var run = Trial.runAsIs(new BuildImage(), all.toArray(String[]::new));
        assertEquals(exit, run.exit(), run.err());
        assertTrue(run.err().contains(message), run.err());
        assertTrue(run.err().lines().count() <= 3, run.err());
        assertEquals("", registered("demoapp.1.0"));
    }

    @Test
    void clusters_whose_nodes_could_not_run_it_or_cannot_be_reached_are_refused() throws IOException {
        var foreign = buildOn(trial.kubeconfigOf("kind-one"), "1.0", "--platform", "linux/arm64");
        assertEquals(2, foreign.exit(), foreign.out());
        assertTrue(foreign.err().contains("does not run on the nodes, which are linux/amd64: --platform linux/amd64"),
                foreign.err());
        var unbuilt = buildOn(trial.kubeconfigOf("kind-one"), "1.0", "--engine", "none");
        assertEquals(2, unbuilt.exit());
        assertTrue(unbuilt.err().contains("--engine none is for the playground"), unbuilt.err());
        var remote = trial.kubeconfigOf("prod");
        Files.writeString(remote, Files.readString(remote).replace("https://127.0.0.1", "https://k8s.invalid"));
        var guarded = buildOn(remote, "1.0");
        assertEquals(2, guarded.exit());
        assertTrue(guarded.err().contains("name it: --kube-context prod"), guarded.err());
    }

    // With a real engine

    private static String engine() {
        var path = System.getenv("PATH").split(File.pathSeparator);
        var found = Stream.of("buildah", "podman")
                .filter(name -> Stream.of(path).anyMatch(place -> Files.isExecutable(Path.of(place, name)))).findFirst();
        assumeTrue(found.isPresent(), "neither buildah nor podman is installed: no image is built for real");
        return found.get();
    }

    /** Its images in a folder of the test's; without what a container in CI may lack, such as overlays. */
    private Map<String, String> apart() {
        var storage = Trial.file(folder, "storage.conf", """
                [storage]
                driver = "vfs"
                graphroot = "%1$s/images"
                runroot = "%1$s/run"
                """.formatted(folder));
        return Map.of("CONTAINERS_STORAGE_CONF", storage.toString(), "STORAGE_DRIVER", "vfs", "BUILDAH_ISOLATION", "chroot",
                "PATH", System.getenv("PATH"));
    }

    private Run buildForReal(String... args) throws Exception {
        var all = new ArrayList<>(List.of("--kubeconfig", trial.kubeconfig().toString(), "--context", context.toString()));
        all.addAll(List.of(args));
        return Trial.process(apart(), "BuildImage", all);
    }

    @Test
    void a_real_engine_builds_once_for_a_context() throws Exception {
        var engine = engine();
        var first = buildForReal("0.0.2", "--engine", engine);
        assertEquals(0, first.exit(), first.err() + first.out());
        assertTrue(first.out().contains("STEP 2/"), first.out());
        assertTrue(first.out().contains("\nbuilt demoapp:0.0.2 with " + engine), first.out());
        assertTrue(registered("demoapp.0.0.2").contains("create_messages"));
        var second = buildForReal("0.0.2", "--engine", engine);
        assertTrue(second.out().contains("nothing to do"), second.err() + second.out());
        Trial.file(context, "Dockerfile", "FROM scratch\nCOPY absent /\n");
        var broken = buildForReal("0.0.2", "--engine", engine);
        assertEquals(1, broken.exit(), broken.out());
        assertTrue(broken.err().contains("error: " + engine + " build failed with exit code "), broken.err());
        assertTrue(broken.err().contains("absent"), broken.err());
    }

    @Test
    void a_registry_that_refuses_is_quoted() throws Exception {
        var engine = engine();
        var registry = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        registry.createContext("/", exchange -> {
            exchange.sendResponseHeaders(exchange.getRequestURI().getPath().equals("/v2/") ? 200 : 403, -1);
            exchange.close();
        });
        registry.start();
        try {
            var run = buildForReal("1.0", "--engine", engine, "--push",
                    "127.0.0.1:" + registry.getAddress().getPort());
            assertEquals(1, run.exit(), run.out());
            assertTrue(run.err().contains("403 (Forbidden)"), run.err());
            assertTrue(run.err().startsWith("error: pushing 127.0.0.1:"), run.err());
        } finally {
            registry.stop(0);
        }
    }

    @Test
    void migrate_demo_pushes_where_it_is_told_and_runs_what_is_there() throws Exception {
        var engine = engine();
        var pushed = new ConcurrentLinkedQueue<String>();
        var registry = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        registry.createContext("/", exchange -> { // one that has every layer, and takes every image
            var isPut = exchange.getRequestMethod().equals("PUT");
            if (isPut) {
                pushed.add(exchange.getRequestURI().getPath());
                exchange.getRequestBody().readAllBytes();
            }
            exchange.getResponseHeaders().set("Content-Length", exchange.getRequestMethod().equals("HEAD") ? "1" : "0");
            exchange.sendResponseHeaders(isPut ? 201 : 200, -1);
            exchange.close();
        });
        registry.start();
        try {
            var host = "127.0.0.1:" + registry.getAddress().getPort();
            var run = Trial.process(apart(), "MigrateDemo", List.of("--kubeconfig", trial.kubeconfig().toString(), "-n",
                    trial.namespace(), "--app", context.toString(), "--engine", engine, "--push", host, "--no-requests"));
            assertEquals(0, run.exit(), run.err() + run.out());
            assertEquals(List.of("/v2/demoapp/manifests/0.0.2"), List.copyOf(pushed));
            assertTrue(run.out().contains("AddLikesToMessages: migrated"), run.out());
            assertEquals(host + "/demoapp:0.0.2", trial.get("apps/v1 deployments/demoapp-puma").text("spec", "template", "spec",
                    "containers", 0, "image"));
        } finally {
            registry.stop(0);
        }
    }
}
