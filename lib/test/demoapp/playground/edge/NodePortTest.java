package demoapp.playground.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import demoapp.json.Json;
import demoapp.playground.store.Kinds;

/** How Services answer on their node ports. */
class NodePortTest {
    private static final String GET = "GET / HTTP/1.1\r\n";

    private final Outside outside = new Outside();

    @AfterEach
    void stop() {
        outside.close();
    }

    private void runOn(int nodePort, String name, String image, int port) {
        outside.run(name, image, port);
        outside.cluster.set(Kinds.SERVICE, name, "NodePort", "spec", "type");
        outside.cluster.registry.update(Kinds.SERVICE, "default", name, "test", service -> {
            Json.map(service, "spec", "ports", 0).put("nodePort", nodePort);
            return service;
        });
    }

    private static boolean answers(int port) {
        try {
            return Browser.http(port, GET, "").status() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static boolean refuses(int port) {
        try {
            Browser.http(port, GET, "");
            return false;
        } catch (IOException failure) {
            return failure instanceof ConnectException;
        }
    }

    /** A node port that nothing on this machine has. */
    private static int freePort() {
        for (var port = 30100; ; port++) {
            try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                continue;
            }
        }
    }

    @Test
    void a_service_answers_on_its_node_port_while_it_has_a_ready_pod() {
        var port = freePort();
        runOn(port, "web", "nginx:1.29.3", 80);
        outside.cluster.until("an answer", () -> answers(port));
        outside.cluster.delete(Kinds.POD, "web");
        outside.cluster.until("the port to refuse", () -> refuses(port));
    }

    @Test
    void a_port_goes_with_its_service_and_another_can_have_it() {
        var port = freePort();
        runOn(port, "web", "nginx:1.29.3", 80);
        outside.cluster.until("an answer", () -> answers(port));
        outside.cluster.delete(Kinds.SERVICE, "web");
        outside.cluster.until("the port to close", () -> refuses(port));
        runOn(port, "other", "httpd:2.4", 80);
        outside.cluster.until("an answer", () -> answers(port));
    }

    @Test
    void a_port_that_another_program_has_is_a_warning_on_the_service() throws IOException {
        var port = freePort();
        try (var other = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertEquals(port, other.getLocalPort());
            runOn(port, "web", "nginx:1.29.3", 80);
            outside.cluster.until("the warning", () -> outside.cluster.events("web", "NodePortTaken").size() == 1);
        }
        var warning = outside.cluster.events("web", "NodePortTaken").get(0);
        assertTrue(warning.startsWith("cannot listen on 127.0.0.1:" + port), warning);
        outside.cluster.until("an answer, now that it is free", () -> answers(port));
    }

    @Test
    void a_connection_to_a_pod_that_speaks_no_http_is_closed() throws IOException {
        var port = freePort();
        runOn(port, "db", "redis:8.2.2", 6379);
        outside.cluster.until("the port to open", () -> {
            try (var socket = new Socket("127.0.0.1", port)) {
                return socket.isConnected();
            } catch (IOException notYet) {
                return false;
            }
        });
        try (var socket = new Socket("127.0.0.1", port)) {
            assertEquals(-1, socket.getInputStream().read());
        }
    }
}
