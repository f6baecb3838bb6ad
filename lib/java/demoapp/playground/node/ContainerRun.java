package demoapp.playground.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import demoapp.json.Json;
import demoapp.playground.node.commands.Stdio;
import demoapp.playground.node.programs.Folder;
import demoapp.playground.node.programs.Program;
import demoapp.playground.node.programs.Programs;
import demoapp.playground.node.programs.Surroundings;
import demoapp.playground.schema.Quantity;

/** One run of a container as the container runtime keeps it: its process, and after that how it ended. */
final class ContainerRun {
    private static final int LONGEST_MESSAGE = 4096;
    private static final int LONGEST_LOG_MESSAGE = 2048;

    private final Kubelet kubelet;
    private final PodWorker pod;
    private final Map<String, Object> spec;
    private final long attempt;
    private final String id;
    private final List<Runnable> whenEnded = new ArrayList<>();
    private Map<String, Object> state;
    private double startedAt;
    private double endedAt;

    private Program program;
    private Function<String, Folder> folders;
    private Sessions sessions;

    /** A run that is created, but not yet started. */
    ContainerRun(Kubelet kubelet, PodWorker pod, Map<String, Object> spec, long attempt) {
        this(kubelet, pod, spec, attempt, "containerd://" + Images.sha256(pod.uid() + spec.get("name") + attempt),
                Json.object("waiting", Json.object()));
    }

    /** A run that a status tells of. */
    ContainerRun(Kubelet kubelet, PodWorker pod, Map<String, Object> spec, long attempt, String id,
                 Map<String, Object> state) {
        this.kubelet = kubelet;
        this.pod = pod;
        this.spec = spec;
        this.attempt = attempt;
        this.id = id;
        this.state = state;
        this.endedAt = kubelet.uptime();
    }

    // Running

    void start(Map<String, String> environment) {
        state = Json.object("running", Json.object("startedAt", kubelet.timestamp()));
        startedAt = kubelet.uptime();
        pod.relist().wanted();
        kubelet.logs().begin(pod.uid(), name());
        var output = new ContainerOutput(text ->
                kubelet.logs().add(pod.uid(), name(), new LogLine(kubelet.clock().now(), text)));
        folders = pod.volumes().folders(spec);
        var command = command(environment);
        var image = Json.text(spec, "image");
        var surroundings = new Surroundings(kubelet.clock(), pod.namespace(), pod.ip(), image, kubelet.images().files(image),
                command, environment, PodVolumes.workingDir(spec), kubelet.network(), PodVolumes.mounts(spec), folders,
                kubelet.fileLocks(), new Stdio(Json.truth(spec, "stdin"), Json.truth(spec, "tty"), output, output), output::line,
                code -> ended(code, code == 0 ? "Completed" : "Error"));
        program = Programs.of(image, command);
        sessions = new Sessions(program, surroundings, output, Json.truth(spec, "stdinOnce"));
        program.start(surroundings);
        limitMemory();
    }

    /** The kernel kills who fills more than the limit. */
    private void limitMemory() {
        var limit = Json.text(spec, "resources", "limits", "memory");
        if (!limit.isEmpty() && program.memory() > Quantity.value(limit).longValue()) {
            pod.after(0.5, () -> kill("OOMKilled"));
        }
    }

    private List<String> command(Map<String, String> environment) {
        var command = new ArrayList<>(Json.texts(spec, "command"));
        command.addAll(Json.texts(spec, "args"));
        command.replaceAll(word -> Environment.expanded(word, environment));
        return command;
    }

    private void ended(int code, String reason) {
        sessions.close();
        var terminated = Json.object("exitCode", code, "reason", reason);
        var message = terminationMessage(code);
        Json.set(terminated, message.isEmpty() ? null : message, "message");
        terminated.put("startedAt", Json.text(state, "running", "startedAt"));
        terminated.put("finishedAt", kubelet.timestamp());
        terminated.put("containerID", id);
        state = Json.object("terminated", terminated);
        endedAt = kubelet.uptime();
        kubelet.logs().end(pod.uid(), name());
        pod.relist().wanted();
        List.copyOf(whenEnded).forEach(Runnable::run);
        whenEnded.clear();
    }

    private String terminationMessage(int code) {
        var path = Json.text(spec, "terminationMessagePath");
        var slash = path.lastIndexOf('/');
        var written = slash < 0 ? "" : folders.apply(path.substring(0, slash)).read(path.substring(slash + 1)).orElse("");
        if (!written.isEmpty()) {
            return written.substring(0, Math.min(written.length(), LONGEST_MESSAGE));
        }
        if (code == 0 || !Json.text(spec, "terminationMessagePolicy").equals("FallbackToLogsOnError")) {
            return "";
        }
        var lines = kubelet.logs().read(pod.uid(), name(), false).orElse(List.of());
        var text = new StringBuilder();
        lines.stream().skip(Math.max(0, lines.size() - 80)).forEach(line -> text.append(line.text()).append('\n'));
        return text.substring(Math.max(0, text.length() - LONGEST_LOG_MESSAGE));
    }

    /** SIGTERM, and SIGKILL after the grace period. */
    void stop(double gracePeriod, Runnable then) {
        if (!isRunning()) {
            then.run();
            return;
        }
        whenEnded.add(then);
        program.terminate();
        pod.after(gracePeriod, () -> kill("Error"));
    }

    /** SIGKILL. */
    private void kill(String reason) {
        if (isRunning()) {
            program.kill();
            ended(137, reason);
        }
    }

    /** The kubelet stops: nothing more to tell. */
    void drop() {
        if (program != null && program.isRunning()) {
            program.kill();
            sessions.close();
        }
        kubelet.logs().end(pod.uid(), name());
    }

    // What others ask

    boolean isRunning() {
        return state.containsKey("running");
    }

    /** As a containerStatus has it; without a reason when it waits. */
    Map<String, Object> state() {
        return state;
    }

    /** In the kubelet's uptime, as endedAt. */
    double startedAt() {
        return startedAt;
    }

    double endedAt() {
        return endedAt;
    }

    long attempt() {
        return attempt;
    }

    String id() {
        return id;
    }

    Program program() {
        return program;
    }

    /** Commands beside the program, and who is attached to it. */
    Sessions sessions() {
        return sessions;
    }

    Map<String, Object> spec() {
        return spec;
    }

    String name() {
        return Json.text(spec, "name");
    }
}
