package demoapp.playground.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import demoapp.json.Json;
import demoapp.playground.Cluster;
import demoapp.playground.ClusterOptions;
import demoapp.playground.Http;

/** Requests to an application through the API server, as `kubectl get --raw` and `kubectl proxy` make them. */
class ProxyTest {
    private static final String NAMESPACE = "/api/v1/namespaces/default";

    @TempDir
    static Path folder;
    private static Cluster cluster;
    private static Http http;

    @BeforeAll
    static void start() {
        cluster = Cluster.start(ClusterOptions.in(folder));
        http = new Http(cluster.kubeconfig());
        pod("web", "{name: main, image: nginx, ports: [{containerPort: 80}]}");
        pod("rails", "{name: main, image: 'demoapp:0.0.1', command: [bin/rails, server], ports: [{containerPort: 3000}]}");
        pod("db", "{name: main, image: 'mysql:8.4', env: [{name: MYSQL_ALLOW_EMPTY_PASSWORD, value: '1'}]}");
        service("web", "{name: http, port: 8080, targetPort: 80}");
        service("nobody", "{port: 80}");
        for (var path : new String[] {"/services/web:http/proxy/", "/pods/rails/proxy/health_check/full"}) {
            until(path, () -> http.get(NAMESPACE + path).status() != 503);
        }
        until("mysql", () -> http.get(NAMESPACE + "/pods/db:3306/proxy/").text("message").endsWith(": EOF"));
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static void pod(String name, String container) {
        create("pods", "{apiVersion: v1, kind: Pod, metadata: {name: %1$s, labels: {run: %1$s}}, spec: {containers: [%2$s]}}"
                .formatted(name, container));
    }

    private static void service(String name, String port) {
        create("services", "{apiVersion: v1, kind: Service, metadata: {name: %1$s}, spec: {selector: {run: %1$s}, ports: [%2$s]}}"
                .formatted(name, port));
    }

    private static void create(String plural, String yaml) {
        var answer = http.send("POST", NAMESPACE + "/" + plural, "application/yaml", yaml);
        assertEquals(201, answer.status(), () -> answer.body().toString());
    }

    private static void until(String what, BooleanSupplier condition) {
        var deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, what);
            Thread.onSpinWait();
        }
    }

    @ParameterizedTest
    @CsvSource({"services/web:8080", "services/web:http", "services/http:web:http", "pods/web", "pods/web:80",
        "pods/http:web:80"})
    void a_pod_answers_by_its_name_and_through_its_service(String where) {
        var answer = http.get("%s/%s/proxy/".formatted(NAMESPACE, where));
        assertEquals(200, answer.status());
        assertTrue(answer.body().toString().contains("Welcome to nginx!"), () -> answer.body().toString());
    }

    @Test
    void what_the_application_refuses_comes_as_it_said_it_and_links_lead_back_through_the_proxy() {
        var proxy = NAMESPACE + "/pods/rails/proxy";
        assertEquals(500, http.get(proxy + "/health_check/full").status());
        var page = http.get(proxy + "/nowhere/at/all?a=b");
        assertEquals(404, page.status());
        assertTrue(page.body().toString().contains("<a href=\"%s/\">".formatted(proxy)), () -> page.body().toString());
        var post = http.send("POST", proxy + "/messages", "application/x-www-form-urlencoded", "message%5Bbody%5D=");
        assertTrue(http.get(NAMESPACE + "/pods/rails/log").body().toString().contains("Started POST \"/messages\""),
                () -> post.body().toString());
    }

    @Test
    void without_a_path_it_leads_to_one() {
        var answer = http.get(NAMESPACE + "/pods/web/proxy?x=1");
        assertEquals(301, answer.status());
        assertEquals(NAMESPACE + "/pods/web/proxy/?x=1", answer.response().headers().firstValue("Location").orElse(""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "services/none:80     | 404 | services \"none\" not found",
        "services/none        | 404 | services \"none\" not found",
        "services/web:81      | 503 | no service port 81 found for service \"web\"",
        "services/web         | 503 | no endpoints available for service \"web\"",
        "services/nobody      | 503 | no endpoints available for service \"nobody\"",
        "services/ftp:web:80  | 400 | invalid service request \"ftp:web:80\"",
        "services/a:b:c:d     | 400 | invalid service request \"a:b:c:d\"",
        "pods/none            | 404 | pods \"none\" not found",
        "pods/db:3306         | 503 | error trying to reach service: EOF",
        "pods/https:web:80    | 503 | error trying to reach service: http: server gave HTTP response to HTTPS client"})
    void what_cannot_be_reached_is_said_as_the_api_server_does(String where, int status, String message) {
        var answer = http.get("%s/%s/proxy/".formatted(NAMESPACE, where));
        assertEquals(status, answer.status());
        assertEquals(message, answer.text("message"));
    }

    @Test
    void a_port_that_nobody_listens_on_refuses() {
        var answer = http.get(NAMESPACE + "/pods/web:81/proxy/");
        var ip = Json.text(http.get(NAMESPACE + "/pods/web").body(), "status", "podIP");
        assertEquals(503, answer.status());
        assertEquals("error trying to reach service: dial tcp %s:81: connect: connection refused".formatted(ip),
                answer.text("message"));
    }

    @Test
    void it_takes_a_right_of_its_own() {
        var reader = Map.of("apiVersion", "rbac.authorization.k8s.io/v1", "kind", "Role", "metadata",
                Map.of("name", "reader"), "rules", List.of(Map.of("apiGroups", List.of(""),
                        "resources", List.of("pods"), "verbs", List.of("get"))));
        http.post("/apis/rbac.authorization.k8s.io/v1/namespaces/default/roles", reader);
        http.post("/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings", Json.object("apiVersion",
                "rbac.authorization.k8s.io/v1", "kind", "RoleBinding", "metadata", Map.of("name", "reader"), "roleRef",
                Map.of("apiGroup", "rbac.authorization.k8s.io", "kind", "Role", "name", "reader"), "subjects",
                List.of(Map.of("kind", "User", "name", "ann", "apiGroup", "rbac.authorization.k8s.io"))));
        assertEquals(200, http.send(http.request(NAMESPACE + "/pods/web").header("Impersonate-User", "ann").GET()).status());
        var refused = http.send(http.request(NAMESPACE + "/pods/web/proxy/").header("Impersonate-User", "ann").GET());
        assertEquals(403, refused.status());
        assertTrue(refused.text("message").contains("cannot get resource \"pods/proxy\""), () -> refused.text("message"));
    }
}
