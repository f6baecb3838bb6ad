package demoapp;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import demoapp.playground.Http;

/** Hands requests on to a playground, except for the faults that it was told to make. */
public final class FaultyProxy implements AutoCloseable {
    private static final int BROKEN = 0;

    private record Fault(int code, String header, AtomicInteger left) { }

    private final Http server;
    private final HttpServer proxy;
    private final Path kubeconfig;
    private final java.util.Queue<Fault> faults = new java.util.concurrent.ConcurrentLinkedQueue<>();
    private final AtomicInteger expired = new AtomicInteger();
    private final AtomicInteger dropped = new AtomicInteger();
    private volatile int streamMillis = Integer.MAX_VALUE;

    public FaultyProxy(Path behind, Path kubeconfig) {
        try {
            server = new Http(behind);
            proxy = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        proxy.setExecutor(Executors.newCachedThreadPool());
        proxy.createContext("/", this::handle);
        proxy.start();
        this.kubeconfig = Trial.file(kubeconfig.getParent(), kubeconfig.getFileName().toString(), """
                apiVersion: v1
                kind: Config
                current-context: proxied
                contexts: [{name: proxied, context: {cluster: c, user: u}}]
                clusters: [{name: c, cluster: {server: "http://127.0.0.1:%d"}}]
                users: [{name: u, user: {}}]
                """.formatted(proxy.getAddress().getPort()));
    }

    public Path kubeconfig() {
        return kubeconfig;
    }

    /** The next requests, so many of them, get this status instead of an answer. */
    public void answer(int code, String header, int times) {
        faults.add(new Fault(code, header, new AtomicInteger(times)));
    }

    /** As an API server that restarts: connections break, and then it forbids everything for a while. */
    public void restart(int refusals) {
        answer(BROKEN, "", 2);
        answer(403, "X-Reason: no roles yet", refusals);
    }

    /**
     * Every watch, and every log that is followed, is cut off in the middle of a line after so many milliseconds: by turns
     * as when a connection breaks, and as when all was well.
     */
    public void dropStreamsAfter(int millis) {
        streamMillis = millis;
    }

    /** The next watches, so many of them, are told that their version is gone. */
    public void expireWatches(int times) {
        expired.set(times);
    }

    public int faultsLeft() {
        return faults.stream().mapToInt(fault -> fault.left.get()).sum() + expired.get();
    }

    public int droppedStreams() {
        return dropped.get();
    }

    private void handle(HttpExchange exchange) throws IOException {
        var isWatch = exchange.getRequestURI().toString().contains("watch=true");
        var fault = faults.stream().filter(next -> next.left.get() > 0 && next.left.decrementAndGet() >= 0).findFirst();
        try (exchange) {
            if (fault.isPresent() && fault.get().code == BROKEN) {
                return; // a connection that is closed without an answer
            } else if (fault.isPresent()) {
                var header = fault.get().header.split(": ");
                exchange.getResponseHeaders().add(header[0], header[1]);
                exchange.sendResponseHeaders(fault.get().code, -1);
            } else if (isWatch && expired.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                var gone = "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"code\":410,\"reason\":\"Expired\"}}\n";
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().write(gone.getBytes());
            } else {
                pass(exchange, isWatch);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pass(HttpExchange exchange, boolean isWatch) throws IOException, InterruptedException {
        var body = exchange.getRequestBody().readAllBytes();
        var request = server.request(exchange.getRequestURI().toString())
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        var type = exchange.getRequestHeaders().getFirst("Content-Type");
        if (type != null) {
            request.header("Content-Type", type);
        }
        HttpResponse<InputStream> answer = server.open(request);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        var isCut = streamMillis != Integer.MAX_VALUE && answer.statusCode() == 200
                && (isWatch || exchange.getRequestURI().toString().contains("follow=true"));
        // Fewer bytes than were promised are a broken connection; a body of unknown length just ends.
        exchange.sendResponseHeaders(answer.statusCode(), isCut && dropped.get() % 2 == 0 ? Integer.MAX_VALUE : 0);
        var end = isCut ? System.currentTimeMillis() + streamMillis : Long.MAX_VALUE;
        try (var from = answer.body(); var to = exchange.getResponseBody()) {
            var buffer = new byte[8192];
            for (var n = from.read(buffer); n >= 0; n = from.read(buffer)) {
                var isOver = System.currentTimeMillis() > end;
                to.write(buffer, 0, isOver ? n / 2 : n);
                to.flush();
                if (isOver) {
                    dropped.incrementAndGet();
                    throw new IOException("cut off");
                }
            }
        }
    }

    @Override
    public void close() {
        proxy.stop(0);
    }
}
