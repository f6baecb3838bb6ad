package demoapp.playground.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import demoapp.json.Json;
import demoapp.playground.node.programs.Http;
import demoapp.playground.node.programs.Program;
import demoapp.playground.store.Kinds;

/** The sample application as its users see it, from step to step. */
class ApplicationTest {
    private static final Path MANIFESTS = Path.of("lib/manifests");
    private static final String HOST = "demoapp-puma.127.0.0.1.nip.io";
    private static final String JSON = "Accept: application/json\r\n";

    private final Outside outside = new Outside();

    @AfterEach
    void stop() {
        outside.close();
    }

    /** A step's manifests, all of them, with their placeholders filled in. */
    static String manifests(String step) {
        try (var files = Files.list(MANIFESTS.resolve(step))) {
            return files.sorted().map(file -> {
                try {
                    return Files.readString(file);
                } catch (IOException failure) {
                    throw new UncheckedIOException(failure);
                }
            }).collect(Collectors.joining("\n---\n")).replace("${INGRESS_CLASS}", "playground")
                    .replace("${INGRESS_IP}", "127.0.0.1");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void start(String step) {
        outside.cluster.apply(manifests(step));
        List.of("mysql", "redis", "sidekiq", "puma").forEach(name -> outside.cluster.untilRolledOut("demoapp-" + name));
        outside.cluster.until("the page", () -> get("/").status() == 200);
    }

    // Over the node port

    private Browser.Answer send(String start, String body) {
        try {
            var port = Json.number(outside.cluster.get(Kinds.SERVICE, "demoapp-puma"), 0, "spec", "ports", 0, "nodePort");
            return Browser.http((int) port, start, body);
        } catch (IOException refused) {
            return new Browser.Answer(0, "", refused.toString(), null);
        }
    }

    private Browser.Answer get(String path) {
        return send("GET %s HTTP/1.1\r\n".formatted(path), "");
    }

    private Browser.Answer post(String message) {
        return send("POST /messages HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\n",
                "message%5Bbody%5D=" + URLEncoder.encode(message, StandardCharsets.UTF_8));
    }

    private void untilAnswered(String answer) {
        outside.cluster.until("the answer " + answer, () -> get("/").body().contains(">" + answer + "<"));
    }

    private void restart(String name) {
        var old = Json.text(outside.cluster.pod(name), "metadata", "name");
        outside.cluster.delete(Kinds.POD, old);
        outside.cluster.until("the old pod to go", () -> outside.cluster.get(Kinds.POD, old).isEmpty());
        outside.cluster.untilRolledOut(name);
    }

    /** What the program in a pod says, asked on the clock's thread as all of the cluster is. */
    private <T> T ask(String pod, int port, Function<Program, T> question) {
        var answer = new CompletableFuture<T>();
        var ip = Json.text(outside.cluster.pod(pod), "status", "podIP");
        outside.cluster.registry.clock().after(Duration.ZERO, () -> answer.complete(
                outside.cluster.node.network().at(ip, port).map(question).orElse(null)));
        return answer.join();
    }

    private String health() {
        var pod = Json.text(outside.cluster.pods("demoapp-puma").get(0), "metadata", "name");
        var response = ask(pod, 3000, puma -> puma.http(Http.Request.get("/health_check/full")).orElseThrow());
        return response == null ? "" : response.status() + " " + response.text();
    }

    @Test
    void a_message_is_answered_and_in_step_2_it_goes_with_the_mysql_pod() {
        start("step2");
        assertTrue(get("/").body().contains("No messages yet."));
        var sent = post("Hello");
        assertEquals(302, sent.status());
        assertEquals("/", sent.header("location"));
        untilAnswered("olleH");
        restart("demoapp-mysql");
        outside.cluster.until("the health check to name it", () -> health().equals(
                "500 health_check failed: database: Mysql2::Error: Table 'demoapp_production.messages' doesn't exist"));
        outside.cluster.until("no ready puma to answer", () -> get("/").status() == 0);
    }

    @Test
    void in_step_4_it_outlives_mysql_and_redis_behind_the_ingress() throws IOException {
        outside.cluster.apply(outside.authority.secret("demoapp-puma-tls", HOST));
        start("step4");
        outside.untilAnswers(200, HOST, "/");
        var browser = Browser.trusting(outside.authority.certificate());
        var sent = browser.https(HOST, outside.port(), "POST /messages HTTP/1.1\r\n", "message[body]=Hello");
        assertEquals(302, sent.status());
        outside.cluster.until("the answer", () -> outside.get(HOST, "/").body().contains(">olleH<"));
        restart("demoapp-mysql");
        restart("demoapp-redis");
        outside.cluster.until("the message", () -> outside.get(HOST, "/").body().contains(">olleH<"));
        assertTrue(outside.get(HOST, "/sidekiq").body().contains("<dt>Processed</dt><dd>1</dd>"));
    }

    @Test
    void in_step_1_a_message_goes_with_the_mysql_pod_and_puma_starts_anew_with_an_empty_database() {
        start("step1");
        post("Hello");
        untilAnswered("olleH");
        restart("demoapp-mysql");
        outside.cluster.until("an empty page", () -> get("/").body().contains("No messages yet."));
        assertEquals(1, Json.number(outside.cluster.pod("demoapp-puma"), 0, "status", "containerStatuses", 0,
                "restartCount"));
    }

    @Test
    void the_pumas_take_turns() {
        start("step2");
        var pods = Stream.generate(() -> get("/").body().replaceFirst("(?s).*Answered by ([-\\w]+).*", "$1"))
                .limit(4).toList();
        assertEquals(pods.subList(0, 2), pods.subList(2, 4));
        assertEquals(2, pods.stream().distinct().count(), pods::toString);
    }

    @Test
    void what_comes_from_outside_is_checked_and_shown_as_text() {
        start("step2");
        assertEquals(422, post("  ").status());
        assertEquals(422, post("x".repeat(141)).status());
        assertEquals(422, send("POST /messages HTTP/1.1\r\nSec-Fetch-Site: cross-site\r\n", "message[body]=x").status());
        assertEquals(404, get("/users").status());
        assertEquals(404, send("POST /messages/1/like HTTP/1.1\r\n", "").status());
        assertTrue(post("x".repeat(141)).body().contains("Body is too long (maximum is 140 characters)"));
        assertEquals(302, post("😀".repeat(140)).status());
        assertEquals(302, post("<script>alert('x')</script>\nStarted GET").status());
        var page = get("/").body();
        assertTrue(page.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"), page);
        assertFalse(page.contains("<script>"), page);
        assertFalse(outside.cluster.pods("demoapp-puma").stream().anyMatch(pod -> outside.cluster.log(
                Json.text(pod, "metadata", "name")).lines().anyMatch(line -> line.startsWith("Started GET"))));
    }

    @Test
    void scripts_get_json() {
        start("step2");
        var sent = send("POST /messages HTTP/1.1\r\nContent-Type: application/json\r\n" + JSON, "{\"body\":\"Hi\"}");
        assertEquals(201, sent.status());
        assertEquals("Hi", Json.text(Json.read(sent.body().getBytes()), "body"));
        outside.cluster.until("the answer", () -> send("GET / HTTP/1.1\r\n" + JSON, "").body().contains("\"answer\":\"iH\""));
        assertEquals(422, send("POST /messages HTTP/1.1\r\nContent-Type: application/json\r\n" + JSON, "[").status());
    }

    @Test
    void the_health_check_names_what_fails() {
        start("step2");
        assertEquals("200 success", health());
        outside.cluster.delete(Kinds.DEPLOYMENT, "demoapp-redis");
        outside.cluster.until("no Redis", () -> health().startsWith(
                "500 health_check failed: redis: RedisClient::CannotConnectError"));
        outside.cluster.delete(Kinds.DEPLOYMENT, "demoapp-mysql");
        outside.cluster.until("no MySQL", () -> health().startsWith(
                "500 health_check failed: database: ActiveRecord::DatabaseConnectionError"));
    }

    // Migrations

    private void build(String tag) {
        outside.cluster.registry.create(Kinds.CONFIG_MAP, "kube-system", Json.object("apiVersion", "v1",
                "kind", "ConfigMap", "metadata", Json.object("name", "demoapp-images"),
                "data", Json.object("demoapp." + tag, "")), "test");
    }

    @Test
    void with_a_new_image_one_puma_migrates_and_the_other_skips_and_the_page_shows_the_column() {
        start("step3");
        post("Hello");
        assertFalse(get("/").body().contains("♥"));
        build("0.0.2");
        outside.cluster.set(Kinds.DEPLOYMENT, "demoapp-puma", Map.of("type", "RollingUpdate", "rollingUpdate",
                Map.of("maxSurge", 2, "maxUnavailable", 0)), "spec", "strategy"); // both at once
        outside.cluster.set(Kinds.DEPLOYMENT, "demoapp-puma", "demoapp:0.0.2", "image");
        outside.cluster.untilRolledOut("demoapp-puma");
        outside.cluster.until("two pumas", () -> outside.cluster.pods("demoapp-puma").size() == 2);
        var logs = outside.cluster.pods("demoapp-puma").stream()
                .map(pod -> outside.cluster.log(Json.text(pod, "metadata", "name"))).toList();
        assertEquals(1, logs.stream().filter(log -> log.contains("AddLikesToMessages: migrated")).count());
        assertEquals(1, logs.stream().filter(log -> log.contains(
                "Skip migrations because another migration process is currently running.")).count());
        assertEquals(302, send("POST /messages/1/like HTTP/1.1\r\n", "").status());
        assertTrue(get("/").body().contains("♥ 1"), get("/").body());
    }

    @Test
    void a_puma_with_pending_migrations_is_not_ready_until_they_are_run_by_hand() {
        start("step2");
        build("0.0.2");
        outside.cluster.delete(Kinds.DEPLOYMENT, "demoapp-puma");
        outside.cluster.until("the pumas to go", () -> outside.cluster.pods("demoapp-puma").isEmpty());
        outside.cluster.apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: demoapp-puma, labels: {app: demoapp, component: puma}}
                spec:
                  containers:
                  - name: puma
                    image: demoapp:0.0.2
                    command: [./bin/setup-db-and-start-puma] # which does not migrate
                    envFrom: [{configMapRef: {name: demoapp-rails-env}}]
                    readinessProbe: {httpGet: {path: /health_check/full, port: 3000}}
                """);
        outside.cluster.until("the reason", () -> health().contains("Migrations are pending"));
        assertEquals(0, get("/").status());
        assertTrue(rails("db:migrate:status").output().contains("  down    20251101090000  Add likes to messages"));
        assertEquals(1, rails("db:abort_if_pending_migrations").exitCode());
        assertTrue(rails("db:migrate").output().contains("== 20251101090000 AddLikesToMessages: migrated"));
        assertTrue(rails("db:version").output().contains("Current version: 20251101090000"));
        assertEquals("0\n", rails("runner", "puts Message.count").output());
        outside.cluster.until("the page", () -> get("/").status() == 200);
    }

    private Program.Result rails(String... words) {
        return ask("demoapp-puma", 3000, puma -> puma.execute(
                Stream.concat(Stream.of("./bin/rails"), List.of(words).stream()).toList()));
    }

    @Test
    void a_job_migrates() {
        start("step2");
        build("0.0.2");
        outside.cluster.apply("""
                apiVersion: batch/v1
                kind: Job
                metadata: {name: migrate}
                spec:
                  template:
                    spec:
                      restartPolicy: Never
                      containers:
                      - name: migrate
                        image: demoapp:0.0.2
                        command: [bundle, exec, rails, "db:migrate"]
                        envFrom: [{configMapRef: {name: demoapp-rails-env}}]
                """);
        outside.cluster.untilStatus(Kinds.JOB, "migrate", 1, "succeeded");
        assertTrue(outside.cluster.log("migrate").contains("AddLikesToMessages: migrated"));
    }
}
