package demoapp.playground.node;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;

import demoapp.json.Json;
import demoapp.playground.node.commands.Exec;
import demoapp.playground.node.commands.Stdio;
import demoapp.playground.node.programs.Http;

/** Runs a container's postStart or preStop hook: a command, an HTTP GET, or a sleep. */
final class Hook {
    private final PodWorker pod;
    private final ContainerRun run;

    Hook(PodWorker pod, ContainerRun run) {
        this.pod = pod;
        this.run = run;
    }

    /** @param then takes why it failed, in the kubelet's words; null: it did not */
    void run(Map<String, Object> hook, Consumer<String> then) {
        if (hook.containsKey("exec")) {
            exec(hook, then);
        } else if (hook.containsKey("httpGet")) {
            then.accept(httpGet(Json.map(hook, "httpGet")));
        } else {
            pod.after(Json.number(hook, 0, "sleep", "seconds"), () -> then.accept(null));
        }
    }

    private void exec(Map<String, Object> hook, Consumer<String> then) {
        var command = Json.texts(hook, "exec", "command");
        var output = new ByteArrayOutputStream();
        try {
            run.sessions().exec(command, new Stdio(false, false, output, output), code -> then.accept(code == 0 ? null
                    : failure("Exec", "[" + String.join(" ", command) + "]", "command '%s' exited with %d: %s"
                            .formatted(String.join(" ", command), code, text(output)))
                            + ", message: \"" + text(output).replace("\n", "\\n") + "\""));
        } catch (Exec.NotFound unknown) {
            then.accept(null); // a command of the image's own, which the playground knows nothing of
        }
    }

    private String httpGet(Map<String, Object> get) {
        var port = ProbeAction.port(run.spec(), get.get("port"));
        var path = "/" + Json.text(get, "path").replaceFirst("^/", "");
        var url = "http://%s:%d%s".formatted(pod.ip(), port, path);
        if (!run.program().listens(port)) {
            return failure("HTTP", path, "Get \"%s\": dial tcp %s:%d: connect: connection refused"
                    .formatted(url, pod.ip(), port));
        }
        run.program().http(Http.Request.get(path)); // whatever the answer is
        return null;
    }

    private String failure(String kind, String what, String error) {
        return "%s lifecycle hook (%s) for Container \"%s\" in Pod \"%s\" failed - error: %s"
                .formatted(kind, what, run.name(), pod.fullName(), error);
    }

    private static String text(ByteArrayOutputStream output) {
        return output.toString(StandardCharsets.UTF_8);
    }
}
