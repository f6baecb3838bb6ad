package demoapp.kit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

import demoapp.Cluster;
import demoapp.Problem;
import demoapp.json.Json;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.LocalPortForward;

/** The sample application, reached through a port-forward to one of its pods: that works on every cluster. */
final class Application implements AutoCloseable {
    private static final int PORT = 3000;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String PODS = "component=puma";

    private final KubernetesClient client;
    private final LocalPortForward forward;

    Application(Cluster cluster) {
        // One that is not ready answers too: with what is wrong.
        var pod = Objects.get(cluster, "pods", PODS).objects().stream()
                .filter(one -> Json.text(one, "status", "phase").equals("Running"))
                .filter(one -> Json.text(one, "metadata", "deletionTimestamp").isEmpty())
                .max(Comparator.comparing(Objects::isReady))
                .orElseThrow(() -> Problem.failed("no pod with " + PODS + " is running in namespace " + cluster.namespace()
                        + ": apply(step(1)) brings one up, rollout(\"demoapp-puma\") waits for it"));
        client = cluster.client();
        try {
            forward = client.pods().inNamespace(cluster.namespace()).withName(Json.text(pod, "metadata", "name")).portForward(PORT);
        } catch (KubernetesClientException e) {
            client.close();
            throw Problem.failed("no connection into pod " + Json.text(pod, "metadata", "name") + ": " + e.getMessage());
        }
    }

    String url() {
        return "http://127.0.0.1:" + forward.getLocalPort() + "/";
    }

    /** Rows of id, body and answer. @throws Problem with the application's status when it cannot say */
    List<Map<String, Object>> messages() {
        return Json.maps(Json.read(("{\"all\":" + send("", null) + "}").getBytes(java.nio.charset.StandardCharsets.UTF_8)), "all");
    }

    void write(String body) {
        send("messages", Json.string(Json.object("message", Json.object("body", body))));
    }

    private String send(String path, String body) {
        var request = HttpRequest.newBuilder(URI.create(url() + path)).timeout(PATIENCE).header("Accept", "application/json");
        try {
            var answer = HttpClient.newHttpClient().send(body == null ? request.build() : request.header("Content-Type",
                    "application/json").POST(BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 400) {
                throw Problem.failed("the application answers HTTP " + answer.statusCode()
                        + (answer.statusCode() == 422 ? ": a message has 1 to 140 characters"
                                : ": logs(\"component=puma\", \"Error\") says why"));
            }
            return answer.body();
        } catch (IOException e) {
            throw Problem.failed("the application does not answer: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.failed("interrupted");
        }
    }

    @Override
    public void close() {
        try {
            forward.close();
        } catch (IOException e) {
            // The connection is of no use any more.
        }
        client.close();
    }
}
