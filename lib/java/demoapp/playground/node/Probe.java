package demoapp.playground.node;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.node.commands.Exec;
import demoapp.playground.node.commands.Stdio;
import demoapp.playground.node.programs.Http;
import demoapp.playground.node.programs.Program;

/** One startup, readiness or liveness probe of a running container: asks by its own numbers until the run ends. */
final class Probe {
    private final ContainerWorker container;
    private final Program program;
    private final String kind;
    private final Map<String, Object> spec;
    private int successes;
    private int failures;

    /** @param kind `startup`, `readiness` or `liveness` */
    Probe(ContainerWorker container, Program program, String kind) {
        this.container = container;
        this.program = program;
        this.kind = kind;
        this.spec = Json.map(container.spec(), kind + "Probe");
    }

    boolean isDefined() {
        return !spec.isEmpty();
    }

    /** @param elapsed simulated seconds since the container started */
    void start(double elapsed) {
        var delay = Json.number(spec, 0, "initialDelaySeconds") - elapsed;
        container.after(Math.max(0.1, delay), this::ask);
    }

    private void ask() {
        if (!program.isRunning() || container.program() != program || container.isStopping()) {
            return;
        }
        if (spec.containsKey("exec")) {
            execute();
        } else {
            judge(failure());
        }
    }

    /** Asks a command, which may take its time: its exit code is the answer. */
    private void execute() {
        var output = new ByteArrayOutputStream();
        try {
            container.sessions().exec(Json.texts(spec, "exec", "command"), new Stdio(false, false, output, output), code -> {
                if (program.isRunning()) {
                    judge(code == 0 ? null : output.toString(StandardCharsets.UTF_8));
                }
            });
        } catch (Exec.NotFound unknown) {
            judge(null); // a command of the image's own, which the playground knows nothing of
        }
    }

    private void judge(String failure) {
        if (failure == null) {
            failures = 0;
            successes++;
            if (successes >= Json.number(spec, 1, "successThreshold")) {
                container.probeSucceeded(kind);
                if (kind.equals("startup")) {
                    return;
                }
            }
        } else {
            successes = 0;
            failures++;
            container.event("Warning", "Unhealthy", "%s probe failed: %s".formatted(title(), failure));
            if (failures >= Json.number(spec, 3, "failureThreshold")) {
                container.probeFailed(kind);
            }
        }
        container.after(Math.max(1, Json.number(spec, 10, "periodSeconds")), this::ask);
    }

    private String title() {
        return Character.toUpperCase(kind.charAt(0)) + kind.substring(1);
    }

    /** What the kubelet would say; null when the probe succeeds. */
    private String failure() {
        var http = spec.containsKey("httpGet");
        var action = http ? "httpGet" : spec.containsKey("grpc") ? "grpc" : "tcpSocket";
        var port = container.port(Json.at(spec, action, "port"));
        if (!program.listens(port)) {
            var refused = "dial tcp %s:%d: connect: connection refused".formatted(container.ip(), port);
            return http ? "Get \"http://%s:%d%s\": %s".formatted(container.ip(), port, path(), refused) : refused;
        }
        if (!http) {
            return null;
        }
        var answer = program.http(Http.Request.get(path()));
        if (answer.isEmpty()) {
            return "Get \"http://%s:%d%s\": net/http: HTTP/1.x transport connection broken: malformed HTTP response"
                    .formatted(container.ip(), port, path());
        }
        var status = answer.get().status();
        return status >= 200 && status < 400 ? null : "HTTP probe failed with statuscode: " + status;
    }

    private String path() {
        var path = Json.text(spec, "httpGet", "path");
        return path.startsWith("/") ? path : "/" + path;
    }
}
