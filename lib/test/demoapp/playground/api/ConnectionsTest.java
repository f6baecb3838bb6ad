package demoapp.playground.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConnectionsTest {
    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

    private final Vertx vertx = ApiServer.vertx();
    private final ArrayList<Socket> open = new ArrayList<>();
    private int port;

    /** A server that takes its time for /: it never ends its answer. */
    @BeforeEach
    void listen() {
        var connections = new Connections(vertx, 3);
        port = vertx.createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(false)).connectionHandler(connections::opened).requestHandler(request -> {
            connections.answering(request.connection());
            request.response().setChunked(true).write("so far");
        }).listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join().actualPort();
    }

    @AfterEach
    void close() throws IOException {
        for (var socket : open) {
            socket.close();
        }
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private Socket connect(String text) throws IOException {
        var socket = new Socket("127.0.0.1", port);
        open.add(socket);
        socket.setSoTimeout(90_000);
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private Socket answered() throws IOException {
        var socket = connect(REQUEST);
        assertEquals('H', socket.getInputStream().read());
        return socket;
    }

    @Test
    void of_too_many_the_one_that_is_idle_longest_makes_room() throws IOException {
        answered();
        var first = connect("GET / HT");
        var second = connect("GET / HT");
        answered();
        assertEquals(-1, first.getInputStream().read());
        second.setSoTimeout(100);
        assertThrows(SocketTimeoutException.class, () -> second.getInputStream().read());
        answered();
        second.setSoTimeout(90_000);
        assertEquals(-1, second.getInputStream().read());
    }

    @Test
    void when_none_can_be_spared_it_is_the_new_one_that_is_hung_up_on() throws IOException {
        answered();
        answered();
        var third = answered();
        assertEquals(-1, connect("").getInputStream().read());
        third.setSoTimeout(100);
        assertEquals("TTP/1.1 200 OK", new String(third.getInputStream().readNBytes(14), StandardCharsets.US_ASCII));
    }
}
