package demoapp.cluster;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;

import javax.net.ssl.SSLException;

import demoapp.LineSplitter;
import demoapp.Pause;
import demoapp.Problem;
import demoapp.json.Json;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.WebSocket;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;

/**
 * Requests to one API server: untyped, many at a time, with fabric8's connection and credentials. What the server could
 * not take, or what did not reach it, is sent again until the deadline; all that the toolkit sends may be.
 */
public final class Requests implements AutoCloseable {
    private static final int PARALLEL = 16;
    private static final List<Integer> OVERLOADED = List.of(429, 502, 503, 504);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_HEADERS = Duration.ofSeconds(20);
    private static final String TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io";
    private static final Duration LONGEST_REQUEST = Duration.ofSeconds(35);
    /** An API server that has just started has not read its roles yet, and forbids everything to everybody. */
    private static final Duration STARTING = Duration.ofSeconds(30);

    private final String cluster;
    private final String server;
    private final Instant deadline;
    private final HttpClient http;
    private final ExecutorService threads = Executors.newFixedThreadPool(PARALLEL, Requests::daemon);
    private volatile boolean reached;
    private volatile Instant cutOff = Instant.MIN;

    Requests(Config config, String context, Duration timeout) {
        server = config.getMasterUrl().replaceAll("/$", "");
        cluster = "the cluster of context \"" + context + "\" at " + server;
        deadline = Instant.now().plus(timeout);
        // fabric8's http client with its credentials and TLS; a whole KubernetesClient would load a thousand classes more.
        http = new JdkHttpClientFactory().newBuilder(new ConfigBuilder(config)
                // Repeating is done here, by what the status means.
                .withRequestRetryBackoffLimit(0).build()).build();
    }

    /** When {@code --timeout} is over. */
    public Instant deadline() {
        return deadline;
    }

    public Answer get(String path) {
        return send("GET", path, null, null);
    }

    /** What kubectl get shows: columns and rows, each with its whole object. */
    public Answer table(String path) {
        return send("GET", path + (path.contains("?") ? "&" : "?") + "includeObject=Object", TABLE, null, null);
    }

    /**
     * @param path what follows the server's address, query included
     * @param body the document to send, or null
     * @return the server's answer, of any status but those that ask to try again
     * @throws Problem when there is no server, it does not accept the credentials, or the deadline has passed
     */
    public Answer send(String method, String path, String contentType, Object body) {
        return send(method, path, "application/json", contentType, body);
    }

    private Answer send(String method, String path, String accept, String contentType, Object body) {
        for (var attempt = 0;; attempt++) {
            try {
                var answer = once(method, path, accept, contentType, body);
                reached = true;
                if (answer.code() == 401 && !isStarting(answer.code())) {
                    throw Problem.failed(cluster + " does not accept the credentials: " + answer.message());
                }
                if (!isToBeRepeated(answer, attempt) && !isStarting(answer.code())) {
                    return answer;
                }
                pause(attempt, answer.retryAfter(), answer.message());
            } catch (IOException e) {
                cutOff = Instant.now();
                refuseUnreachable(e);
                pause(attempt, List.of(), reason(e));
            }
        }
    }

    /** The work done for each item, {@value #PARALLEL} at a time; results in the items' order. */
    public <T, R> List<R> parallel(List<T> items, Function<T, R> work) {
        var running = items.stream().map(item -> threads.submit(() -> work.apply(item))).toList();
        return running.stream().map(Requests::result).toList();
    }

    /** Hands out lines as {@link #stream} does. @return the answer's status */
    int lines(String path, Duration longest, Consumer<byte[]> to) throws IOException {
        return stream(path, longest, new LineSplitter(to)).code();
    }

    /**
     * Hands out lines as they come, on this thread, as watches and followed logs send them, until the server ends the
     * stream. It is sent once only, whatever happens.
     *
     * @param longest ends it from here: the connection may have died with nobody telling, as when a laptop slept
     * @return the answer, whose body holds what was no stream: that of any status but 200
     */
    public Answer stream(String path, Duration longest, LineSplitter lines) throws IOException {
        Answer answer;
        try {
            answer = streamOnce(path, longest, lines);
        } catch (IOException e) {
            cutOff = e instanceof HttpTimeoutException ? cutOff : Instant.now();
            throw e;
        }
        if (isStarting(answer.code())) {
            throw new IOException("it has just started, and forbids everything (HTTP " + answer.code() + ")");
        }
        return answer;
    }

    private Answer streamOnce(String path, Duration longest, LineSplitter lines) throws IOException {
        var body = new StreamedBody();
        var request = http.newHttpRequestBuilder().uri(server + path).forStreaming().build();
        var response = await(http.consumeBytes(request, body::arrived),
                longest.compareTo(LONGEST_HEADERS) < 0 ? longest : LONGEST_HEADERS);
        var error = new ByteArrayOutputStream();
        body.read(response, longest, response.code() == 200 ? lines::accept : buffer -> {
            while (buffer.hasRemaining()) {
                error.write(buffer.get());
            }
        });
        await(response.body().done(), LONGEST_HEADERS); // with an error when it broke off
        return new Answer(response.code(), error.toByteArray(), List.of(), List.of());
    }

    /** Sends it once only: for who wants to know whether it fails. */
    public Answer once(String method, String path) throws IOException {
        return once(method, path, "application/json", null, null);
    }

    private Answer once(String method, String path, String accept, String contentType, Object body) throws IOException {
        var request = http.newHttpRequestBuilder().uri(server + path).header("Accept", accept);
        if (body == null && !method.equals("GET")) {
            request.method(method, null, null);
        } else if (body != null) {
            request.method(method, contentType, Json.string(body));
        }
        return Answer.of(await(http.sendAsync(request.build(), byte[].class), LONGEST_REQUEST));
    }

    /** A WebSocket of the API: exec's. */
    WebSocket webSocket(String path, String protocol, WebSocket.Listener listener) throws IOException {
        return await(http.newWebSocketBuilder().uri(URI.create(server + path)).subprotocol(protocol).buildAsync(listener),
                LONGEST_HEADERS);
    }

    private static <T> T await(CompletableFuture<T> answer, Duration longest) throws IOException {
        try {
            return answer.get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } catch (TimeoutException e) {
            throw new HttpTimeoutException("no answer within " + longest.toSeconds() + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    private static boolean isToBeRepeated(Answer answer, int attempt) {
        // 500 may be the server's final word, as on a field that the schema does not know: three tries tell.
        return OVERLOADED.contains(answer.code())
                || answer.code() == 500 && attempt < 3
                        && !answer.message().matches("(?s)failed to (create typed patch|convert new) object.*");
    }

    /** Whether that refusal is of a server that has answered before, was gone, and is there again. */
    private boolean isStarting(int code) {
        return (code == 401 || code == 403) && reached && Instant.now().isBefore(cutOff.plus(STARTING));
    }

    private void refuseUnreachable(IOException e) {
        if (e instanceof SSLException) {
            throw Problem.failed(cluster + ": " + e.getMessage());
        }
        if (!reached && !(e instanceof HttpTimeoutException)) {
            throw Problem.failed("cannot reach " + cluster + (e instanceof ConnectException
                    ? ": nothing answers there. Is it running?" : ": " + reason(e)));
        }
    }

    /** Many of the JDK's exceptions have no message. */
    static String reason(IOException e) {
        return e instanceof ConnectException ? "nothing answers there"
                : e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    /** Waits as long as the server asks for, or a little longer each time. */
    private void pause(int attempt, List<String> retryAfter, String because) {
        var pause = retryAfter.stream().filter(seconds -> seconds.matches("\\d{1,4}")).findFirst()
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
                .orElse(Duration.ofMillis(100L << Math.min(attempt, 6)));
        pause = pause.compareTo(LONGEST_PAUSE) > 0 && retryAfter.isEmpty() ? LONGEST_PAUSE : pause;
        if (Instant.now().plus(pause).isAfter(deadline)) {
            throw new Problem(Problem.TIMED_OUT, "timed out: " + cluster + " does not serve: " + because);
        }
        Pause.millis(pause.toMillis());
    }

    private static <R> R result(Future<R> running) {
        try {
            return running.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.failed("interrupted");
        }
    }

    private static Thread daemon(Runnable work) {
        var thread = new Thread(work, "request");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void close() {
        threads.shutdownNow();
        http.close();
    }
}
