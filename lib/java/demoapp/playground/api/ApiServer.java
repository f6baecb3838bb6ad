package demoapp.playground.api;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.KeyCertOptions;

import demoapp.json.Json;
import demoapp.playground.node.Node;
import demoapp.playground.store.ApiException;
import demoapp.playground.store.Registry;

/**
 * The Kubernetes API over TLS on 127.0.0.1: HTTP/1.1 and h2, bearer token. Each request is worked off on the event
 * loop; nothing here waits.
 */
public final class ApiServer implements AutoCloseable {
    /** Of a request's line and headers, in bytes: no argument that a shell can give kubectl is longer. */
    private static final int HEAD_LIMIT = 256 * 1024;
    private static final int CONNECTIONS = 1500;
    /** A busy machine may take long over many handshakes at once. */
    private static final int HANDSHAKE_SECONDS = 30;
    /** How many streams a client may reset in ten seconds; closing a watch is one. */
    private static final int RESET_LIMIT = 10_000;

    /** The JVM's quick compiler makes ChaCha20 four times as fast as AES; every client of today has it. */
    private static final List<String> CIPHERS = List.of("TLS_CHACHA20_POLY1305_SHA256", "TLS_AES_128_GCM_SHA256",
            "TLS_AES_256_GCM_SHA384", "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384");

    private final Registry registry;
    private final Node node;
    private final Tokens tokens;
    private final Access access;
    private final Reviews reviews;
    private final Supplier<Map<String, Object>> about;
    private final Vertx vertx;
    private final AtomicInteger streams = new AtomicInteger();
    private final AtomicLong heldBytes = new AtomicLong();
    private final Connections connections;
    private volatile long lastRequest = System.nanoTime(); // the wall clock may jump
    private int port;

    /**
     * @param vertx from vertx(); it is closed with this
     * @param about what GET /playground answers
     */
    public ApiServer(Vertx vertx, Registry registry, Node node, String token, Supplier<Map<String, Object>> about) {
        this.registry = registry;
        this.node = node;
        tokens = new Tokens(token, registry.store());
        access = new Access(registry.store());
        reviews = new Reviews(access, tokens);
        this.about = about;
        this.vertx = vertx;
        connections = new Connections(vertx, CONNECTIONS);
    }

    /** One event loop, and nothing of what else Vert.x offers. */
    public static Vertx vertx() {
        var files = new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false);
        return Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1).setUseDaemonThread(true).setFileSystemOptions(files));
    }

    /**
     * Listens, and returns the port.
     *
     * @param port 0: any free one
     * @param certificate,key as PEM
     */
    public int listen(int port, String certificate, String key) {
        var options = new HttpServerOptions().setHost("127.0.0.1").setPort(port).setSsl(true).setUseAlpn(true)
                .setKeyCertOptions(KeyCertOptions.wrap(ServerKey.manager(certificate, key)))
                .setSslHandshakeTimeout(HANDSHAKE_SECONDS).setSslHandshakeTimeoutUnit(TimeUnit.SECONDS)
                .setMaxInitialLineLength(HEAD_LIMIT).setMaxHeaderSize(HEAD_LIMIT)
                .setInitialSettings(new Http2Settings().setMaxHeaderListSize(HEAD_LIMIT).setMaxConcurrentStreams(1000))
                .setHttp2RstFloodMaxRstFramePerWindow(RESET_LIMIT).setHttp2RstFloodWindowDuration(10)
                .setHandle100ContinueAutomatically(true).setCompressionSupported(false);
        CIPHERS.forEach(options::addEnabledCipherSuite);
        this.port = vertx.createHttpServer(WebSockets.allow(options)).connectionHandler(connections::opened)
                .requestHandler(this::receive).listen().toCompletionStage().toCompletableFuture().join().actualPort();
        lastRequest = System.nanoTime();
        return this.port;
    }

    public int port() {
        return port;
    }

    /** For how long nobody has wanted anything; not at all, while a watch or a log is open. */
    public Duration idle() {
        return streams.get() > 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - lastRequest);
    }

    private void receive(HttpServerRequest request) {
        lastRequest = System.nanoTime();
        connections.used(request.connection());
        if (!isOpen(path(request)) && tokens.user(request.getHeader("Authorization")).isEmpty()) {
            new Call(request, new byte[0]).answer(new ApiException(401, "Unauthorized", "Unauthorized", null));
        } else if (WebSockets.isUpgrade(request)) {
            handle(new Call(request, new byte[0])); // what follows is no body
        } else {
            new Incoming(request, heldBytes, this::handle).receive();
        }
    }

    /** Whether anybody may ask, without a token. */
    private static boolean isOpen(String path) {
        return path.matches("/(healthz|livez|readyz)(/.*)?|/version");
    }

    private static String path(HttpServerRequest request) {
        var path = request.path() == null ? "/" : request.path();
        var end = path.length();
        while (end > 1 && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(0, end);
    }

    private void handle(Call call) {
        var connection = call.request.connection();
        connections.answering(connection);
        call.whenOver(() -> connections.answered(connection));
        try {
            route(call);
        } catch (ApiException refusal) {
            call.answer(refusal);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError failure) {
            failure.printStackTrace(); // into the playground's log
            call.answer(new ApiException(500, "InternalError", "Internal error occurred: " + failure,
                    Json.object("causes", List.of(Json.object("message", failure.toString())))));
        }
    }

    private void route(Call call) {
        var path = path(call.request);
        if (path.equals("/version")) {
            Health.version(call);
        } else if (isOpen(path)) {
            Health.answer(call, path);
        } else {
            route(call, path, tokens.user(call));
        }
    }

    private void route(Call call, String path, Access.User user) {
        if (path.equals("/playground")) {
            call.answer(200, about.get());
        } else if (call.method().equals("GET") && (Discovery.answer(call, path) || OpenApi.answer(call, path))) {
            return;
        } else if (Reviews.answers(path)) {
            reviews.create(call, path, user);
        } else if (path.startsWith("/api/") || path.startsWith("/apis/") && Discovery.served(path.split("/")[2])) {
            var target = Target.of(path);
            access.check(user, call, target);
            call.view = target.view();
            resource(call, target);
        } else {
            call.text(404, "404 page not found\n");
        }
    }

    private void resource(Call call, Target target) {
        switch (target.subresource()) {
            case "log" -> {
                require(call.method().equals("GET"));
                streams.incrementAndGet();
                try {
                    PodLog.get(call, vertx, registry, node, target, streams::decrementAndGet);
                } catch (ApiException refusal) {
                    streams.decrementAndGet();
                    throw refusal;
                }
            }
            case "attach", "exec" -> {
                require(call.method().matches("GET|POST"));
                Exec.start(call, vertx, registry, node, target, streams);
            }
            case "portforward" -> {
                require(call.method().matches("GET|POST"));
                PortForward.start(call, vertx, registry, node, target, streams);
            }
            case "scale" -> {
                switch (call.method()) {
                    case "GET" -> Scale.get(call, registry, target);
                    case "PUT" -> Scale.update(call, registry, target);
                    case "PATCH" -> Scale.patch(call, registry, target);
                    default -> throw Discovery.methodNotAllowed();
                }
            }
            case "token" -> {
                require(call.method().equals("POST"));
                tokens.create(call, target);
            }
            case "proxy" -> Proxy.forward(call, vertx, registry, node, target);
            case "eviction" -> {
                require(call.method().equals("POST"));
                Eviction.create(call, registry, target);
            }
            case "" -> object(call, target);
            default -> {
                require(call.method().matches("GET|PUT|PATCH"));
                object(call, target);
            }
        }
    }

    private void object(Call call, Target target) {
        var one = !target.name().isEmpty();
        switch (call.method()) {
            case "GET" -> {
                if (one) {
                    Reads.get(call, registry.store(), target);
                } else if (call.truth("watch")) {
                    WatchStream.start(call, vertx, registry.store(), target, streams);
                } else {
                    Reads.list(call, registry.store(), target);
                }
            }
            case "POST" -> {
                require(!one && !(target.kind().namespaced() && target.namespace().isEmpty()));
                Writes.create(call, registry, target);
            }
            case "PUT" -> {
                require(one);
                Writes.update(call, registry, target);
            }
            case "PATCH" -> {
                require(one);
                Patches.patch(call, registry, target);
            }
            case "DELETE" -> {
                require(one || Discovery.verbs(target.kind()).contains("deletecollection"));
                if (one) {
                    Deletes.one(call, registry, target);
                } else {
                    Deletes.collection(call, registry, target);
                }
            }
            default -> throw Discovery.methodNotAllowed();
        }
    }

    private static void require(boolean allowed) {
        if (!allowed) {
            throw Discovery.methodNotAllowed();
        }
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
