///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//SOURCES kit@demoapp

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import demoapp.Problem;
import demoapp.Script;
import demoapp.json.Json;
import demoapp.playground.Playground;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "playground-bench", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"", "Measures the playground: its start, its memory, 1,000 applies, lists of 10,000 pods, writers"
                + " against each other, and a soak.", ""})
class PlaygroundBench implements Callable<Integer> {
    private static final int IN_FLIGHT = 16;
    private static final String NAMESPACE = "/api/v1/namespaces/default";
    private static final String TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";

    @Option(names = "--starts", paramLabel = "N", defaultValue = "7", description = "default: ${DEFAULT-VALUE}")
    int starts;
    @Option(names = "--objects", paramLabel = "N", defaultValue = "1000", description = "default: ${DEFAULT-VALUE}")
    int objects;
    @Option(names = "--pods", paramLabel = "N", defaultValue = "10000", description = "default: ${DEFAULT-VALUE}")
    int pods;
    @Option(names = "--soak", paramLabel = "N", defaultValue = "100000",
            description = "how many requests (default: ${DEFAULT-VALUE})")
    int soak;
    @Spec CommandSpec spec;

    private Playground playground;
    private HttpClient http;

    @Override
    public Integer call() throws Exception {
        var folder = Files.createTempDirectory("playground-bench");
        playground = Playground.in(folder.resolve("playground"));
        // In a hook, so that Ctrl-C leaves nothing behind either.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> cleanUp(folder)));
        say("%d cores, Java %s".formatted(Runtime.getRuntime().availableProcessors(), Runtime.version()));
        starts();
        for (var version : List.of(Version.HTTP_2, Version.HTTP_1_1)) {
            applies("ConfigMaps", version, this::configMap);
            applies("of a mix", version, this::mixed);
        }
        lists();
        writers();
        soak();
        return 0;
    }

    // Start and memory

    private void starts() throws Exception {
        say("first start: %.2f s".formatted(start()));
        awaitArchive();
        var seconds = new ArrayList<Double>();
        for (var i = 0; i < starts; i++) {
            playground.stop();
            seconds.add(start());
        }
        var sorted = seconds.stream().sorted().toList();
        say("start to listening, with the class-data archive: median %.2f s (%.2f to %.2f, of %d)".formatted(
                sorted.get(starts / 2), sorted.get(0), sorted.get(starts - 1), starts));
        Thread.sleep(2000);
        say("idle: " + memory());
    }

    /** From before the process begins until it says that it listens. */
    private double start() throws IOException {
        var before = Instant.now();
        playground.start(Playground.Options.standard());
        var lines = Files.readAllLines(playground.folder().resolve("log"));
        var started = lines.stream().filter(line -> line.contains(" started at ")).reduce((a, b) -> b).orElseThrow();
        return Duration.between(before, Instant.parse(started.split(" ")[0])).toNanos() / 1e9;
    }

    private void awaitArchive() throws Exception {
        var deadline = Instant.now().plusSeconds(60);
        while (archives() == 0) {
            if (Instant.now().isAfter(deadline)) {
                say("no class-data archive within a minute: the starts are without");
                return;
            }
            Thread.sleep(100);
        }
    }

    private long archives() throws IOException {
        try (var files = Files.list(playground.folder())) {
            return files.filter(file -> file.toString().endsWith(".jsa")).count();
        }
    }

    private void fresh(Version version) throws IOException, GeneralSecurityException {
        playground.stop();
        playground.reset();
        playground.start(Playground.Options.standard());
        http = HttpClient.newBuilder().version(version).sslContext(trusting()).build();
        get(NAMESPACE, "application/json"); // the client's own start is not measured
    }

    private SSLContext trusting() throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry("ca", CertificateFactory.getInstance("X.509").generateCertificate(
                new ByteArrayInputStream(Files.readAllBytes(playground.folder().resolve("ca.crt")))));
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private String memory() throws IOException {
        return "RSS %d MB, live after a collection %.1f MB".formatted(residentMegabytes(), liveMegabytes());
    }

    private long residentMegabytes() throws IOException {
        return Long.parseLong(run("ps", "-o", "rss=", "-p", pid()).strip()) / 1024;
    }

    private double liveMegabytes() throws IOException {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        var total = run(jcmd, pid(), "GC.class_histogram").lines().filter(line -> line.startsWith("Total"))
                .findFirst().orElse("Total 0 0").strip().split("\\s+");
        return Long.parseLong(total[2]) / 1e6;
    }

    private String pid() {
        return playground.about().map(about -> Json.text(about, "pid")).orElseThrow();
    }

    private static String run(String... command) throws IOException {
        return new String(new ProcessBuilder(command).start().getInputStream().readAllBytes());
    }

    // Applies

    private void applies(String what, Version version, IntFunction<Map<String, Object>> object) throws Exception {
        fresh(version);
        var seconds = time(() -> inParallel(objects, i -> apply(object.apply(i))));
        var again = time(() -> inParallel(objects, i -> apply(object.apply(i))));
        say("%d %s applied, %d in flight, %s: new %.2f s, unchanged %.2f s; %s".formatted(objects, what, IN_FLIGHT, version,
                seconds, again, memory()));
    }

    private Map<String, Object> configMap(int i) {
        return Json.object("apiVersion", "v1", "kind", "ConfigMap", "metadata", Json.object("name", "bench-" + i,
                "labels", Json.object("app", "bench")), "data", Json.object("NUMBER", "" + i, "TEXT", "of no use"));
    }

    private Map<String, Object> mixed(int i) {
        var name = Json.object("name", "bench-" + i, "labels", Json.object("app", "bench"));
        var labels = Json.object("app", "bench-" + i);
        return switch (i % 4) {
            case 0 -> configMap(i);
            case 1 -> Json.object("apiVersion", "v1", "kind", "Secret", "metadata", name, "stringData",
                    Json.object("PASSWORD", "secret-" + i));
            case 2 -> Json.object("apiVersion", "v1", "kind", "Service", "metadata", name, "spec", Json.object("selector",
                    labels, "ports", List.of(Json.object("port", 80))));
            default -> Json.object("apiVersion", "apps/v1", "kind", "Deployment", "metadata", name, "spec",
                    Json.object("replicas", 0, "selector", Json.object("matchLabels", labels), "template",
                    Json.object("metadata", Json.object("labels", labels), "spec", podSpec())));
        };
    }

    /** For no scheduler that there is: these pods stay as they are. */
    private static Map<String, Object> podSpec() {
        return Json.object("schedulerName", "none", "containers", List.of(Json.object("name", "main", "image", "nginx",
                "env", List.of(Json.object("name", "A", "value", "1")), "ports", List.of(Json.object("containerPort", 80)))));
    }

    private void apply(Map<String, Object> object) {
        var kind = Json.text(object, "kind").toLowerCase(Locale.ROOT) + "s/";
        var path = kind.equals("deployments/") ? "/apis/apps/v1/namespaces/default/" + kind : NAMESPACE + "/" + kind;
        expect(20, send("PATCH", path + Json.text(object, "metadata", "name") + "?fieldManager=bench",
                "application/apply-patch+yaml", object));
    }

    // Lists

    private void lists() throws Exception {
        fresh(Version.HTTP_2);
        var seconds = time(() -> inParallel(pods, i -> expect(20, send("POST", NAMESPACE + "/pods", "application/json",
                Json.object("apiVersion", "v1", "kind", "Pod", "metadata", Json.object("name", "pod-" + i), "spec",
                        podSpec())))));
        say("%d pods created: %.1f s; %s".formatted(pods, seconds, memory()));
        for (var round = 1; round <= 3; round++) {
            var size = new AtomicInteger();
            var json = time(() -> size.set(get("/api/v1/pods", "application/json").length));
            var pages = time(this::pages);
            var table = time(() -> get("/api/v1/pods?includeObject=Metadata", TABLE));
            var selected = time(() -> get("/api/v1/pods?labelSelector=app%3Dnone", "application/json"));
            say("%d pods listed: JSON (%d MB) %.2f s, in pages of 500 %.2f s, as a table %.2f s, none selected %.2f s"
                    .formatted(pods, size.get() / 1_000_000, json, pages, table, selected));
        }
        say("after the lists: " + memory());
    }

    private void pages() {
        var path = "/api/v1/pods?limit=500";
        var from = "";
        do {
            from = Json.text(Json.read(get(path + from, "application/json")), "metadata", "continue");
            from = from.isEmpty() ? "" : "&continue=" + from;
        } while (!from.isEmpty());
    }

    // Writers against each other

    private void writers() throws Exception {
        fresh(Version.HTTP_2);
        IntStream.range(0, 4).forEach(i -> apply(Json.object("apiVersion", "v1", "kind", "ConfigMap", "metadata",
                Json.object("name", "counter-" + i), "data", Json.object("n", "0"))));
        var conflicts = new AtomicInteger();
        var seconds = time(() -> inParallel(IN_FLIGHT * 100, i -> increment(i % 4, conflicts)));
        var counted = IntStream.range(0, 4).mapToLong(i -> Long.parseLong(Json.text(Json.read(
                get(NAMESPACE + "/configmaps/counter-" + i, "application/json")), "data", "n"))).sum();
        say("%d writers, %d increments of 4 objects: counted %d (lost %d), %d conflicts, %.1f s".formatted(IN_FLIGHT,
                IN_FLIGHT * 100, counted, IN_FLIGHT * 100 - counted, conflicts.get(), seconds));
    }

    /** Reads and writes until nobody else has come in between. */
    private void increment(int which, AtomicInteger conflicts) {
        var path = NAMESPACE + "/configmaps/counter-" + which;
        while (true) {
            var object = Json.read(get(path, "application/json"));
            Json.set(object, Long.toString(Long.parseLong(Json.text(object, "data", "n")) + 1), "data", "n");
            var answer = send("PUT", path, "application/json", object);
            if (answer.statusCode() == 200) {
                return;
            }
            expect(409, answer);
            conflicts.incrementAndGet();
        }
    }

    // Soak

    private void soak() throws Exception {
        fresh(Version.HTTP_2);
        say("soak, at the start: " + memory());
        for (var done = 0; done < soak; done += soak / 10) {
            var from = done;
            var seconds = time(() -> inParallel(soak / 100, i -> round(from + i)));
            say("after %d requests: %.0f a second; %s".formatted(done + soak / 10, soak / 10 / seconds, memory()));
        }
    }

    /** Ten requests that leave nothing behind. */
    private void round(int i) {
        var object = configMap(i);
        var path = NAMESPACE + "/configmaps";
        var one = path + "/bench-" + i;
        expect(201, send("POST", path, "application/json", object));
        get(one, "application/json");
        expect(200, send("PATCH", one, "application/merge-patch+json", Json.object("data", Json.object("A", "1"))));
        apply(object);
        get(path + "?labelSelector=app%3Dbench", "application/json");
        expect(200, send("PATCH", one, "application/strategic-merge-patch+json",
                Json.object("metadata", Json.object("labels", Json.object("a", "b")))));
        watch(path + "?watch=true&fieldSelector=metadata.name%3Dbench-" + i);
        get(path + "?limit=10", TABLE);
        expect(200, send("DELETE", one, "application/json", Json.object()));
        expect(404, send("GET", one, "application/json", Json.object()));
    }

    // Requests

    private byte[] get(String path, String accept) {
        try {
            var answer = http.send(request(path).header("Accept", accept).build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            expect(200, answer);
            return answer.body();
        } catch (IOException | InterruptedException failure) {
            throw Problem.failed("GET " + path + ": " + failure);
        }
    }

    /** Reads the first event and goes. */
    private void watch(String path) {
        try (var lines = http.send(request(path).build(), HttpResponse.BodyHandlers.ofInputStream()).body()) {
            while (lines.read() != '\n') { }
        } catch (IOException | InterruptedException failure) {
            throw Problem.failed("GET " + path + ": " + failure);
        }
    }

    private HttpResponse<byte[]> send(String method, String path, String type, Map<String, Object> body) {
        try {
            return http.send(request(path).header("Content-Type", type).method(method, method.equals("GET")
                    ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(Json.bytes(body))).build(),
                    HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException | InterruptedException failure) {
            throw Problem.failed(method + " " + path + ": " + failure);
        }
    }

    private HttpRequest.Builder request(String path) {
        var files = playground.folder();
        try {
            return HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + Files.readString(files.resolve("port")) + path))
                    .header("Authorization", "Bearer " + Files.readString(files.resolve("token")));
        } catch (IOException failure) {
            throw Problem.failed(failure.toString());
        }
    }

    /** @param status wanted; two digits stand for all that begin with them */
    private static void expect(int status, HttpResponse<byte[]> answer) {
        if (answer.statusCode() != status && answer.statusCode() / 10 != status) {
            throw Problem.failed("%s: %d instead of %d: %s".formatted(answer.request(), answer.statusCode(), status,
                    new String(answer.body())));
        }
    }

    private interface Work {
        void run() throws Exception;
    }

    private static double time(Work work) throws Exception {
        var start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }

    private interface Numbered {
        void run(int number);
    }

    private static void inParallel(int times, Numbered work) throws Exception {
        var threads = Executors.newFixedThreadPool(IN_FLIGHT);
        var next = new AtomicInteger();
        Callable<Void> worker = () -> {
            for (var i = next.getAndIncrement(); i < times; i = next.getAndIncrement()) {
                work.run(i);
            }
            return null;
        };
        try {
            for (var future : threads.invokeAll(IntStream.range(0, IN_FLIGHT).mapToObj(i -> worker).toList())) {
                future.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private void say(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }

    private void cleanUp(Path folder) {
        playground.stop();
        try (var files = Files.walk(folder)) {
            files.sorted((a, b) -> b.compareTo(a)).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            say("not all is cleaned up: " + e.getMessage());
        }
    }

    public static void main(String... args) {
        Script.main(new PlaygroundBench(), args);
    }
}
