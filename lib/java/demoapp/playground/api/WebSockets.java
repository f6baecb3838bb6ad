package demoapp.playground.api;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;

/**
 * From a request to a WebSocket. Whatever is to be refused is refused before, as an HTTP answer: once the connection is
 * upgraded there is no status left to say it with.
 */
final class WebSockets {
    private static final String PROTOCOL = "Sec-WebSocket-Protocol";
    /** More than any client sends: kubectl 32 KiB at once, fabric8 as much as it is given. */
    private static final int LARGEST_MESSAGE = 4 * 1024 * 1024;

    private WebSockets() { }

    /** Which subprotocol it is depends on the path, so that the choice is made here and Vert.x takes any. */
    static HttpServerOptions allow(HttpServerOptions options) {
        return options.setWebSocketSubProtocols(List.of("*")).setMaxWebSocketFrameSize(LARGEST_MESSAGE)
                .setMaxWebSocketMessageSize(LARGEST_MESSAGE);
    }

    /** Whether the connection is to become another: a WebSocket, or SPDY as older clients want it. */
    static boolean isUpgrade(HttpServerRequest request) {
        return upgrade(request).matches("websocket|spdy/.*");
    }

    static boolean isWebSocket(HttpServerRequest request) {
        return upgrade(request).equals("websocket") && request.canUpgradeToWebSocket();
    }

    /** In lower case; "" for a plain request. */
    private static String upgrade(HttpServerRequest request) {
        var connection = request.getHeader("Connection");
        var upgrade = request.getHeader("Upgrade");
        return upgrade == null || connection == null || !connection.toLowerCase(Locale.ROOT).contains("upgrade") ? ""
                : upgrade.toLowerCase(Locale.ROOT);
    }

    /** The subprotocols that the client offers, best first. */
    static List<String> offered(HttpServerRequest request) {
        return request.headers().getAll(PROTOCOL).stream().flatMap(header -> Arrays.stream(header.split(",")))
                .map(String::strip).filter(protocol -> !protocol.isEmpty()).toList();
    }

    /** The first of the offered subprotocols that is supported; "" when none is offered and none is needed. */
    static Optional<String> choose(HttpServerRequest request, List<String> supported) {
        var offered = offered(request);
        return (offered.isEmpty() ? List.of("") : offered).stream().filter(supported::contains).findFirst();
    }

    /**
     * @param protocol the subprotocol to answer with; "" for none
     * @param then gets the socket; the call is over when it is closed
     */
    static void open(Call call, String protocol, Consumer<ServerWebSocket> then) {
        var request = call.request;
        request.headers().remove(PROTOCOL);
        if (!protocol.isEmpty()) {
            request.headers().set(PROTOCOL, protocol);
        }
        request.toWebSocket().onFailure(notPossible -> call.over()).onSuccess(socket -> {
            socket.closeHandler(closed -> call.over());
            then.accept(socket);
        });
    }

    /** Takes no more messages until the client has read what it was sent. */
    static void waitForReader(ServerWebSocket socket) {
        if (socket.writeQueueFull()) {
            socket.pause();
            socket.drainHandler(read -> socket.resume());
        }
    }

    /** As the real server refuses a handshake: no Origin, no subprotocol in common. It says no more than that. */
    static void forbid(HttpServerRequest request) {
        request.response().setStatusCode(403).end();
    }
}
