package demoapp.playground;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import demoapp.json.Json;
import demoapp.playground.store.Kind;
import demoapp.playground.store.Kinds;

/**
 * What kubectl 1.32 printed on a real Kubernetes 1.32 (transcripts/, as they were recorded): here it must print the
 * same. -Dkubectl=/path tries another kubectl.
 */
class TranscriptTest {
    private static final Path TRANSCRIPTS =
            Path.of(System.getProperty("transcripts", "lib/test/demoapp/playground/transcripts"));
    /** Slow enough for kubectl to see what passes. */
    private static final int SPEED = 3;
    private static final Duration MOMENT = Duration.ofMillis(100);
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration QUIET = Duration.ofMillis(1200);
    /** What cannot be equal: the transcript and its command (a beginning of it), and why. */
    private static final Map<String, String> DIFFERENT = Map.ofEntries(
            Map.entry("get-wide: get nodes -o wide", "the node says that it is the playground's"),
            Map.entry("meta: version", "another patch release of kubectl"),
            Map.entry("logs-exec: exec -i deploy/app", "klog's warning on stderr is chance"));
    /** What comes in the order of chance; lines are compared as a set. */
    private static final Set<String> UNORDERED = Set.of("describe-others: describe cm settings",
            "logs-exec: logs two --all-containers --prefix",
            "describe-broken: get events --sort-by=.lastTimestamp");

    @TempDir
    Path folder;
    private WatchedClock clock;
    private Cluster cluster;
    private Http http;
    private Path program;

    @BeforeEach
    void start() throws IOException {
        var found = Kubectl.found();
        assumeFalse(found.isEmpty(), Kubectl.NONE);
        program = found.stream().filter(path -> path.endsWith("kubectl.1.32")).findFirst().orElse(found.get(0));
        clock = new WatchedClock(SPEED);
        cluster = Cluster.start(new ClusterOptions(SPEED, 0, folder.resolve("playground"), 0, 0), clock);
        clock.begin(cluster.registry().store(), () -> cluster.idle().isZero());
        http = new Http(cluster.kubeconfig());
        http.delete("/apis/networking.k8s.io/v1/ingressclasses/playground"); // the recorded cluster had none
        pullImages();
    }

    /** The recorded cluster's node had them already. */
    private void pullImages() {
        var images = List.of("nginx:1.22", "nginx:1.25", "nginx:1.27", "busybox:1.36");
        var store = cluster.registry().store();
        until("the service account", () -> store.get(Kinds.SERVICE_ACCOUNT, "default", "default").isPresent());
        http.post("/api/v1/namespaces/default/pods", Json.object("metadata", Json.object("name", "pull"), "spec",
                Json.object("containers", images.stream().map(image -> Json.object("name",
                        image.replaceAll("\\W", "-"), "image", image, "args", List.of("sleep", "9999"))).toList())));
        until("the images", () -> store.get(Kinds.POD, "default", "pull")
                .map(pod -> Json.text(pod, "status", "phase").equals("Running")).orElse(false));
        http.delete("/api/v1/namespaces/default/pods/pull?gracePeriodSeconds=0");
    }

    @AfterEach
    void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @TestFactory
    Stream<DynamicContainer> kubectl_prints_what_it_prints_on_a_real_cluster() throws IOException {
        try (var files = Files.list(TRANSCRIPTS)) {
            return files.sorted().toList().stream().map(this::transcript);
        }
    }

    private DynamicContainer transcript(Path file) {
        try {
            var recorded = Json.read(Files.readAllBytes(file));
            var name = Json.text(recorded, "name");
            var commands = Json.maps(recorded, "commands");
            var run = new Run(name, recorded, Files.createDirectories(folder.resolve(name)));
            var steps = IntStream.range(0, commands.size()).mapToObj(number -> DynamicTest.dynamicTest(
                    String.join(" ", Json.texts(commands.get(number), "argv")), () -> run.step(commands.get(number))));
            return DynamicContainer.dynamicContainer(name, Stream.concat(Stream.of(
                    DynamicTest.dynamicTest("setup", run::setUp)), steps));
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    /** One transcript in its namespace and its working directory. */
    private final class Run {
        private final String name;
        private final String namespace;
        private final Map<String, Object> recorded;
        private final Path work;
        private final Kubectl kubectl;
        private final GoldenNormal normal;

        Run(String name, Map<String, Object> recorded, Path work) {
            this.name = name;
            this.recorded = recorded;
            this.work = work;
            namespace = "t-" + name;
            kubectl = new Kubectl(program, cluster.kubeconfig(), work);
            normal = new GoldenNormal(namespace, "");
        }

        void setUp() throws IOException {
            for (var file : Json.map(recorded, "files").entrySet()) {
                Files.writeString(work.resolve(file.getKey()), file.getValue().toString());
            }
            http.post("/api/v1/namespaces", Json.object("apiVersion", "v1", "kind", "Namespace", "metadata",
                    Json.object("name", namespace)));
            var store = cluster.registry().store();
            until("the namespace", () -> store.get(Kinds.SERVICE_ACCOUNT, namespace, "default").isPresent()
                    && store.get(Kinds.CONFIG_MAP, namespace, "kube-root-ca.crt").isPresent());
            for (var object : Json.maps(recorded, "setup")) {
                var kind = Kinds.of(object).orElseThrow();
                var answer = http.post((kind.group().isEmpty() ? "/api/" : "/apis/") + kind.apiVersion() + "/namespaces/"
                        + namespace + "/" + kind.plural(), object);
                assertEquals(201, answer.status(), () -> Json.string(answer.body()));
            }
            Json.maps(recorded, "setupWait").forEach(this::await);
            settle();
        }

        private void await(Map<String, Object> condition) {
            var kind = kind(Json.text(condition, "kind"));
            until(Json.string(condition), () -> {
                var object = cluster.registry().store().get(kind, namespace, Json.text(condition, "name"));
                Object value = object.orElse(null);
                for (var step : Json.text(condition, "pointer").substring(1).split("/")) {
                    value = Json.at(value, step);
                }
                return condition.containsKey("equals") ? Json.same(value, condition.get("equals")) : value != null;
            });
        }

        void step(Map<String, Object> command) throws Exception {
            var argv = Json.texts(command, "argv").stream().skip(1).map(this::filled).toList();
            clock.pass(Duration.ofSeconds(Json.number(command, 0, "afterSeconds")).plus(MOMENT));
            if (command.containsKey("afterUntil")) {
                await(Json.map(command, "afterUntil"));
            }
            var result = run(command, argv);
            Kinds.all().stream().filter(Kind::namespaced)
                    .forEach(kind -> cluster.registry().store().list(kind, namespace).forEach(normal::learn));
            var title = name + ": " + String.join(" ", argv);
            DIFFERENT.forEach((beginning, why) -> {
                if (title.equals(beginning) || title.startsWith(beginning + " ")) {
                    abort(why);
                }
            });
            var lines = Json.number(command, Long.MAX_VALUE, "stdoutFirstLines");
            var stdout = result.stdout().lines().limit(lines).collect(Collectors.joining("\n"));
            var sorted = UNORDERED.contains(title);
            assertEquals(shown(Json.at(command, "exit"), TranscriptNormal.recorded(Json.text(command, "stdout")),
                    TranscriptNormal.recorded(Json.text(command, "stderr")), sorted), shown(result.exit(),
                    TranscriptNormal.printed(stdout, normal), TranscriptNormal.printed(result.stderr(), normal), sorted),
                    title);
        }

        private String shown(Object exit, String text, String stderr, boolean sorted) {
            var stdout = sorted ? text.lines().sorted().collect(Collectors.joining("\n")) : text;
            return "exit " + exit + "\n" + stdout.strip() + "\n--- stderr\n" + stderr.strip();
        }

        private Kubectl.Result run(Map<String, Object> command, List<String> argv) throws InterruptedException {
            var begin = clock.elapsed();
            var meanwhile = Json.texts(command, "meanwhile");
            var others = new Thread(() -> meanwhile.forEach(other -> {
                while (clock.elapsed().compareTo(begin.plusSeconds(1)) < 0) {
                    pause(2);
                }
                kubectl.run(arguments(List.of(other.split(" "))), "");
            }));
            others.start();
            var seconds = Json.number(command, Long.MAX_VALUE / 2, "killedAfterSeconds");
            var end = Instant.now().plus(LIMIT);
            var result = kubectl.runUntil(arguments(argv), filled(Json.text(command, "stdin")), Map.of(), () ->
                    clock.elapsed().minus(begin).toSeconds() >= seconds || Instant.now().isAfter(end));
            others.join();
            return result;
        }

        private List<String> arguments(List<String> argv) {
            if (argv.contains("-n") || argv.contains("--namespace")) {
                return argv;
            }
            return Stream.concat(Stream.of("-n", namespace), argv.stream()).toList();
        }

        private String filled(String text) {
            return text.replace("{ns}", namespace).replace("{pod}", text.contains("{pod}") ? oldest(Kinds.POD) : "")
                    .replace("{rs}", text.contains("{rs}") ? oldest(Kinds.REPLICA_SET) : "");
        }

        private String oldest(Kind kind) {
            return cluster.registry().store().list(kind, namespace).stream().min(Comparator.comparing(object ->
                    Json.text(object, "metadata", "creationTimestamp")))
                    .map(object -> Json.text(object, "metadata", "name")).orElse("none");
        }
    }

    private static Kind kind(String word) {
        return Kinds.all().stream().filter(kind -> kind.shortNames().contains(word) || kind.singular().equals(word)
                || kind.shortNames().contains("deploy") && word.equals("dep")
                || kind.shortNames().contains("quota") && word.equals("rq")).findFirst().orElseThrow();
    }

    private void until(String what, BooleanSupplier condition) {
        var end = clock.elapsed().plus(LIMIT);
        while (!condition.getAsBoolean()) {
            if (clock.elapsed().compareTo(end) > 0) {
                throw new AssertionError("waited in vain for " + what);
            }
            clock.pass(MOMENT);
        }
    }

    /** Until nothing has been written for a while. */
    private void settle() {
        var store = cluster.registry().store();
        long before;
        do {
            before = store.version();
            clock.pass(QUIET);
        } while (store.version() != before);
    }

    private static void pause(long milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
