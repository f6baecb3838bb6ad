package demoapp.playground.edge;

import java.net.BindException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;

import demoapp.json.Json;
import demoapp.playground.node.programs.Http;
import demoapp.playground.node.programs.Network;
import demoapp.playground.store.Clock;
import demoapp.playground.store.Kind;
import demoapp.playground.store.Kinds;
import demoapp.playground.store.Registry;
import demoapp.playground.store.Store;
import demoapp.playground.store.Watch;

/**
 * What stands between the simulated applications and the outside: the Ingress controller, which ends TLS for all hosts
 * on one port of 127.0.0.1, and the node ports.
 */
public final class Edge implements AutoCloseable {
    private static final Set<Kind> INGRESS_KINDS = Set.of(Kinds.INGRESS, Kinds.INGRESS_CLASS, Kinds.SECRET);
    private static final Set<Kind> NODE_PORT_KINDS = Set.of(Kinds.SERVICE, Kinds.ENDPOINTS);
    private static final int IDLE_SECONDS = 75; // nginx'
    /** A busy machine may take long over a handshake. */
    private static final int HANDSHAKE_SECONDS = 30;

    private final Vertx vertx;
    private final Registry registry;
    private final Store store;
    private final Clock clock;
    private final Forwarder forwarder;
    private final ServerCertificates certificates = new ServerCertificates();
    private final Ingresses ingresses;
    private Routes routes = new Routes(List.of());
    private NodePorts nodePorts;
    private int port;
    private boolean ingressesStale;
    private boolean nodePortsStale;
    private volatile Watch feed;

    public Edge(Vertx vertx, Registry registry, Network network) {
        this.vertx = vertx;
        this.registry = registry;
        store = registry.store();
        clock = registry.clock();
        forwarder = new Forwarder(vertx, clock, network);
        ingresses = new Ingresses(registry);
    }

    /**
     * Takes the first of the ports that is free.
     *
     * @param wanted 0 in it: any port
     * @param api the port that the API server will want; 0: any
     * @throws CompletionException with BindException inside when none is free
     */
    public void listen(List<Integer> wanted, int api) {
        for (var candidate : wanted) {
            try {
                if (candidate == api && api != 0) { // Vert.x would share it between the two
                    throw new CompletionException(new BindException("port %d is the API's".formatted(api)));
                }
                port = listen(candidate);
                return;
            } catch (CompletionException taken) {
                if (!(taken.getCause() instanceof BindException) || candidate.equals(wanted.get(wanted.size() - 1))) {
                    throw taken;
                }
            }
        }
        throw new IllegalArgumentException("no port is wanted");
    }

    private int listen(int candidate) {
        var options = new HttpServerOptions().setHost("127.0.0.1").setPort(candidate).setSsl(true).setUseAlpn(true)
                .setKeyCertOptions(KeyCertOptions.wrap(certificates)).setHandle100ContinueAutomatically(true)
                .setSslHandshakeTimeout(HANDSHAKE_SECONDS).setSslHandshakeTimeoutUnit(TimeUnit.SECONDS)
                .setIdleTimeout(IDLE_SECONDS).setIdleTimeoutUnit(TimeUnit.SECONDS);
        return vertx.createHttpServer(options).requestHandler(request ->
                        forwarder.serve(request, http -> Optional.of(respond(http)))).listen()
                .toCompletionStage().toCompletableFuture().join().actualPort();
    }

    /**
     * Looks at everything that is there, then at every change.
     *
     * @param api the API server's port, which is no node port
     */
    public void start(int api) {
        nodePorts = new NodePorts(vertx, registry, forwarder, Set.of(port, api));
        clock.after(Duration.ZERO, () -> {
            feed = store.watch(null, "", 0, change -> {
                if (concerns(change)) {
                    clock.after(Duration.ZERO, () -> changed(change.kind()));
                }
            });
            changed(Kinds.INGRESS);
            changed(Kinds.SERVICE);
        });
    }

    private static boolean concerns(Store.Change change) {
        return change.kind() == Kinds.SECRET ? isCertificate(change.object()) || isCertificate(change.before())
                : INGRESS_KINDS.contains(change.kind()) || NODE_PORT_KINDS.contains(change.kind());
    }

    private static boolean isCertificate(Map<String, Object> secret) {
        return Json.at(secret, "data", "tls.crt") != null;
    }

    /** Many changes at once are looked at together. */
    private void changed(Kind kind) {
        if (INGRESS_KINDS.contains(kind) && !ingressesStale) {
            ingressesStale = true;
            clock.after(Duration.ZERO, this::updateIngresses);
        } else if (NODE_PORT_KINDS.contains(kind) && !nodePortsStale) {
            nodePortsStale = true;
            clock.after(Duration.ZERO, () -> {
                nodePortsStale = false;
                nodePorts.update();
            });
        }
    }

    private void updateIngresses() {
        ingressesStale = false;
        var served = ingresses.served();
        routes = new Routes(served);
        certificates.set(ingresses.certificates(served));
        ingresses.publish(served, port);
    }

    private Http.Response respond(Http.Request request) {
        var backend = routes.find(Hosts.plain(request.header("host")), request.path());
        if (backend.isEmpty()) {
            return Forwarder.error(404, "Not Found");
        }
        return forwarder.isUp(backend.get())
                ? forwarder.ask(backend.get(), request).orElseGet(() -> Forwarder.error(502, "Bad Gateway"))
                : Forwarder.error(503, "Service Temporarily Unavailable");
    }

    public int port() {
        return port;
    }

    /** For how long nobody has used an application. */
    public Duration idle() {
        return forwarder.idle();
    }

    /** The listeners go with Vert.x. */
    @Override
    public void close() {
        if (feed != null) {
            feed.close();
        }
    }
}
