package demoapp.playground.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.ContainerResource;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.Yaml;

import demoapp.json.Json;
import demoapp.playground.Cluster;
import demoapp.playground.ClusterOptions;
import demoapp.playground.Http;

/** Watches, commands and forwarded ports over WebSocket, as fabric8's client and the JDK's use them. */
class StreamsTest {
    private static final String PODS = "/api/v1/namespaces/default/pods";
    private static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";
    private static final String EXEC = PODS + "/box/exec?stdout=true&stderr=true&container=main";

    @TempDir
    static Path folder;
    private static Cluster cluster;
    private static Http http;
    private static KubernetesClient client;

    @BeforeAll
    static void start() throws Exception {
        cluster = Cluster.start(ClusterOptions.in(folder));
        http = new Http(cluster.kubeconfig());
        client = new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(cluster.kubeconfig().toFile())).build();
        pod("box", "[{name: main, image: 'busybox:1.36', command: [sleep, infinity]}]");
        pod("web", "[{name: main, image: nginx}]");
        pod("two", "[{name: one, image: nginx}, {name: other, image: nginx}]");
        pod("typed", "[{name: main, image: 'busybox:1.36', command: [sh], stdin: true, stdinOnce: true}]");
        for (var name : List.of("box", "web", "two", "typed")) {
            until(() -> http.get(PODS + "/" + name).text("status", "phase").equals("Running"));
        }
    }

    private static void pod(String name, String containers) {
        assertEquals(201, http.post(PODS, Json.object("apiVersion", "v1", "kind", "Pod", "metadata",
                Json.object("name", name), "spec", Json.object("terminationGracePeriodSeconds", 0, "containers",
                        new Yaml().load(containers)))).status());
    }

    @AfterAll
    static void stop() {
        client.close();
        cluster.close();
    }

    private static void until(BooleanSupplier condition) {
        for (var end = Instant.now().plus(Duration.ofSeconds(90)); !condition.getAsBoolean();) {
            assertTrue(Instant.now().isBefore(end), "waited in vain");
            try {
                Thread.sleep(10);
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        }
    }

    // Watches

    @Test
    void a_watch_tells_each_event_in_a_message() {
        var since = http.get(CONFIG_MAPS).text("metadata", "resourceVersion");
        var messages = new Messages();
        var socket = http.webSocket(CONFIG_MAPS + "?watch=1&labelSelector=test%3Dsocket&resourceVersion=" + since, messages,
                "Origin: https://127.0.0.1");
        for (var name : List.of("other", "socket")) {
            http.post(CONFIG_MAPS, Json.object("metadata", Json.object("name", "watched-" + name, "labels",
                    Json.object("test", name))));
        }
        http.delete(CONFIG_MAPS + "/watched-socket");
        assertEquals("ADDED watched-socket", summary(messages.event()));
        assertEquals("DELETED watched-socket", summary(messages.event()));
        socket.abort();
    }

    private static String summary(Map<String, Object> event) {
        return Json.text(event, "type") + " " + Json.text(event, "object", "metadata", "name");
    }

    @Test
    void a_watch_over_a_socket_expires_and_ends_as_one_over_http() {
        var expired = new Messages();
        http.webSocket(CONFIG_MAPS + "?watch=1&resourceVersion=999999999", expired, "Origin: https://127.0.0.1");
        assertEquals(410, Json.number(expired.event(), 0, "object", "code"));
        assertEquals(1000, expired.closed());
        var ending = new Messages();
        http.webSocket("/api/v1/namespaces/kube-public/secrets?watch=1&allowWatchBookmarks=true&timeoutSeconds=1", ending,
                "Origin: https://127.0.0.1", "base64.binary.k8s.io");
        assertEquals("BOOKMARK", Json.text(ending.event(), "type"));
        assertEquals(1000, ending.closed());
    }

    @Test
    void fabric8_watches_over_a_socket() throws Exception {
        var events = new LinkedBlockingQueue<String>();
        var watch = client.configMaps().inNamespace("default").withName("for-fabric8").watch(new Watcher<ConfigMap>() {
            @Override
            public void eventReceived(Action action, ConfigMap object) {
                events.add(action + " " + object.getMetadata().getName());
            }

            @Override
            public void onClose(WatcherException cause) {
                events.add("closed");
            }
        });
        var object = new ConfigMapBuilder().withNewMetadata().withName("for-fabric8").endMetadata().build();
        client.configMaps().inNamespace("default").resource(object).create();
        assertEquals("ADDED for-fabric8", events.poll(90, TimeUnit.SECONDS));
        watch.close();
    }

    // Refusals come before the upgrade

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "/configmaps?watch=1&resourceVersion=abc | 500",
        "/configmaps?watch=1&labelSelector=%21%21 | 400",
        "/pods/ghost/exec?stdout=true&command=ls | 404",
        "/pods/two/exec?stdout=true&command=ls | 400",
        "/pods/box/exec?stdout=true&command=ls&container=nope | 400",
        "/pods/box/exec?command=ls | 400",
        "/pods/box/portforward | 400",
        "/pods/box/portforward?ports=0 | 400",
        "/pods/box/portforward?ports=http | 400",
        "/nothing/box/exec | 404",
    })
    void a_refusal_is_an_http_answer(String path, int status) {
        var refused = assertThrows(CompletionException.class, () -> http.webSocket("/api/v1/namespaces/default" + path,
                new Messages(), "Origin: https://127.0.0.1", "v4.channel.k8s.io"));
        assertEquals(status, ((WebSocketHandshakeException) refused.getCause()).getResponse().statusCode());
    }

    @Test
    void a_handshake_without_a_common_protocol_or_an_origin_is_forbidden() {
        for (var attempt : List.of(new String[] {EXEC + "&command=ls", "v9.channel.k8s.io"},
                new String[] {EXEC + "&command=ls", "Origin: x"}, new String[] {CONFIG_MAPS + "?watch=1", "one"})) {
            var refused = assertThrows(CompletionException.class, () ->
                    http.webSocket(attempt[0], new Messages(), attempt[1]));
            assertEquals(403, ((WebSocketHandshakeException) refused.getCause()).getResponse().statusCode());
        }
    }

    @Test
    void exec_without_a_socket_is_told_to_upgrade() {
        var answer = http.get(EXEC + "&command=ls");
        assertEquals(400, answer.status());
        assertEquals("Upgrade request required", answer.text("message"));
    }

    // Commands

    private static ContainerResource container(String pod) {
        return client.pods().inNamespace("default").withName(pod).inContainer("main");
    }

    @Test
    void fabric8_runs_commands() throws Exception {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        try (var exec = container("box").writingOutput(out).writingError(err)
                .exec("sh", "-c", "echo out; echo err >&2; exit 3")) {
            assertEquals(3, exec.exitCode().get(90, TimeUnit.SECONDS));
            assertEquals("out\n", out.toString(UTF_8));
            assertEquals("err\n", err.toString(UTF_8));
        }
    }

    @Test
    void fabric8_types_into_commands() throws Exception {
        var out = new ByteArrayOutputStream();
        try (var exec = container("box").redirectingInput().writingOutput(out).exec("sh", "-c", "read line; echo got $line")) {
            exec.getInput().write("some text\n".getBytes(UTF_8));
            exec.getInput().flush();
            assertEquals(0, exec.exitCode().get(90, TimeUnit.SECONDS));
            assertEquals("got some text\n", out.toString(UTF_8));
        }
    }

    @Test
    void what_fabric8_sends_into_a_file_it_reads_back() throws Exception {
        var bytes = new byte[1_000_000];
        new Random(1).nextBytes(bytes);
        var input = new ByteArrayInputStream(bytes);
        try (var exec = container("box").redirectingInput(100_000).exec("sh", "-c", "cat > /tmp/file.bin")) {
            input.transferTo(exec.getInput());
            exec.getInput().flush();
        } // version 4 cannot say that the input ends, but by leaving
        var length = new AtomicReference<String>("");
        until(() -> {
            length.set(output("wc", "-c", "/tmp/file.bin").split(" ")[0]);
            return length.get().equals("1000000");
        });
        var out = new ByteArrayOutputStream();
        try (var exec = container("box").writingOutput(out).exec("cat", "/tmp/file.bin")) {
            assertEquals(0, exec.exitCode().get(90, TimeUnit.SECONDS));
        }
        assertArrayEquals(bytes, out.toByteArray());
    }

    private static String output(String... command) {
        var out = new ByteArrayOutputStream();
        try (var exec = container("box").writingOutput(out).exec(command)) {
            exec.exitCode().get(90, TimeUnit.SECONDS);
            return out.toString(UTF_8);
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Test
    void the_end_of_input_is_said_in_version_5() {
        var messages = new Messages();
        var socket = http.webSocket(EXEC + "&stdin=true&command=sort", messages, "v5.channel.k8s.io", "Origin: x");
        socket.sendBinary(ByteBuffer.wrap("\0b\na\n".getBytes(UTF_8)), true).join();
        socket.sendBinary(ByteBuffer.wrap(new byte[] {(byte) 255, 0}), true).join();
        assertEquals("a\nb\n", messages.text(1, 4));
        assertEquals("{\"metadata\":{},\"status\":\"Success\"}", messages.text(3));
        assertEquals(1000, messages.closed());
    }

    @Test
    void an_exit_code_and_a_command_that_is_not_there_are_statuses_on_the_error_channel() {
        var messages = new Messages();
        http.webSocket(EXEC + "&command=sh&command=-c&command=exit%204", messages, "v5.channel.k8s.io");
        var status = Json.read(messages.text(3).getBytes(UTF_8));
        assertEquals("NonZeroExitCode", Json.text(status, "reason"));
        assertEquals("command terminated with non-zero exit code: command terminated with exit code 4",
                Json.text(status, "message"));
        assertEquals(Json.object("reason", "ExitCode", "message", "4"), Json.at(status, "details", "causes", 0));
        messages = new Messages();
        http.webSocket(EXEC + "&command=nothing-there", messages, "v4.channel.k8s.io");
        var message = Json.text(Json.read(messages.text(3).getBytes(UTF_8)), "message");
        assertTrue(message.startsWith("Internal error occurred: error executing command in container: failed to exec in"),
                message);
        assertTrue(message.endsWith("exec: \"nothing-there\": executable file not found in $PATH: unknown"), message);
    }

    @Test
    void who_is_attached_types_into_the_containers_own_shell() {
        var messages = new Messages();
        var socket = http.webSocket(PODS + "/typed/attach?stdin=true&stdout=true", messages, "v5.channel.k8s.io");
        socket.sendBinary(ByteBuffer.wrap("\0echo typed $HOSTNAME\n".getBytes(UTF_8)), true).join();
        assertEquals("typed typed\n", messages.text(1));
        socket.sendBinary(ByteBuffer.wrap("\0exit\n".getBytes(UTF_8)), true).join();
        assertEquals("Success", Json.text(Json.read(messages.text(3).getBytes(UTF_8)), "status"));
        until(() -> http.get(PODS + "/typed/log?previous=true").body().equals("typed typed\n"));
    }

    // Ports

    @Test
    void fabric8_forwards_a_port() throws Exception {
        try (var forward = client.pods().inNamespace("default").withName("web").portForward(80)) {
            var url = URI.create("http://127.0.0.1:" + forward.getLocalPort() + "/");
            for (var client : List.of(HttpClient.newHttpClient(), HttpClient.newHttpClient())) {
                for (var path : List.of("", "nope")) {
                    var answer = client.send(HttpRequest.newBuilder(url.resolve(path)).version(HttpClient.Version.HTTP_1_1)
                            .build(), HttpResponse.BodyHandlers.ofString());
                    assertEquals(path.isEmpty() ? 200 : 404, answer.statusCode());
                    assertTrue(answer.body().contains(path.isEmpty() ? "Welcome to nginx!" : "404 Not Found"));
                }
            }
        }
    }

    @Test
    void a_port_on_which_nobody_listens_is_refused() {
        var messages = new Messages();
        http.webSocket(PODS + "/web/portforward?ports=81", messages, "v4.channel.k8s.io");
        assertEquals("Q\0", messages.text(0)); // which port the channel is for: 81
        assertEquals("Q\0", messages.text(1));
        assertTrue(messages.text(1).contains("dial tcp4 127.0.0.1:81: connect: connection refused"));
        assertEquals(1000, messages.closed());
    }

    // Logs

    @Test
    void a_followed_log_ends_with_its_container_or_its_limit() throws Exception {
        pod("talks", "[{name: main, image: 'busybox:1.36', "
                + "command: [sh, -c, 'for i in 1 2 3; do echo $i; sleep 3; done']}]");
        until(() -> http.get(PODS + "/talks").text("status", "phase").equals("Running"));
        try (var log = http.stream(PODS + "/talks/log?follow=true&limitBytes=3")) {
            assertEquals("1\n2", new String(log.readAllBytes(), UTF_8));
        }
        try (var log = http.stream(PODS + "/talks/log?follow=true")) {
            assertTrue(new String(log.readAllBytes(), UTF_8).endsWith("2\n3\n"));
        }
    }

    @Test
    void log_options_are_checked() {
        assertEquals("PodLogOptions \"box\" is invalid: sinceSeconds: Invalid value: 0: must be greater than 0",
                http.get(PODS + "/box/log?sinceSeconds=0").text("message"));
        assertEquals(422, http.get(PODS + "/box/log?sinceSeconds=1&sinceTime=2026-01-01T00:00:00Z").status());
        assertEquals("parsing time \"noon\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"noon\" as \"2006\"",
                http.get(PODS + "/box/log?sinceTime=noon").text("message"));
    }

    // What must not do harm

    @Test
    void garbage_in_a_tunnel_ends_it() {
        var vertx = Vertx.vertx(); // the JDK's client refuses to ask for this protocol
        try {
            var closed = new CompletableFuture<Short>();
            var options = new WebSocketConnectOptions()
                    .setAbsoluteURI(http.url(PODS + "/web/portforward").replace("https:", "wss:"))
                    .addSubProtocol("SPDY/3.1+portforward.k8s.io").putHeader("Authorization", http.authorization());
            vertx.createWebSocketClient(new WebSocketClientOptions().setSsl(true).setTrustAll(true).setVerifyHost(false))
                    .connect(options).onFailure(closed::completeExceptionally).onSuccess(socket -> {
                        socket.closeHandler(now -> closed.complete(socket.closeStatusCode()));
                        socket.writeBinaryMessage(Buffer.buffer("\u00ff".repeat(100)));
                    });
            assertEquals(1002, (int) closed.orTimeout(90, TimeUnit.SECONDS).join());
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
        assertEquals(200, http.get("/readyz").status());
    }

    @Test
    void messages_for_channels_that_there_are_not_are_ignored() {
        var messages = new Messages();
        var socket = http.webSocket(EXEC + "&stdin=true&command=cat", messages, "v5.channel.k8s.io");
        for (var message : List.of("", "\1out", "\3status", "\4{not json", "\7x", "\0kept\n")) {
            socket.sendBinary(ByteBuffer.wrap(message.getBytes(UTF_8)), true).join();
        }
        socket.sendBinary(ByteBuffer.wrap(new byte[] {(byte) 255, 9}), true).join();
        socket.sendBinary(ByteBuffer.wrap(new byte[] {(byte) 255}), true).join();
        assertEquals("kept\n", messages.text(1));
        socket.abort();
    }

    @Test
    void a_message_that_is_too_large_ends_its_socket_only() {
        var messages = new Messages();
        var socket = http.webSocket(EXEC + "&stdin=true&command=cat", messages, "v5.channel.k8s.io");
        socket.sendBinary(ByteBuffer.allocate(16 * 1024 * 1024), true).exceptionally(broken -> null).join();
        assertTrue(messages.closed() >= 1000);
        assertEquals(200, http.get("/readyz").status());
    }

    @Test
    void a_command_ends_when_its_client_vanishes() {
        var messages = new Messages();
        var socket = http.webSocket(EXEC + "&command=yes", messages, "v5.channel.k8s.io");
        assertTrue(messages.text(1).startsWith("y\ny\n"));
        until(() -> commands("TextCommands.yes") > 0);
        socket.abort();
        until(() -> commands("TextCommands.yes") == 0);
    }

    private static long commands(String running) {
        return Thread.getAllStackTraces().values().stream().filter(stack -> List.of(stack).toString().contains(running))
                .count();
    }

    @Test
    void a_client_that_does_not_read_makes_the_command_wait() {
        var silent = new WebSocket.Listener() {
            @Override
            public void onOpen(WebSocket socket) { } // and asks for nothing
        };
        var socket = http.webSocket(EXEC + "&command=yes", silent, "v5.channel.k8s.io");
        until(() -> commands("ExecChannels.waitForRoom") > 0);
        socket.abort();
        until(() -> commands("ExecChannels.waitForRoom") == 0);
    }
}
