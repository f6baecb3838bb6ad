package demoapp.playground;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.vertx.core.Vertx;

import demoapp.json.Json;
import demoapp.playground.api.ApiServer;
import demoapp.playground.controllers.Controllers;
import demoapp.playground.edge.Edge;
import demoapp.playground.node.Node;
import demoapp.playground.store.Clock;
import demoapp.playground.store.Kinds;
import demoapp.playground.store.Registry;
import demoapp.playground.store.Store;

/** A whole simulated cluster in this JVM: storage, controllers, one node, and the API on 127.0.0.1. */
public final class Cluster implements AutoCloseable {
    private static final int HTTPS_PORT = 8443;

    private final Store store;
    private final Clock clock;
    private final Registry registry;
    private final Controllers controllers;
    private final Node node;
    private final ApiServer server;
    private final Edge edge;
    private final Folder folder;
    private final FileLock only;
    private final State state;
    private final Instant started = Instant.now();

    private Cluster(ClusterOptions options, Clock clock, Folder folder, FileLock only, CompletableFuture<Vertx> vertx) {
        this.folder = folder;
        this.only = only;
        state = new State(folder);
        store = state.load();
        this.clock = clock;
        registry = new Registry(store, clock, options.seed());
        controllers = new Controllers(registry);
        node = new Node(registry);
        server = new ApiServer(vertx.join(), registry, node, folder.token(), this::about);
        edge = new Edge(vertx.join(), registry, node.network());
    }

    /** Starts a cluster from what its folder holds (nothing: an empty one); it serves when this returns. */
    public static Cluster start(ClusterOptions options) {
        return start(options, new Clock(options.speed()));
    }

    /** A cluster whose time is another's to tell: tests' own. */
    static Cluster start(ClusterOptions options, Clock clock) {
        var folder = new Folder(options.folder().toAbsolutePath()).create();
        var only = folder.lockForCluster();
        var vertx = CompletableFuture.supplyAsync(ApiServer::vertx); // loading it takes as long as all before listening
        Cluster cluster;
        try {
            cluster = new Cluster(options, clock, folder, only, vertx);
        } catch (RuntimeException failure) {
            vertx.thenAccept(Vertx::close);
            Folder.release(only);
            throw failure;
        }
        try {
            cluster.serve(options.port(), options.httpsPort());
            return cluster;
        } catch (RuntimeException failure) {
            cluster.close();
            throw failure;
        }
    }

    private void serve(int port, int httpsPort) {
        var certificates = folder.certificates();
        // The port asked for; or the one of last time, so that kubeconfigs stay valid; or any.
        var wanted = port != 0 ? port : folder.read("port").map(String::strip).map(Integer::parseInt).orElse(0);
        listenForIngresses(httpsPort, wanted); // before the API, which tells of it
        listen(wanted, port == 0, certificates);
        folder.writeKubeconfig(server.port(), certificates.authority(), folder.token());
        Bootstrap.fill(registry, server.port(), certificates.authority());
        folder.write("port", Integer.toString(server.port())); // who finds it finds all the rest
        controllers.start();
        node.start();
        edge.start(server.port());
        state.saveChanges(store);
    }

    /** @param orAny whether any other port will do when the wanted one is taken */
    private void listen(int wanted, boolean orAny, Certificates certificates) {
        try {
            server.listen(wanted, certificates.certificate(), certificates.key());
        } catch (CompletionException failure) {
            if (!(failure.getCause() instanceof BindException) || !orAny) {
                throw cannotListen(wanted, failure);
            }
            server.listen(0, certificates.certificate(), certificates.key());
        }
    }

    private void listenForIngresses(int port, int api) {
        var last = folder.read("https-port").map(String::strip).map(Integer::parseInt).orElse(HTTPS_PORT);
        try {
            edge.listen(port != 0 ? List.of(port) : List.of(last, HTTPS_PORT, 0), api);
        } catch (CompletionException failure) {
            throw cannotListen(port, failure);
        }
        folder.write("https-port", Integer.toString(edge.port()));
    }

    private static UncheckedIOException cannotListen(int port, CompletionException failure) {
        var cause = failure.getCause() instanceof IOException inner ? inner : new IOException(failure);
        return new UncheckedIOException("cannot listen on port " + port + ": " + cause.getMessage(), cause);
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

    /** Where Ingresses are served, as `https://127.0.0.1:8443`; which one, the host's name tells. */
    public String httpsUrl() {
        return "https://127.0.0.1:" + edge.port();
    }

    /** For how long neither the API nor an application has been used. */
    public Duration idle() {
        return server.idle().compareTo(edge.idle()) < 0 ? server.idle() : edge.idle();
    }

    private Map<String, Object> about() {
        return Json.object("pid", ProcessHandle.current().pid(), "address", url(), "version", "v1.32.13", "speed",
                clock.speed(), "started", started.toString(), "objects", store.size(), "nodes",
                store.list(Kinds.NODE, "").size(), "folder", folder.path().toString(), "https", httpsUrl());
    }

    @Override
    public void close() {
        server.close();
        edge.close();
        try {
            node.close();
            controllers.close();
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        } finally {
            clock.close();
            state.close();
            store.close();
            Folder.release(only);
        }
    }
}
