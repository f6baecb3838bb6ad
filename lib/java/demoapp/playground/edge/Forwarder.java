package demoapp.playground.edge;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;

import demoapp.playground.edge.Routes.Backend;
import demoapp.playground.node.programs.Http;
import demoapp.playground.node.programs.Network;
import demoapp.playground.node.programs.Program;
import demoapp.playground.store.Clock;

/** Takes an HTTP request from outside to a program behind a Service, on the clock's thread, and brings its response. */
final class Forwarder {
    private static final int BODY_LIMIT = 1024 * 1024; // ingress-nginx's

    private final Vertx vertx;
    private final Clock clock;
    private final Network network;
    private final Map<Backend, Integer> turns = new HashMap<>();
    private volatile long lastUsed = System.nanoTime(); // the wall clock may jump

    Forwarder(Vertx vertx, Clock clock, Network network) {
        this.vertx = vertx;
        this.clock = clock;
        this.network = network;
    }

    /** @param respond is asked on the clock's thread; when it has no response, the connection is closed */
    void serve(HttpServerRequest request, Function<Http.Request, Optional<Http.Response>> respond) {
        lastUsed = System.nanoTime();
        var context = vertx.getOrCreateContext();
        collect(request, body -> clock.after(Duration.ZERO, () -> {
            var response = answer(request, body, respond);
            context.runOnContext(nothing ->
                    response.ifPresentOrElse(r -> send(request, r), () -> request.connection().close()));
        }));
    }

    private static Optional<Http.Response> answer(HttpServerRequest request, byte[] body,
                                                  Function<Http.Request, Optional<Http.Response>> respond) {
        try {
            return respond.apply(asHttp(request, body));
        } catch (RuntimeException failure) {
            failure.printStackTrace(); // into the playground's log
            return Optional.empty();
        }
    }

    private static void collect(HttpServerRequest request, Consumer<byte[]> whole) {
        var body = Buffer.buffer();
        request.handler(part -> {
            if (body.length() <= BODY_LIMIT) {
                body.appendBuffer(part);
            }
        });
        request.endHandler(nothing -> {
            if (body.length() > BODY_LIMIT) {
                send(request, error(413, "Request Entity Too Large"));
            } else {
                whole.accept(body.getBytes());
            }
        });
    }

    private static Http.Request asHttp(HttpServerRequest request, byte[] body) {
        var headers = new LinkedHashMap<String, String>();
        request.headers().forEach(header -> headers.merge(header.getKey().toLowerCase(), header.getValue(),
                (one, other) -> one + ", " + other));
        headers.put("host", request.authority() == null ? "" : request.authority().toString());
        headers.put("x-forwarded-for", "127.0.0.1");
        headers.put("x-forwarded-proto", request.isSSL() ? "https" : "http");
        return new Http.Request(request.method().name(), request.uri(), headers, body);
    }

    private static void send(HttpServerRequest request, Http.Response from) {
        var response = request.response();
        if (response.closed()) {
            return;
        }
        response.setStatusCode(from.status());
        from.headers().forEach(response::putHeader);
        if (request.method().equals(HttpMethod.HEAD) || from.status() == 204 || from.status() == 304) {
            response.end();
        } else {
            response.end(Buffer.buffer(from.body()));
        }
    }

    /** For how long nobody has asked for anything. */
    Duration idle() {
        return Duration.ofNanos(System.nanoTime() - lastUsed);
    }

    boolean isUp(Backend backend) {
        return !endpoints(backend).isEmpty();
    }

    private List<Network.Endpoint> endpoints(Backend backend) {
        return network.endpoints(backend.namespace(), backend.service(), backend.port());
    }

    /** Closes the connection, on the clock's thread, when the backend's pods speak another protocol. */
    void refuseUnlessHttp(HttpConnection connection, Supplier<Optional<Backend>> backend) {
        var context = vertx.getOrCreateContext();
        clock.after(Duration.ZERO, () -> {
            if (backend.get().stream().flatMap(there -> endpoints(there).stream())
                    .flatMap(endpoint -> network.at(endpoint.ip(), endpoint.port()).stream()).noneMatch(Program::speaksHttp)) {
                context.runOnContext(nothing -> connection.close());
            }
        });
    }

    /** What a pod of the backend, each in turn, responds; empty when it speaks no HTTP there. */
    Optional<Http.Response> ask(Backend backend, Http.Request request) {
        var endpoints = endpoints(backend);
        if (endpoints.isEmpty()) {
            return Optional.empty();
        }
        var endpoint = endpoints.get(turns.merge(backend, 1, Integer::sum) % endpoints.size());
        return network.at(endpoint.ip(), endpoint.port()).flatMap(program -> program.http(request));
    }

    static Http.Response error(int status, String text) {
        return Http.Response.of(status, "text/html", """
                <html>
                <head><title>%1$d %2$s</title><style>html { color-scheme: light dark; }</style></head>
                <body>
                <center><h1>%1$d %2$s</h1></center>
                <hr><center>playground</center>
                </body>
                </html>
                """.formatted(status, text));
    }
}
