package demoapp.migration;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import demoapp.Problem;
import demoapp.cluster.Answer;
import demoapp.cluster.Cluster;
import demoapp.cluster.Exec;
import demoapp.json.Json;

/** The sample application as it runs on a cluster: its pages, and Rails' commands in its pods. */
final class Application {
    static final String PUMA = "demoapp-puma";
    static final String SIDEKIQ = "demoapp-sidekiq";
    private static final int PORT = 3000;

    private final Cluster cluster;

    Application(Cluster cluster) {
        this.cluster = cluster;
    }

    private String core() {
        return "/api/v1/namespaces/" + cluster.namespace();
    }

    private String page(String path) {
        return core() + "/services/" + PUMA + ":" + PORT + "/proxy" + path;
    }

    /** Once only, through the Service and the API server's proxy. */
    Answer get(String path) throws IOException {
        return cluster.requests().once("GET", page(path));
    }

    /** Posts a message, as the page's form does. */
    void post(String body) {
        var answer = cluster.requests().send("POST", page("/messages"), "application/json",
                Map.of("message", Map.of("body", body)));
        if (answer.code() >= 400) {
            throw Problem.failed("the message was not taken: " + answer.message());
        }
    }

    /** Whether the page shows the text. @throws Problem with what it says instead when there is no page */
    boolean shows(String text) {
        try {
            var answer = get("/");
            if (!answer.ok()) {
                throw Problem.failed(answer.message());
            }
            return new String(answer.body(), StandardCharsets.UTF_8).contains(text);
        } catch (IOException e) {
            throw Problem.failed(String.valueOf(e.getMessage()));
        }
    }

    /** The pods of puma that are ready, the newest last. */
    List<Map<String, Object>> readyPods() {
        return pods("component=puma").stream().filter(pod -> Json.text(pod, "metadata", "deletionTimestamp").isEmpty())
                .filter(pod -> Json.maps(pod, "status", "conditions").stream().anyMatch(condition ->
                        Json.text(condition, "type").equals("Ready") && Json.text(condition, "status").equals("True")))
                .sorted((a, b) -> Json.text(a, "metadata", "creationTimestamp").compareTo(
                        Json.text(b, "metadata", "creationTimestamp"))).toList();
    }

    List<Map<String, Object>> pods(String labels) {
        var answer = cluster.requests().get(core() + "/pods?labelSelector=app%3Ddemoapp," + labels.replace("=", "%3D"));
        if (!answer.ok()) {
            throw Problem.failed("cannot list pods: " + answer.message());
        }
        return Json.maps(answer.json(), "items");
    }

    /** Ruby in one of puma's pods. @param pod its name */
    Exec.Result runner(String pod, String ruby) {
        return Exec.run(cluster, cluster.namespace(), pod, "puma", List.of("./bin/rails", "runner", ruby));
    }

    /** What it said: when it failed, the error, which Ruby names before where it came from. */
    static String words(Exec.Result result) {
        var error = result.ok() ? "" : MigrationFate.error(result.output().lines().toList());
        return error.isEmpty() ? result.lastLine() : error;
    }

    /** The columns of the table of messages, asked through a pod. @throws Problem when Rails cannot tell */
    List<String> columns(String pod) {
        var answer = runner(pod, "puts Message.column_names");
        if (!answer.ok()) {
            throw Problem.failed("rails runner in pod " + pod + " failed with exit code " + answer.exit() + ": "
                    + words(answer));
        }
        return answer.output().lines().map(String::strip).filter(line -> line.matches("\\w+")).toList();
    }
}
