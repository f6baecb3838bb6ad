package demoapp.playground.edge;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;

import demoapp.json.Json;
import demoapp.playground.controllers.Events;
import demoapp.playground.edge.Routes.Backend;
import demoapp.playground.store.Kinds;
import demoapp.playground.store.Registry;

/**
 * Plain http on 127.0.0.1 for the node ports of all Services. As with kube-proxy a port refuses connections while its
 * Service has no ready pod. A connection to a pod that speaks no HTTP is closed. On the clock's thread only.
 */
final class NodePorts {
    private static final int IDLE_SECONDS = 10;
    private static final int RETRY_SECONDS = 3;

    private final Vertx vertx;
    private final Registry registry;
    private final Forwarder forwarder;
    private final Set<Integer> own;
    private final Events events;
    private final Set<Integer> open = new HashSet<>();
    private final Set<Integer> taken = new HashSet<>();
    /** What was last begun with a port; the next thing waits for its end. */
    private final Map<Integer, Future<HttpServer>> servers = new HashMap<>();
    private Map<Integer, Backend> wanted = Map.of();

    /** @param own the playground's own ports */
    NodePorts(Vertx vertx, Registry registry, Forwarder forwarder, Set<Integer> own) {
        this.vertx = vertx;
        this.registry = registry;
        this.forwarder = forwarder;
        this.own = own;
        this.events = new Events(registry, "kube-proxy");
    }

    /** Opens and closes ports as the Services are now. */
    void update() {
        wanted = wanted();
        for (var port : List.copyOf(open)) {
            if (!wanted.containsKey(port)) {
                close(port);
            }
        }
        taken.retainAll(wanted.keySet());
        wanted.keySet().forEach(port -> {
            if (open.add(port)) {
                listen(port);
            }
        });
    }

    private Map<Integer, Backend> wanted() {
        var ports = new HashMap<Integer, Backend>();
        for (var service : registry.store().list(Kinds.SERVICE, "")) {
            for (var port : Json.maps(service, "spec", "ports")) {
                var number = (int) Json.number(port, 0, "nodePort");
                var backend = new Backend(Json.text(service, "metadata", "namespace"),
                        Json.text(service, "metadata", "name"), port.get("port"));
                if (number > 0 && Json.text(port, "protocol").equals("TCP") && forwarder.isUp(backend)) {
                    ports.put(number, backend);
                }
            }
        }
        return ports;
    }

    private void listen(int port) {
        var listening = after(port, () -> own.contains(port) // Vert.x would share it between the two
                ? Future.failedFuture("it is the playground's own")
                : vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(port)
                        .setHttp2ClearTextEnabled(false) // it would wait for the first bytes to know a connection
                        .setIdleTimeout(IDLE_SECONDS).setIdleTimeoutUnit(TimeUnit.SECONDS))
                .connectionHandler(connection -> forwarder.refuseUnlessHttp(connection, () -> backend(port)))
                .requestHandler(request -> forwarder.serve(request, http ->
                        backend(port).flatMap(backend -> forwarder.ask(backend, http))))
                .listen());
        listening.onSuccess(server -> later(0, () -> taken.remove(port)));
        listening.onFailure(failure -> later(0, () -> failed(port, failure)));
    }

    /** Nothing when its Service has just gone. */
    private Optional<Backend> backend(int port) {
        return Optional.ofNullable(wanted.get(port));
    }

    private void close(int port) {
        open.remove(port);
        var server = servers.get(port);
        after(port, () -> server.succeeded() ? server.result().close().mapEmpty() : Future.succeededFuture());
    }

    private Future<HttpServer> after(int port, Supplier<Future<HttpServer>> next) {
        var before = servers.getOrDefault(port, Future.succeededFuture());
        var future = before.transform(done -> next.get());
        servers.put(port, future);
        return future;
    }

    /** Another program has the port: said once, and tried again. */
    private void failed(int port, Throwable failure) {
        var backend = wanted.get(port);
        if (!open.remove(port) || backend == null) {
            return;
        }
        if (taken.add(port)) {
            registry.store().get(Kinds.SERVICE, backend.namespace(), backend.service()).ifPresent(service ->
                    events.warning(service, "NodePortTaken", "cannot listen on 127.0.0.1:%d: %s"
                            .formatted(port, failure.getMessage())));
        }
        later(RETRY_SECONDS, this::update);
    }

    private void later(int seconds, Runnable work) {
        registry.clock().after(Duration.ofMillis((long) (seconds * 1000 * registry.clock().speed())), work);
    }
}
