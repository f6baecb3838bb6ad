package demoapp.playground;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

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
    private static final String PODS = DEFAULT + "/pods";
    private static final String DEPLOYMENTS = "/apis/apps/v1/namespaces/default/deployments";
    private static final String INGRESSES = "/apis/networking.k8s.io/v1/namespaces/default/ingresses";
    private static final String CRON_JOBS = "/apis/batch/v1/namespaces/default/cronjobs";
    private static final int DEEP = 10_000;

    @TempDir
    static Path folder;
    private static Playground playground;
    private static Client client;
    private static Http http;
    private static SSLSocketFactory sockets;
    private static Object pid;

    @BeforeAll
    static void start() throws Exception {
        playground = Playground.in(folder.resolve("playground"));
        playground.start(Playground.Options.standard());
        client = Client.of(new Folder(playground.folder())).orElseThrow();
        http = new Http(playground.kubeconfig());
        sockets = client.trusting().getSocketFactory();
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
        assertTrue(http.apply(path, "test", configMap("normal", "1")).status() <= 201);
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

    private static String many(int count, IntFunction<String> one) {
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
                        configMapWith("data", "{" + many(100_000, i -> "\"k" + i + "\":\"\"") + "}"), 200, 500),
                attack("100,000 keys applied", "PATCH", applied, "apply-patch+yaml",
                        configMapWith("data", "{" + many(100_000, i -> "\"k" + i + "\":\"\"") + "}"), 200, 500),
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
                attack("a name of many parts", "POST", CONFIG_MAPS, "json", configMapWith("x", "1").replace("victim",
                        "a.".repeat(100_000) + "a"), 422),
                attack("a host of many parts", "POST", INGRESSES, "json", ingress("*." + "a.".repeat(100_000) + "a"), 422),
                attack("a schedule of many digits", "POST", CRON_JOBS, "json", cronJob("@every " + "1".repeat(500_000) + "!"),
                        422),
                attack("a schedule of many hours", "POST", CRON_JOBS, "json", cronJob("@every " + "1h".repeat(200_000)),
                        201, 422),
                attack("a schedule of huge minutes", "POST", CRON_JOBS, "json", cronJob("0-999999999 * * * *"), 422),
                attack("a schedule of no steps", "POST", CRON_JOBS, "json", cronJob("*/0 * * * *"), 422),
                attack("a schedule of many commas", "POST", CRON_JOBS, "json", cronJob("1,".repeat(500_000) + "1 * * * *"), 201,
                        422, 500),
                attack("a version without an end", "POST", CONFIG_MAPS, "json", configMapWith("x", "1").replace("v1",
                        "v".repeat(2_000_000)), 400),
                attack("20,000 bad labels", "PATCH", victim, "merge-patch+json", "{\"metadata\":{\"labels\":{"
                        + many(20_000, i -> "\"-" + i + "\":\"\"") + "}}}", 422),
                attack("20,000 finalizers", "PATCH", victim, "merge-patch+json", "{\"metadata\":{\"finalizers\":["
                        + many(20_000, i -> "\"-" + i + "\"") + "]}}", 422),
                attack("20,000 owners", "PATCH", victim, "merge-patch+json", "{\"metadata\":{\"ownerReferences\":["
                        + many(20_000, i -> "{\"uid\":\"" + i + "\"}") + "]}}", 422),
                attack("a quantity of a million digits", "POST", PODS, "json", pod("{\"resources\":{\"limits\":{\"cpu\":\""
                        + "1".repeat(1_000_000) + "!\"}}}"), 400),
                attack("a quantity of many good digits", "POST", PODS, "json", pod("{\"resources\":{\"limits\":{\"cpu\":\""
                        + "1".repeat(1_000_000) + "\"}}}"), 201, 422, 500),
                attack("a quantity of a huge power", "POST", PODS, "json",
                        pod("{\"resources\":{\"limits\":{\"cpu\":\"1e999999999\",\"memory\":\"1e-99999999999\"}}}"), 201, 422),
                attack("10,000 containers", "POST", PODS, "json", pod(many(10_000, i -> "{}")), 422),
                attack("10,000 containers of one name", "POST", PODS, "json", pod(many(10_000, i -> "{\"name\":\"a\"}")), 422),
                attack("20,000 variables", "POST", PODS, "json", pod("{\"env\":["
                        + many(20_000, i -> "{\"name\":\"A" + i + "\"}") + "]}"), 201, 422, 500),
                attack("20,000 variables applied", "PATCH", PODS + "/hostile?fieldManager=m", "apply-patch+yaml",
                        pod("{\"name\":\"a\",\"image\":\"a\",\"env\":["
                        + many(20_000, i -> "{\"name\":\"A" + i + "\"}") + "]}"), 200, 201, 422, 500),
                attack("20,000 ports", "PATCH", DEFAULT + "/services/kubernetes", "strategic-merge-patch+json",
                        "{\"spec\":{\"ports\":[" + many(20_000, i -> "{\"name\":\"p" + i + "\",\"port\":" + (i + 1) + "}")
                        + "]}}", 200, 422, 500),
                attack("an order of 20,000", "PATCH", DEFAULT + "/services/kubernetes", "strategic-merge-patch+json",
                        "{\"spec\":{\"$setElementOrder/ports\":[" + many(20_000, i -> "{\"port\":" + (i + 1) + "}") + "],"
                        + "\"ports\":[" + many(20_000, i -> "{\"port\":" + (i + 1) + "}") + "]}}", 200, 400, 422, 500),
                attack("20,000 ports applied", "PATCH", DEFAULT + "/services/hostile?fieldManager=m", "apply-patch+yaml",
                        "{\"apiVersion\":\"v1\",\"kind\":\"Service\",\"spec\":{\"ports\":["
                        + many(20_000, i -> "{\"port\":" + (i + 1) + "}") + "]}}", 201, 422, 500),
                attack("another media type", "POST", CONFIG_MAPS, "x-www-form-urlencoded", "a=b", 415),
                attack("another media type to patch with", "PATCH", victim, "xml", "<a/>", 415),
                attack("a body of 50 MB", "POST", CONFIG_MAPS, "json", "x".repeat(50_000_000), 413));
    }

    private static String deployment(String replicas) {
        return ("{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"metadata\":{\"name\":\"hostile\"},\"spec\":{"
                + "\"replicas\":%s,\"selector\":{\"matchLabels\":{\"a\":\"b\"}},\"template\":{\"metadata\":{\"labels\":{"
                + "\"a\":\"b\"}},\"spec\":{\"containers\":[{\"name\":\"a\",\"image\":\"a\"}]}}}}").formatted(replicas);
    }

    private static String ingress(String host) {
        return ("{\"apiVersion\":\"networking.k8s.io/v1\",\"kind\":\"Ingress\",\"metadata\":{\"name\":\"hostile\"},"
                + "\"spec\":{\"rules\":[{\"host\":\"%s\"}]}}").formatted(host);
    }

    private static String cronJob(String schedule) {
        return ("{\"apiVersion\":\"batch/v1\",\"kind\":\"CronJob\",\"metadata\":{\"generateName\":\"hostile-\"},\"spec\":{"
                + "\"schedule\":\"%s\",\"suspend\":true,\"jobTemplate\":{\"spec\":{\"template\":{\"spec\":{\"restartPolicy\":"
                + "\"Never\",\"containers\":[{\"name\":\"a\",\"image\":\"a\"}]}}}}}}").formatted(schedule);
    }

    private static String pod(String containers) {
        return ("{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"generateName\":\"hostile-\"},\"spec\":{"
                + "\"schedulerName\":\"none\",\"containers\":[%s]}}").formatted(containers);
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

    static Stream<Attack> requests() {
        return Stream.of(
                get("a null byte", CONFIG_MAPS + "/a%00b", 404),
                get("dots", CONFIG_MAPS + "/..%2f..%2f..%2fsecrets", 404),
                get("plain dots", "/api/v1/namespaces/../../../etc/passwd", 403, 404),
                get("a broken escape", CONFIG_MAPS + "/%zz", 400, 404),
                get("half a UTF-8 character", CONFIG_MAPS + "/%c3", 404),
                get("a very long name", CONFIG_MAPS + "/" + "x".repeat(60_000), 404),
                get("many slashes", "/api/v1" + "/".repeat(50_000) + "pods", 404),
                get("a long selector", CONFIG_MAPS + "?labelSelector=" + "x!=y,".repeat(20_000) + "x!=y", 200),
                get("a selector of blanks", CONFIG_MAPS + "?labelSelector=a" + "%20".repeat(80_000), 200),
                get("many sets", CONFIG_MAPS + "?labelSelector=a%20in%20(" + "x,".repeat(50_000) + "x)", 200),
                get("many fields", CONFIG_MAPS + "?fieldSelector=" + "metadata.name!=y,".repeat(10_000), 200),
                get("a selector for slow expressions", CONFIG_MAPS + "?labelSelector=" + "(".repeat(50_000), 400),
                get("a selector of exclamations", CONFIG_MAPS + "?labelSelector=" + "!".repeat(50_000), 400),
                get("a selector like a regular expression", CONFIG_MAPS + "?labelSelector=(a%2B)%2B%24", 400),
                get("less than nothing", CONFIG_MAPS + "?limit=-1", 200, 400),
                get("more than all", CONFIG_MAPS + "?limit=1000000000", 200),
                get("a limit beyond numbers", CONFIG_MAPS + "?limit=99999999999999999999", 400),
                get("a forged token", CONFIG_MAPS + "?continue=eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6LTEsInN0YXJ0IjpbXX0", 200,
                        400, 410),
                get("a token of garbage", CONFIG_MAPS + "?continue=%00%01%02", 400),
                get("a token of deep JSON", CONFIG_MAPS + "?continue=" + Base64.getUrlEncoder().withoutPadding()
                        .encodeToString("[".repeat(DEEP).getBytes(StandardCharsets.US_ASCII)), 400),
                get("a version of garbage", CONFIG_MAPS + "?resourceVersion=-5", 400, 500),
                get("a watch for too long", CONFIG_MAPS + "?watch=true&timeoutSeconds=-99999999999999999999", 400),
                get("many parameters", CONFIG_MAPS + "?" + "a=b&".repeat(30_000), 200),
                attack("another method", "BREW", CONFIG_MAPS, "json", "", 405),
                attack("a method where there is none", "DELETE", "/version", "json", "", 200, 404, 405));
    }

    private static Attack get(String name, String path, Integer... answers) {
        return attack(name, "GET", path, "json", "", answers);
    }

    /** By hand, since Java's client refuses to send some of it. */
    @ParameterizedTest
    @MethodSource("requests")
    void a_hostile_request_is_answered(Attack attack) throws Exception {
        try (var socket = connect()) {
            write(socket, head(attack.method, attack.path, "Connection: close") + "\r\n");
            var answer = read(socket);
            var status = Integer.parseInt(answer.substring(9, 12));
            assertTrue(attack.answers.contains(status), () -> answer.substring(0, Math.min(600, answer.length())));
        }
    }

    // Below HTTP

    private static SSLSocket connect() throws Exception {
        var socket = (SSLSocket) sockets.createSocket("127.0.0.1", client.port());
        socket.setSoTimeout(90_000);
        return socket;
    }

    private static String head(String method, String path, String... headers) {
        return method + " " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + client.token() + "\r\n"
                + Stream.of(headers).map(header -> header + "\r\n").collect(Collectors.joining());
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /** All that comes until the server closes the connection. */
    private static String read(Socket socket) throws IOException {
        var all = new ByteArrayOutputStream();
        try {
            socket.getInputStream().transferTo(all);
        } catch (SocketException closed) {
            // As good as an end.
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    @Test
    void what_is_no_TLS_is_hung_up_on() throws Exception {
        try (var socket = new Socket("127.0.0.1", client.port())) {
            socket.setSoTimeout(90_000);
            write(socket, "GET / HTTP/1.1\r\nHost: x\r\n\r\n".repeat(100));
            assertFalse(read(socket).contains("200"));
        }
    }

    @ParameterizedTest
    @MethodSource("garbage")
    void what_is_no_HTTP_is_hung_up_on(String garbage) throws Exception {
        try (var socket = connect()) {
            try {
                write(socket, garbage);
            } catch (SocketException hungUpAlready) {
                // It may well have answered.
            }
            var answer = read(socket);
            assertTrue(answer.isEmpty() || answer.matches("(?s)HTTP/... (4|501).*"), answer);
        }
    }

    static Stream<String> garbage() {
        return Stream.of("\u0000\u0001\u0002\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n",
                head("POST", CONFIG_MAPS, "Content-Length: five") + "\r\n{}",
                head("POST", CONFIG_MAPS, "Content-Length: -5") + "\r\n{}",
                head("POST", CONFIG_MAPS, "Content-Length: 5", "Content-Length: 7") + "\r\n{}",
                head("POST", CONFIG_MAPS, "Content-Length: 99999999999999999999") + "\r\n{}",
                head("POST", CONFIG_MAPS, "Transfer-Encoding: chunked", "Connection: close") + "\r\nZZ\r\n{}\r\n0\r\n\r\n",
                head("GET", CONFIG_MAPS) + "X: " + "x".repeat(1_000_000) + "\r\n\r\n",
                head("GET", CONFIG_MAPS) + IntStream.range(0, 100_000).mapToObj(i -> "X" + i + ": x\r\n")
                        .collect(Collectors.joining()) + "\r\n",
                "GET /" + "x".repeat(1_000_000) + " HTTP/1.1\r\n\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + "\u00ff".repeat(100));
    }

    @Test
    void a_body_without_a_length_is_refused_before_it_ends() throws Exception {
        try (var socket = connect()) {
            write(socket, head("POST", CONFIG_MAPS, "Content-Type: application/json", "Transfer-Encoding: chunked") + "\r\n");
            var chunk = "10000\r\n" + "x".repeat(65536) + "\r\n";
            for (var i = 0; i < 800; i++) { // 50 MB, and no end
                write(socket, chunk);
            }
            assertTrue(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII).endsWith("413"));
        }
    }

    @Test
    void clients_that_vanish_in_mid_body_leave_nothing_behind() throws Exception {
        for (var i = 0; i < 50; i++) { // together more than the heap has
            try (var socket = connect()) {
                write(socket, head("POST", CONFIG_MAPS, "Content-Length: 3000000") + "\r\n" + "x".repeat(2_900_000));
            }
        }
    }

    @Test
    void pipelined_requests_are_answered_in_order() throws Exception {
        try (var socket = connect()) {
            write(socket, IntStream.range(0, 100).mapToObj(i -> head("GET", CONFIG_MAPS + "/none-" + i) + "\r\n")
                    .collect(Collectors.joining()) + head("GET", "/version", "Connection: close") + "\r\n");
            var answer = read(socket);
            var order = IntStream.range(0, 100).map(i -> answer.indexOf("\\\"none-" + i + "\\\"")).boxed().toList();
            assertEquals(order.stream().sorted().toList(), order);
            assertTrue(order.get(0) > 0 && answer.contains("gitVersion"));
        }
    }

    @Test
    void many_connections_that_say_nothing_keep_nobody_out() throws Exception {
        var open = new ArrayList<Socket>();
        try {
            for (var i = 0; i < 1000; i++) {
                open.add(new Socket("127.0.0.1", client.port())); // and no TLS
            }
            for (var i = 0; i < 100; i++) {
                open.add(connect());
                write(open.get(open.size() - 1), head("GET", CONFIG_MAPS)); // and no empty line
            }
            assertEquals(200, new Http(playground.kubeconfig()).get(CONFIG_MAPS).status());
        } finally {
            for (var socket : open) {
                socket.close();
            }
        }
    }

    // Too much of what is allowed

    @Test
    void requests_that_are_given_up_at_once_do_no_harm() {
        for (var client = 0; client < 3; client++) {
            var impatient = new Http(playground.kubeconfig());
            for (var i = 0; i < 1000; i++) {
                impatient.sendAsync(impatient.request("/api/v1/pods?watch=true").GET()).cancel(true);
            }
        }
    }

    @Test
    void a_thousand_watchers_all_hear_of_a_change() throws Exception {
        var since = http.get(CONFIG_MAPS).text("metadata", "resourceVersion");
        var heard = new ArrayList<CompletableFuture<Boolean>>();
        var clients = List.of(new Http(playground.kubeconfig()), new Http(playground.kubeconfig()));
        for (var i = 0; i < 1000; i++) {
            var watch = http.request(CONFIG_MAPS + "?watch=true&timeoutSeconds=30&resourceVersion=" + since
                    + "&fieldSelector=metadata.name%3Dloud").GET();
            heard.add(clients.get(i % 2).streamAsync(watch).thenApply(answer -> firstLine(answer.body()).contains("\"ADDED\"")));
        }
        assertEquals(201, http.post(CONFIG_MAPS, configMap("loud", "1")).status());
        for (var one : heard) {
            assertTrue(one.get());
        }
        http.delete(CONFIG_MAPS + "/loud");
    }

    private static String firstLine(InputStream body) {
        try (body) {
            var line = new ByteArrayOutputStream();
            for (var c = body.read(); c >= 0 && c != '\n'; c = body.read()) {
                line.write(c);
            }
            return line.toString(StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    void watchers_that_never_read_are_cut_and_disturb_nobody() throws Exception {
        var sleepers = new ArrayList<SSLSocket>();
        for (var i = 0; i < 3; i++) {
            sleepers.add(connect());
            write(sleepers.get(i), head("GET", CONFIG_MAPS + "?watch=true") + "\r\n");
        }
        var since = http.get(CONFIG_MAPS).text("metadata", "resourceVersion");
        var reader = http.streamAsync(http.request(CONFIG_MAPS + "?watch=true&fieldSelector=metadata.name%3Dbig"
                + "&resourceVersion=" + since).GET()).thenApply(answer -> lines(answer.body(), 41));
        for (var i = 0; i <= 40; i++) { // for each of them 40 MB
            http.apply(CONFIG_MAPS + "/big", "test", configMap("big", i + "x".repeat(1_000_000)));
        }
        assertEquals(41, reader.get());
        for (var sleeper : sleepers) {
            read(sleeper); // comes to an end: it was cut
            sleeper.close();
        }
        http.delete(CONFIG_MAPS + "/big");
    }

    private static int lines(InputStream body, int wanted) {
        var count = 0;
        var buffer = new byte[65536];
        try (body) {
            for (var length = body.read(buffer); length >= 0 && count < wanted; length = body.read(buffer)) {
                for (var i = 0; i < length; i++) {
                    count += buffer[i] == '\n' ? 1 : 0;
                }
                if (count >= wanted) {
                    break;
                }
            }
            return count;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    void a_full_store_says_so_and_takes_more_once_there_is_room() {
        var created = 0;
        Http.Answer answer;
        do {
            answer = http.post(CONFIG_MAPS, configMap("full-" + created++, "x".repeat(1_000_000)));
        } while (answer.status() == 201);
        assertEquals("etcdserver: mvcc: database space exceeded", answer.text("message"));
        assertTrue(created > 50, () -> "too early");
        for (var i = 0; i < created - 1; i++) {
            assertEquals(200, http.delete(CONFIG_MAPS + "/full-" + i).status());
        }
    }
}
