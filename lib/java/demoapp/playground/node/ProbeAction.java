package demoapp.playground.node;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import demoapp.json.Json;
import demoapp.playground.node.commands.Exec;
import demoapp.playground.node.commands.Stdio;
import demoapp.playground.node.programs.Http;

/** What a probe does once: a command, an HTTP GET, a TCP connection or a gRPC health check. */
final class ProbeAction {
    private static final int LONGEST_OUTPUT = 10 * 1024;

    /** @param message what the kubelet says to a failure, or to an error, after which nothing is known */
    record Answer(Probes.Result result, String message) {
        static final Answer SUCCESS = new Answer(Probes.Result.SUCCESS, "");
    }

    private final PodWorker pod;
    private final ContainerRun run;
    private final Map<String, Object> spec;

    ProbeAction(PodWorker pod, ContainerRun run, Map<String, Object> spec) {
        this.pod = pod;
        this.run = run;
        this.spec = spec;
    }

    void ask(Consumer<Answer> then) {
        if (spec.containsKey("exec")) {
            exec(Json.texts(spec, "exec", "command"), then);
            return;
        }
        var action = spec.containsKey("httpGet") ? "httpGet" : spec.containsKey("grpc") ? "grpc" : "tcpSocket";
        var port = port(run.spec(), Json.at(spec, action, "port"));
        if (port < 0) {
            then.accept(new Answer(Probes.Result.UNKNOWN, "strconv.Atoi: parsing \"%s\": invalid syntax"
                    .formatted(Json.text(spec, action, "port"))));
            return;
        }
        var failure = switch (action) {
            case "httpGet" -> httpGet(port);
            case "grpc" -> grpc(port);
            default -> listens(port) ? "" : refused(port);
        };
        then.accept(failure.isEmpty() ? Answer.SUCCESS : new Answer(Probes.Result.FAILURE, failure));
    }

    /** A port by its number or its name; -1: the container has no port of that name. */
    static int port(Map<String, Object> container, Object numberOrName) {
        if (numberOrName instanceof Number number) {
            return number.intValue();
        }
        var text = String.valueOf(numberOrName);
        return Json.maps(container, "ports").stream().filter(port -> text.equals(port.get("name")))
                .mapToInt(port -> (int) Json.number(port, 0, "containerPort")).findFirst()
                .orElse(text.matches("\\d{1,5}") ? Integer.parseInt(text) : -1);
    }

    private void exec(List<String> command, Consumer<Answer> then) {
        if (!run.isRunning()) {
            then.accept(new Answer(Probes.Result.UNKNOWN, ("rpc error: code = NotFound desc = failed to exec in container: "
                    + "failed to load task: no running task found: task %s not found: not found")
                    .formatted(run.id().replaceFirst(".*/", ""))));
            return;
        }
        var output = new ByteArrayOutputStream();
        var answered = new boolean[1];
        Consumer<Answer> once = answer -> {
            if (!answered[0]) {
                answered[0] = true;
                then.accept(answer);
            }
        };
        try {
            var session = run.sessions().exec(command, new Stdio(false, false, output, output), code ->
                    once.accept(code == 0 ? Answer.SUCCESS : new Answer(Probes.Result.FAILURE, text(output))));
            pod.after(Math.max(1, Json.number(spec, 1, "timeoutSeconds")), () -> {
                if (!answered[0]) {
                    session.leave().run();
                }
                once.accept(new Answer(Probes.Result.FAILURE,
                        "command \"%s\" timed out".formatted(String.join(" ", command))));
            });
        } catch (Exec.NotFound unknown) {
            once.accept(Answer.SUCCESS); // a command of the image's own, which the playground knows nothing of
        }
    }

    private static String text(ByteArrayOutputStream output) {
        var text = output.toString(StandardCharsets.UTF_8);
        return text.substring(0, Math.min(text.length(), LONGEST_OUTPUT));
    }

    private String httpGet(int port) {
        var path = "/" + Json.text(spec, "httpGet", "path").replaceFirst("^/", "");
        var scheme = Json.text(spec, "httpGet", "scheme").equals("HTTPS") ? "https" : "http";
        var url = "Get \"%s://%s:%d%s\": ".formatted(scheme, host("httpGet"), port, path);
        if (!listens(port)) {
            return url + refused(port);
        }
        var answer = pod.kubelet().network().at(pod.ip(), port).flatMap(program -> program.http(Http.Request.get(path)));
        if (answer.isEmpty()) {
            return url + "net/http: HTTP/1.x transport connection broken: malformed HTTP response";
        }
        var status = answer.get().status();
        return status >= 200 && status < 400 ? "" : "HTTP probe failed with statuscode: " + status;
    }

    private String grpc(int port) {
        return listens(port) ? "" : "timeout: failed to connect service \"%s:%d\" within %ds: context deadline exceeded"
                .formatted(pod.ip(), port, Math.max(1, Json.number(spec, 1, "timeoutSeconds")));
    }

    /** Whichever container it is that answers at the pod's address. */
    private boolean listens(int port) {
        return pod.kubelet().network().at(pod.ip(), port).isPresent();
    }

    private String host(String action) {
        var host = Json.text(spec, action, "host");
        return host.isEmpty() ? pod.ip() : host;
    }

    private String refused(int port) {
        return "dial tcp %s:%d: connect: connection refused"
                .formatted(host(spec.containsKey("httpGet") ? "httpGet" : "tcpSocket"), port);
    }
}
