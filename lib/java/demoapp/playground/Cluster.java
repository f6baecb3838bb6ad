package demoapp.playground;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.vertx.core.Vertx;

import demoapp.json.Json;
import demoapp.playground.api.ApiServer;
import demoapp.playground.controllers.Controllers;
import demoapp.playground.node.Node;
import demoapp.playground.store.Clock;
import demoapp.playground.store.Kinds;
import demoapp.playground.store.Registry;
import demoapp.playground.store.Store;

/** A whole simulated cluster in this JVM: storage, controllers, one node, and the API on 127.0.0.1. */
public final class Cluster implements AutoCloseable {
    private final Store store;
    private final Clock clock;
    private final Registry registry;
    private final Controllers controllers;
    private final Node node;
    private final ApiServer server;
    private final Folder folder;
    private final State state;
    private final Instant started = Instant.now();

    private Cluster(ClusterOptions options, CompletableFuture<Vertx> vertx) {
        folder = new Folder(options.folder().toAbsolutePath()).create();
        state = new State(folder);
        store = state.load();
        clock = new Clock(options.speed());
        registry = new Registry(store, clock, options.seed());
        controllers = new Controllers(registry);
        node = new Node(registry);
        server = new ApiServer(vertx.join(), registry, node, folder.token(), this::about);
    }

    /** Starts a cluster from what its folder holds (nothing: an empty one); it serves when this returns. */
    public static Cluster start(ClusterOptions options) {
        var vertx = CompletableFuture.supplyAsync(ApiServer::vertx); // loading it takes as long as all before listening
        Cluster cluster;
        try {
            cluster = new Cluster(options, vertx);
        } catch (RuntimeException failure) {
            vertx.thenAccept(Vertx::close);
            throw failure;
        }
        try {
            cluster.serve(options.port());
            return cluster;
        } catch (RuntimeException failure) {
            cluster.close();
            throw failure;
        }
    }

    private void serve(int port) {
        var certificates = folder.certificates();
        listen(port, certificates);
        folder.writeKubeconfig(server.port(), certificates.authority(), folder.token());
        Bootstrap.fill(registry, server.port(), certificates.authority());
        controllers.start();
        node.start();
        state.saveChanges(store);
    }

    /** The port asked for; or the one of last time, so that kubeconfigs stay valid; or any. */
    private void listen(int port, Certificates certificates) {
        var wanted = port != 0 ? port : folder.read("port").map(String::strip).map(Integer::parseInt).orElse(0);
        try {
            server.listen(wanted, certificates.certificate(), certificates.key());
        } catch (CompletionException failure) {
            if (!(failure.getCause() instanceof BindException) || port != 0) {
                var cause = failure.getCause() instanceof IOException inner ? inner : new IOException(failure);
                throw new UncheckedIOException("cannot listen on port " + wanted + ": " + cause.getMessage(), cause);
            }
            server.listen(0, certificates.certificate(), certificates.key());
        }
        folder.write("port", Integer.toString(server.port()));
    }

    public Path kubeconfig() {
        return folder.kubeconfig();
    }

    public Registry registry() {
        return registry;
    }

    public String url() {
        return "https://127.0.0.1:" + server.port();
    }

    /** For how long the API has not been used. */
    public Duration idle() {
        return server.idle();
    }

    private Map<String, Object> about() {
        return Json.object("pid", ProcessHandle.current().pid(), "address", url(), "version", "v1.32.13", "speed",
                clock.speed(), "started", started.toString(), "objects", store.size(), "nodes",
                store.list(Kinds.NODE, "").size(), "folder", folder.path().toString());
    }

    @Override
    public void close() {
        server.close();
        try {
            node.close();
            controllers.close();
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        } finally {
            clock.close();
            state.close();
            store.close();
        }
    }
}
