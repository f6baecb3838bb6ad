package demoapp.playground;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import demoapp.json.Json;
import demoapp.playground.store.Kinds;

/**
 * Conversations recorded from a real Kubernetes 1.32 (golden/, as they were recorded): the playground must answer
 * each request as that did.
 */
class GoldenTest {
    /** A folder of more cases to try out: -Dgolden=/path. */
    private static final Path CASES = Path.of(System.getProperty("golden", "lib/test/demoapp/playground/golden"));

    /** The steps that cannot be equal, and why; the others of their cases are compared. */
    private static final Map<String, String> DIFFERENT = Map.of(
            "f-lists/table-node.json 1", "the node says that it is the playground's",
            "f-lists/table-node.json 2", "the node says that it is the playground's",
            "b-defaults/pvc-min.json 3", "the volumes' provisioner and where it lays them are the playground's own");

    @TempDir
    static Path folder;
    private static final Duration MOMENT = Duration.ofMillis(50);
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration QUIET = Duration.ofMillis(1200);
    private static WatchedClock clock;
    private static Cluster cluster;
    private static Http http;

    @BeforeAll
    static void start() {
        clock = new WatchedClock(1);
        cluster = Cluster.start(ClusterOptions.in(folder), clock);
        clock.begin(cluster.registry().store(), () -> cluster.idle().isZero());
        http = new Http(cluster.kubeconfig());
        http.delete("/apis/networking.k8s.io/v1/ingressclasses/playground"); // the recorded cluster had none
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    static Stream<String> cases() throws IOException {
        try (var files = Files.walk(CASES)) {
            return files.filter(file -> file.toString().endsWith(".json")).map(CASES::relativize)
                    .map(Path::toString).sorted().toList().stream();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void answers_as_the_real_api_server(String file) throws IOException {
        replay(CASES.resolve(file));
        DIFFERENT.forEach((step, why) -> assumeFalse(step.startsWith(file + " "), step + ": " + why));
    }

    static void replay(Path file) throws IOException {
        var recorded = Json.read(Files.readAllBytes(file));
        var namespace = "g" + file.getParent().getFileName() + "-" + Json.text(recorded, "name");
        createNamespace(namespace);
        var normal = new GoldenNormal(namespace, Json.string(Json.maps(recorded, "steps").stream()
                .map(step -> step.get("request")).toList()));
        var answers = new ArrayList<Object>();
        var number = 0;
        for (var step : Json.maps(recorded, "steps")) {
            number++;
            clock.pass(MOMENT);
            if (Json.truth(recorded, "settle") && number > 1) {
                settle();
            }
            var answer = answer(step, namespace, answers);
            answers.add(answer.body());
            if (!DIFFERENT.containsKey(CASES.relativize(file) + " " + number)) {
                compare(number, step, answer, normal);
            }
        }
        http.delete("/api/v1/namespaces/" + namespace);
    }

    private static void createNamespace(String name) {
        http.post("/api/v1/namespaces", Json.object("apiVersion", "v1", "kind", "Namespace", "metadata",
                Json.object("name", name)));
        var store = cluster.registry().store();
        await(() -> store.get(Kinds.SERVICE_ACCOUNT, name, "default").isPresent()
                && store.get(Kinds.CONFIG_MAP, name, "kube-root-ca.crt").isPresent());
    }

    private static void await(BooleanSupplier condition) {
        var deadline = clock.elapsed().plus(LIMIT);
        while (!condition.getAsBoolean()) {
            if (clock.elapsed().compareTo(deadline) > 0) {
                fail("waited in vain");
            }
            clock.pass(MOMENT);
        }
    }

    /** Until nothing has been written for a while. */
    private static void settle() {
        var store = cluster.registry().store();
        long before;
        do {
            before = store.version();
            clock.pass(QUIET);
        } while (store.version() != before);
    }

    private static Http.Answer answer(Map<String, Object> step, String namespace, List<Object> answers) {
        var until = Json.map(step, "until");
        var deadline = clock.elapsed().plus(LIMIT);
        while (true) {
            var answer = send(Json.map(step, "request"), namespace, answers);
            var done = (!until.containsKey("status") || Json.number(until, 0, "status") == answer.status())
                    && (!until.containsKey("pointer") || reached(until, answer.body()));
            if (done || clock.elapsed().compareTo(deadline) > 0) {
                return answer;
            }
            clock.pass(MOMENT);
        }
    }

    private static boolean reached(Map<String, Object> until, Object body) {
        var value = pointer(body, Json.text(until, "pointer"));
        return until.containsKey("equals") ? Json.same(value, until.get("equals")) : value != null;
    }

    private static Http.Answer send(Map<String, Object> request, String namespace, List<Object> answers) {
        var path = filled(Json.text(request, "path"), namespace, answers).replace(" ", "%20");
        var body = request.get("body");
        var text = body == null ? "" : filled(body instanceof String s ? s : Json.string(body), namespace, answers);
        var builder = http.request(path).method(Json.text(request, "method"),
                HttpRequest.BodyPublishers.ofString(text));
        if (request.containsKey("contentType")) {
            builder.header("Content-Type", Json.text(request, "contentType"));
        }
        builder.header("Accept", request.containsKey("accept") ? Json.text(request, "accept") : "application/json");
        return http.send(builder);
    }

    private static String filled(String text, String namespace, List<Object> answers) {
        var repeated = Pattern.compile("\\{\\{repeat:(.):(\\d+)}}").matcher(text)
                .replaceAll(match -> match.group(1).repeat(Integer.parseInt(match.group(2))));
        return Pattern.compile("\\{\\{(\\d+):([^}]*)}}").matcher(repeated).replaceAll(match -> Objects.toString(
                pointer(answers.get(Integer.parseInt(match.group(1)) - 1), match.group(2)))).replace("{ns}", namespace);
    }

    private static Object pointer(Object document, String pointer) {
        var value = document;
        for (var step : pointer.substring(1).split("/")) {
            var key = step.replace("~1", "/").replace("~0", "~");
            value = value instanceof List<?> && key.matches("\\d+") ? Json.at(value, Integer.valueOf(key))
                    : Json.at(value, key);
        }
        return value;
    }

    private static void compare(int number, Map<String, Object> step, Http.Answer answer, GoldenNormal normal) {
        var request = Json.map(step, "request");
        var title = "step %d, %s %s".formatted(number, request.get("method"), request.get("path"));
        var expected = Json.map(step, "response");
        var body = normal.answer(answer.body());
        var wanted = GoldenNormal.recorded(expected.get("body"));
        assertEquals(expected.get("status"), answer.status(), () -> title + "\n" + Json.string(body));
        assertEquals("", GoldenDiff.of(wanted, body), title);
        assertEquals(Json.texts(expected, "warnings"), answer.response().headers().allValues("Warning"), title);
    }
}
