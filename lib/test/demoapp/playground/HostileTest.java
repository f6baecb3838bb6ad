package demoapp.playground;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.net.ssl.SSLSocket;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import demoapp.json.Json;

/**
 * Nothing that a client sends knocks the playground over: it gets an answer or a closed connection, and whoever comes
 * next is served. Against the process as users start it, with its small heap.
 */
class HostileTest {
    private static final String DEFAULT = "/api/v1/namespaces/default";
    private static final String CONFIG_MAPS = DEFAULT + "/configmaps";
    private static final String DEPLOYMENTS = "/apis/apps/v1/namespaces/default/deployments";
    private static final int DEEP = 10_000;

    @TempDir
    static Path folder;
    private static Playground playground;
    private static Client client;
    private static Http http;
    private static Object pid;

    @BeforeAll
    static void start() {
        playground = Playground.in(folder.resolve("playground"));
        playground.start(Playground.Options.standard());
        client = Client.of(new Folder(playground.folder())).orElseThrow();
        http = new Http(playground.kubeconfig());
        pid = playground.about().orElseThrow().get("pid");
        assertEquals(201, http.post(CONFIG_MAPS, configMap("victim", "1")).status());
    }

    @AfterAll
    static void stop() {
        playground.stop();
    }

    @AfterEach
    void others_are_served() {
        var path = CONFIG_MAPS + "/normal";
        assertEquals(201, http.apply(path, "test", configMap("normal", "1")).status());
        assertEquals("1", http.get(path).text("data", "a"));
        assertEquals(200, http.delete(path).status());
        assertEquals(pid, playground.about().orElseThrow().get("pid"));
    }

    private static Map<String, Object> configMap(String name, String value) {
        return Json.object("apiVersion", "v1", "kind", "ConfigMap", "metadata", Json.object("name", name), "data",
                Json.object("a", value));
    }

    // Single requests

    private record Attack(String name, String method, String path, String type, String body, List<Integer> answers) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Attack attack(String name, String method, String path, String type, String body, Integer... answers) {
        return new Attack(name, method, path, "application/" + type, body, List.of(answers));
    }

    private static String nested(String open, String close) {
        return open.repeat(DEEP) + close.repeat(DEEP);
    }

    private static String configMapWith(String field, String value) {
        return "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"victim\"},\"%s\":%s}"
                .formatted(field, value);
    }

    private static String many(int count, java.util.function.IntFunction<String> one) {
        return IntStream.range(0, count).mapToObj(one).collect(Collectors.joining(","));
    }

    static Stream<Attack> bodies() {
        var victim = CONFIG_MAPS + "/victim";
        var applied = victim + "?force=true&fieldManager=hostile";
        var deepJson = nested("{\"a\":", "1").replace("1".repeat(DEEP), "1" + "}".repeat(DEEP));
        var deepList = nested("[", "]");
        var deepYaml = IntStream.range(0, 2000).mapToObj(i -> " ".repeat(i) + "a:\n").collect(Collectors.joining());
        var bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + IntStream.range(1, 30).mapToObj(i -> "%c: &%c [%s]\n".formatted(
                'a' + i % 26, 'a' + i % 26, String.join(",", Collections.nCopies(9, "*" + (char) ('a' + (i - 1) % 26)))))
                .collect(Collectors.joining());
        var bombMap = configMapWith("metadata", "{}").replace("{\"api", "{\"x\":0,\"api") + "\n";
        var copies = "{\"op\":\"copy\",\"from\":\"/data\",\"path\":\"/data/x\"}";
        return Stream.of(
                attack("half an object", "POST", CONFIG_MAPS, "json", "{\"metadata\":", 400),
                attack("deep objects", "POST", CONFIG_MAPS, "json", deepJson, 400),
                attack("deep lists", "POST", CONFIG_MAPS, "json", deepList, 400),
                attack("deep objects in a field", "PUT", victim, "json", configMapWith("data", deepJson), 400),
                attack("deep unknown field", "PUT", victim, "json", configMapWith("x", deepJson), 400),
                attack("deep merge patch", "PATCH", victim, "merge-patch+json", deepJson, 400),
                attack("deep strategic patch", "PATCH", victim, "strategic-merge-patch+json", deepJson, 400),
                attack("deep JSON patch", "PATCH", victim, "json-patch+json", deepList, 400),
                attack("deep JSON applied", "PATCH", applied, "apply-patch+yaml", deepJson, 400),
                attack("deep flow YAML applied", "PATCH", applied, "apply-patch+yaml", nested("[", "]"), 400),
                attack("deep block YAML applied", "PATCH", applied, "apply-patch+yaml", deepYaml, 400),
                attack("deep YAML", "POST", CONFIG_MAPS, "yaml", deepYaml, 400),
                attack("YAML bomb", "POST", CONFIG_MAPS, "yaml", bomb, 400),
                attack("YAML bomb applied", "PATCH", applied, "apply-patch+yaml", bomb, 400),
                attack("a slow YAML bomb applied", "PATCH", applied, "apply-patch+yaml", "a0: &a0 [x]\n" + IntStream.range(1, 25)
                        .mapToObj(i -> "a%d: &a%d [*a%d,*a%d]\n".formatted(i, i, i - 1, i - 1))
                        .collect(Collectors.joining()), 400),
                attack("YAML that contains itself", "POST", CONFIG_MAPS, "yaml", "a: &a\n  b: *a\n", 400),
                attack("YAML with merge keys", "POST", CONFIG_MAPS, "yaml", "a: &a {b: *a}\n<<: *a\n", 400),
                attack("YAML key that is a map", "POST", CONFIG_MAPS, "yaml", "{? {a: b} : c}\n", 400),
                attack("YAML tag of a class", "POST", CONFIG_MAPS, "yaml", "!!javax.script.ScriptEngineManager []\n", 400),
                attack("YAML of control characters", "POST", CONFIG_MAPS, "yaml", "a: \u0001\u0002\n", 400),
                attack("an extra JSON document", "POST", CONFIG_MAPS, "json", bombMap + "{}", 400),
                attack("100,000 times the same key", "PUT", victim, "json",
                        configMapWith("data", "{" + many(100_000, i -> "\"a\":\"1\"") + "}"), 200),
                attack("100,000 times the same key, strictly", "PUT", victim + "?fieldValidation=Strict", "json",
                        configMapWith("data", "{" + many(100_000, i -> "\"a\":\"1\"") + "}"), 400),
                attack("100,000 unknown fields", "PUT", victim, "json",
                        "{\"metadata\":{\"name\":\"victim\"}," + many(100_000, i -> "\"f" + i + "\":1") + "}", 200),
                attack("100,000 keys", "PUT", victim, "json",
                        configMapWith("data", "{" + many(100_000, i -> "\"k" + i + "\":\"\"") + "}"), 500),
                attack("100,000 keys applied", "PATCH", applied, "apply-patch+yaml",
                        configMapWith("data", "{" + many(100_000, i -> "\"k" + i + "\":\"\"") + "}"), 500),
                attack("100,000 labels", "PATCH", victim, "merge-patch+json", "{\"metadata\":{\"labels\":{"
                        + many(100_000, i -> "\"l" + i + "\":\"\"") + "}}}", 500),
                attack("a key of a megabyte", "PATCH", victim, "merge-patch+json",
                        "{\"data\":{\"" + "k".repeat(1_000_000) + "\":\"\"}}", 400, 422),
                attack("a number beyond all types", "PATCH", DEPLOYMENTS + "/none", "merge-patch+json",
                        "{\"spec\":{\"replicas\":1e999999999}}", 400, 404),
                attack("too many replicas", "POST", DEPLOYMENTS, "json", deployment("99999999999"), 400),
                attack("infinitely many replicas", "POST", DEPLOYMENTS, "json", deployment("1e400"), 400),
                attack("a number of 100,000 digits", "POST", DEPLOYMENTS, "json", deployment("9".repeat(100_000)), 400),
                attack("minus one replica", "POST", DEPLOYMENTS, "json", deployment("-1"), 422),
                attack("a patch of a cycle", "PATCH", victim, "strategic-merge-patch+json",
                        "{\"$patch\":{\"$patch\":\"replace\"},\"data\":{\"$patch\":\"delete\",\"$retainKeys\":[\"$patch\"]}}",
                        200, 400, 422, 500),
                attack("directives of wrong types", "PATCH", DEFAULT + "/services/kubernetes", "strategic-merge-patch+json",
                        "{\"spec\":{\"$setElementOrder/ports\":5,\"$deleteFromPrimitiveList/ports\":{},\"$retainKeys\":1}}",
                        200, 400, 422, 500),
                attack("more than 10,000 operations", "PATCH", victim, "json-patch+json",
                        "[" + many(10_001, i -> "{\"op\":\"test\",\"path\":\"/kind\",\"value\":\"ConfigMap\"}") + "]", 413),
                attack("copies of copies", "PATCH", victim, "json-patch+json", "[" + many(60,
                        i -> copies.replace("x", "x" + i)) + "]", 400, 413, 422),
                attack("operations without a path", "PATCH", victim, "json-patch+json", "[{\"op\":\"add\"}]", 400, 422),
                attack("an index beyond all", "PATCH", victim, "json-patch+json",
                        "[{\"op\":\"add\",\"path\":\"/metadata/managedFields/99999999999999999999\",\"value\":1}]", 422),
                attack("managers of 10,000 names", "PUT", victim, "json", configMapWith("metadata",
                        "{\"name\":\"victim\",\"managedFields\":[" + many(10_000, i -> manager(i, "{\"f:data\":{}}")) + "]}"),
                        200, 400, 422),
                attack("managers of deep fields", "PUT", victim, "json", configMapWith("metadata",
                        "{\"name\":\"victim\",\"managedFields\":[" + manager(1, "{\"f:a\":".repeat(400) + "{}"
                        + "}".repeat(400)) + "]}"), 200, 400, 422),
                attack("managers of nonsense", "PUT", victim, "json", configMapWith("metadata",
                        "{\"name\":\"victim\",\"managedFields\":[" + manager(1, "{\"k:{\":{},\"x\":{},\"v:[\":{},\"\":{}}")
                        + "]}"), 200, 400, 422),
                attack("another media type", "POST", CONFIG_MAPS, "x-www-form-urlencoded", "a=b", 415),
                attack("another media type to patch with", "PATCH", victim, "xml", "<a/>", 415),
                attack("a body of 50 MB", "POST", CONFIG_MAPS, "json", "x".repeat(50_000_000), 413));
    }

    private static String deployment(String replicas) {
        return ("{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"metadata\":{\"name\":\"hostile\"},\"spec\":{"
                + "\"replicas\":%s,\"selector\":{\"matchLabels\":{\"a\":\"b\"}},\"template\":{\"metadata\":{\"labels\":{"
                + "\"a\":\"b\"}},\"spec\":{\"containers\":[{\"name\":\"a\",\"image\":\"a\"}]}}}}").formatted(replicas);
    }

    private static String manager(int i, String fields) {
        return ("{\"manager\":\"m%d\",\"operation\":\"Update\",\"apiVersion\":\"v1\",\"fieldsType\":\"FieldsV1\","
                + "\"fieldsV1\":%s}").formatted(i, fields);
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void a_hostile_body_is_answered(Attack attack) {
        var answer = http.send(attack.method, attack.path, attack.type, attack.body);
        assertAnswered(attack.answers, answer);
    }

    private static void assertAnswered(List<Integer> expected, Http.Answer answer) {
        var text = answer.body().toString();
        assertTrue(expected.contains(answer.status()), () -> answer.status() + " " + text.substring(0,
                Math.min(600, text.length())));
        if (answer.status() >= 400) {
            assertEquals("Status", answer.text("kind"));
        }
    }
}
