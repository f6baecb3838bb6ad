package demoapp.playground.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import demoapp.json.Json;
import demoapp.playground.Cluster;
import demoapp.playground.ClusterOptions;
import demoapp.playground.Http;

/** What no recorded conversation shows: the transport, watches, and what must never happen. */
class ApiServerTest {
    private static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";

    @TempDir
    static Path folder;
    private static Cluster cluster;
    private static Http http;

    @BeforeAll
    static void start() {
        cluster = Cluster.start(ClusterOptions.in(folder));
        http = new Http(cluster.kubeconfig());
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static Map<String, Object> configMap(String name, String value) {
        return Json.object("apiVersion", "v1", "kind", "ConfigMap", "metadata", Json.object("name", name, "labels",
                Json.object("test", name)), "data", Json.object("a", value));
    }

    @Test
    void without_the_token_all_but_health_and_version_is_refused() {
        assertEquals(200, http.get("/readyz").status());
        for (var path : List.of("/api", "/apis/apps/v1/deployments", "/playground", "/openapi/v3")) {
            var answer = http.send(http.request(path).setHeader("Authorization", "Bearer wrong").GET());
            assertEquals(401, answer.status());
            assertEquals("Unauthorized", answer.text("reason"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[5]", "null", "\"x\"", "{\"kind\":5}", "{\"metadata\":[]}",
        "{\"metadata\":{\"name\":{}}}", "{\"data\":[1]}", "\u0000", "{\"a\":1}}", "[[[[[[[[[["})
    void a_malformed_body_is_refused_in_words(String body) {
        for (var method : List.of("POST", "PUT")) {
            var path = method.equals("POST") ? CONFIG_MAPS : CONFIG_MAPS + "/x";
            assertRefused(http.send(method, path, "application/json", body));
        }
        for (var type : List.of("merge-patch+json", "strategic-merge-patch+json", "json-patch+json")) {
            assertRefused(http.send("PATCH", CONFIG_MAPS + "/kube-root-ca.crt", "application/" + type, body));
        }
        assertRefused(http.send("PATCH", CONFIG_MAPS + "/x?fieldManager=m", "application/apply-patch+yaml", body));
    }

    private static void assertRefused(Http.Answer answer) {
        assertTrue(answer.status() >= 400 && answer.status() < 500 || answer.text("message").startsWith("failed to"),
                () -> answer.status() + " " + answer.body());
        assertEquals("Status", answer.text("kind"));
    }

    @Test
    void a_watch_streams_what_happens_to_matching_objects() throws Exception {
        var since = http.get(CONFIG_MAPS).text("metadata", "resourceVersion");
        try (var lines = new BufferedReader(new InputStreamReader(http.stream(CONFIG_MAPS
                + "?watch=true&labelSelector=test%3Dwatched&resourceVersion=" + since), StandardCharsets.UTF_8))) {
            http.post(CONFIG_MAPS, configMap("other", "1"));
            http.post(CONFIG_MAPS, configMap("watched", "1"));
            http.apply(CONFIG_MAPS + "/watched", "m", Json.object("apiVersion", "v1", "kind", "ConfigMap", "metadata",
                    Json.object("name", "watched"), "data", Json.object("b", "2")));
            http.send("PATCH", CONFIG_MAPS + "/watched", "application/merge-patch+json",
                    "{\"metadata\":{\"labels\":{\"test\":\"no more\"}}}".replace(' ', '-'));
            assertEquals(List.of("ADDED", "MODIFIED", "DELETED"), List.of(type(lines), type(lines), type(lines)));
        }
    }

    private static String type(BufferedReader lines) throws java.io.IOException {
        return Json.text(Json.read(lines.readLine().getBytes(StandardCharsets.UTF_8)), "type");
    }

    @Test
    void a_watch_from_a_version_of_the_future_is_expired() throws Exception {
        try (var lines = new BufferedReader(new InputStreamReader(
                http.stream(CONFIG_MAPS + "?watch=true&resourceVersion=999999999"), StandardCharsets.UTF_8))) {
            var event = Json.read(lines.readLine().getBytes(StandardCharsets.UTF_8));
            assertEquals("ERROR", Json.text(event, "type"));
            assertEquals(410, Json.number(event, 0, "object", "code"));
        }
    }

    @Test
    void a_watch_ends_with_its_timeout_after_a_bookmark() throws Exception {
        try (var lines = new BufferedReader(new InputStreamReader(http.stream("/api/v1/namespaces/kube-public/secrets"
                + "?watch=true&allowWatchBookmarks=true&timeoutSeconds=1"), StandardCharsets.UTF_8))) {
            assertEquals(List.of("BOOKMARK"), lines.lines()
                    .map(line -> Json.text(Json.read(line.getBytes(StandardCharsets.UTF_8)), "type")).toList());
        }
    }

    @Test
    void applies_from_many_clients_all_arrive() throws Exception {
        var threads = Executors.newFixedThreadPool(16);
        var applies = IntStream.range(0, 200).mapToObj(i -> (java.util.concurrent.Callable<Integer>) () ->
                http.apply(CONFIG_MAPS + "/many-" + i, "m", configMap("many-" + i, "1")).status()).toList();
        for (var status : threads.invokeAll(applies)) {
            assertEquals(201, status.get());
        }
        threads.shutdown();
        var names = Json.maps(http.get(CONFIG_MAPS).body(), "items").stream()
                .map(item -> Json.text(item, "metadata", "name")).filter(name -> name.startsWith("many-")).toList();
        assertEquals(200, names.size());
    }

    @Test
    void a_body_of_more_than_three_megabytes_is_too_large() {
        assertEquals(413, http.post(CONFIG_MAPS, configMap("huge", "x".repeat(4_000_000))).status());
    }

    @Test
    void http2_is_spoken_where_the_client_wants_it() throws Exception {
        assertEquals("HTTP_2", http.send(http.request("/readyz").version(java.net.http.HttpClient.Version.HTTP_2)
                .method("GET", HttpRequest.BodyPublishers.noBody())).response().version().toString());
    }
}
