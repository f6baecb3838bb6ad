package demoapp.kit;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

import demoapp.Problem;
import demoapp.cluster.Answer;
import demoapp.cluster.Cluster;
import demoapp.json.Json;

/** The sample application, reached through the API server's proxy to one of its pods: that works on every cluster. */
final class Application {
    private static final int PORT = 3000;
    private static final String PODS = "component=puma";

    private final Cluster cluster;
    private final String path;

    Application(Cluster cluster) {
        this.cluster = cluster;
        // One that is not ready answers too: with what is wrong.
        var pod = Objects.get(cluster, "pods", PODS).objects().stream()
                .filter(one -> Json.text(one, "status", "phase").equals("Running"))
                .filter(one -> Json.text(one, "metadata", "deletionTimestamp").isEmpty())
                .max(Comparator.comparing(Objects::isReady))
                .orElseThrow(() -> Problem.failed("no pod with " + PODS + " is running in namespace " + cluster.namespace()
                        + ": apply(step(1)) brings one up, rollout(\"demoapp-puma\") waits for it"));
        path = "/api/v1/namespaces/" + cluster.namespace() + "/pods/" + Json.text(pod, "metadata", "name") + ":" + PORT
                + "/proxy/";
    }

    /** Rows of id, body and answer. @throws Problem with the application's status when it cannot say */
    List<Map<String, Object>> messages() {
        var list = new String(checked(cluster.requests().get(path)).body(), StandardCharsets.UTF_8);
        return Json.maps(Json.read(("{\"all\":" + list + "}").getBytes(StandardCharsets.UTF_8)), "all");
    }

    void write(String body) {
        checked(cluster.requests().send("POST", path + "messages", "application/json",
                Json.object("message", Json.object("body", body))));
    }

    private static Answer checked(Answer answer) {
        if (!answer.ok()) {
            throw Problem.failed("the application answers HTTP " + answer.code() + (answer.code() == 422
                    ? ": a message has 1 to 140 characters" : ": logs(\"component=puma\", \"Error\") says why"));
        }
        return answer;
    }
}
