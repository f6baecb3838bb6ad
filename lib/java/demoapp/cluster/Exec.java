package demoapp.cluster;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

import demoapp.Problem;
import demoapp.json.Json;
import io.fabric8.kubernetes.client.http.WebSocket;
import io.fabric8.kubernetes.client.http.WebSocketHandshakeException;

/** Commands in containers, as {@code kubectl exec} runs them: without input, to their end. */
public final class Exec {
    /** The first byte of each message is its channel. https://github.com/kubernetes/apiserver, pkg/util/wsstream */
    private static final String PROTOCOL = "v4.channel.k8s.io";
    private static final int STDOUT = 1;
    private static final int STATUS = 3;

    /** @param output standard output and error, in the order that they came */
    public record Result(int exit, String output) {
        public boolean ok() {
            return exit == 0;
        }

        /** The last line that says something. */
        public String lastLine() {
            return output.lines().map(String::strip).filter(line -> !line.isEmpty()).reduce("", (a, b) -> b);
        }
    }

    private Exec() { }

    /** @throws Problem when the command cannot be run at all; a command that fails has a result */
    public static Result run(Cluster cluster, String namespace, String pod, String container, List<String> command) {
        var path = "/api/v1/namespaces/" + namespace + "/pods/" + pod + "/exec?stdout=true&stderr=true&container=" + container
                + command.stream().map(word -> "&command=" + URLEncoder.encode(word, StandardCharsets.UTF_8))
                        .collect(Collectors.joining());
        var what = "cannot run " + command.get(0) + " in pod " + pod + ": ";
        var answer = new Incoming();
        try {
            cluster.requests().webSocket(path, PROTOCOL, answer);
            var left = Duration.between(Instant.now(), cluster.requests().deadline()).toMillis();
            return answer.result.get(Math.max(1, left), TimeUnit.MILLISECONDS);
        } catch (IOException e) {
            throw Problem.failed(what + (e instanceof WebSocketHandshakeException refused
                    ? "the API server answers HTTP " + refused.getResponse().code() : Requests.reason(e)));
        } catch (ExecutionException e) {
            throw Problem.failed(what + e.getCause().getMessage());
        } catch (TimeoutException e) {
            throw new Problem(Problem.TIMED_OUT, what + "it has not ended in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.failed("interrupted");
        }
    }

    private static final class Incoming implements WebSocket.Listener {
        private final CompletableFuture<Result> result = new CompletableFuture<>();
        private final ByteArrayOutputStream output = new ByteArrayOutputStream();

        @Override
        public void onMessage(WebSocket socket, ByteBuffer message) {
            if (message.hasRemaining()) {
                int channel = message.get();
                var bytes = new byte[message.remaining()];
                message.get(bytes);
                if (channel == STATUS) {
                    ended(Json.read(bytes));
                } else if (channel >= STDOUT) {
                    output.writeBytes(bytes);
                }
            }
            socket.request();
        }

        @Override
        public void onMessage(WebSocket socket, String message) {
            onMessage(socket, ByteBuffer.wrap(message.getBytes(StandardCharsets.UTF_8)));
        }

        private void ended(Map<String, Object> status) {
            var code = Json.maps(status, "details", "causes").stream().filter(c -> Json.text(c, "reason").equals("ExitCode"))
                    .map(cause -> Integer.parseInt(Json.text(cause, "message"))).findFirst();
            if (Json.text(status, "status").equals("Success") || code.isPresent()) {
                result.complete(new Result(code.orElse(0), output.toString(StandardCharsets.UTF_8)));
            } else {
                result.completeExceptionally(new IOException(Json.text(status, "message")));
            }
        }

        @Override
        public void onClose(WebSocket socket, int code, String reason) {
            result.completeExceptionally(new IOException("the connection was closed" + (reason.isEmpty() ? "" : ": " + reason)));
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            result.completeExceptionally(error instanceof IOException ? error : new IOException(error));
        }
    }
}
