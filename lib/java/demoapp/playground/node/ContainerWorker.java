package demoapp.playground.node;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.node.commands.Stdio;
import demoapp.playground.node.programs.Program;
import demoapp.playground.node.programs.Programs;
import demoapp.playground.node.programs.Surroundings;

/** One container's life: its program's runs, its probes, its end, and the back-off before it runs again. */
final class ContainerWorker {
    /** When the kubelet looks again at a container that has crashed. */
    private static final double LOOK = 12.3;
    private static final double LONGEST_BACKOFF = 300;
    /** A container that ran so long starts again with no back-off. */
    private static final double FORGIVEN = 600;

    private final Kubelet kubelet;
    private final PodWorker pod;
    private final Map<String, Object> spec;
    private final boolean init;
    private final ContainerState state;
    private final ContainerStart start;

    private Program program;
    private Program ending;
    private Sessions sessions;
    private double startedAt;
    private double backoff;
    private boolean stopping;

    ContainerWorker(Kubelet kubelet, PodWorker pod, Map<String, Object> spec, boolean init, String waiting) {
        this.kubelet = kubelet;
        this.pod = pod;
        this.spec = spec;
        this.init = init;
        this.state = new ContainerState(spec, waiting);
        this.start = new ContainerStart(kubelet, this, pod.object(), this::startProgram);
    }

    /** The node was rebooted: the run that the status tells of has ended. */
    void resume(Map<String, Object> status) {
        state.resume(status, kubelet.timestamp());
        startedAt = kubelet.uptime();
    }

    // Running

    /** Runs the container for the first time, or again. */
    void run() {
        if (state.hasRun()) {
            state.again();
        }
        start.begin();
    }

    private void startProgram(Map<String, String> environment) {
        if (stopping) {
            return;
        }
        event("Normal", "Created", "Created container: " + name());
        event("Normal", "Started", "Started container " + name());
        state.running(pod.uid(), kubelet.timestamp());
        startedAt = kubelet.uptime();
        var image = Json.text(spec, "image");
        var run = Programs.of(image, command());
        program = run;
        kubelet.logs().begin(pod.uid(), name());
        // The kubelet sees it run only at its next look; a program that ends before is never seen running.
        after(0.5, () -> {
            if (program == run) {
                seenRunning();
            }
        });
        var output = new ContainerOutput(this::log);
        var surroundings = new Surroundings(kubelet.clock(), pod.namespace(), pod.ip(), image,
                kubelet.images().files(image), command(), environment, PodVolumes.workingDir(spec), kubelet.network(),
                PodVolumes.mounts(spec), pod.volumes().folders(spec), new Stdio(Json.truth(spec, "stdin"),
                        Json.truth(spec, "tty"), output, output), output::line, this::exited);
        sessions = new Sessions(run, surroundings, output, Json.truth(spec, "stdinOnce"));
        run.start(surroundings);
    }

    private List<String> command() {
        var command = new ArrayList<>(Json.texts(spec, "command"));
        command.addAll(Json.texts(spec, "args"));
        return command;
    }

    private void log(String text) {
        kubelet.logs().add(pod.uid(), name(), new LogLine(kubelet.clock().now(), text));
    }

    // Probes

    private void seenRunning() {
        var startup = new Probe(this, program, "startup");
        if (startup.isDefined()) {
            pod.changed();
            startup.start(kubelet.uptime() - startedAt);
        } else {
            started();
        }
    }

    private void started() {
        state.started(spec.containsKey("readinessProbe"));
        pod.changed();
        for (var kind : List.of("readiness", "liveness")) {
            var probe = new Probe(this, program, kind);
            if (probe.isDefined()) {
                probe.start(kubelet.uptime() - startedAt);
            }
        }
        if (isSidecar()) {
            pod.nextInitContainer();
        }
    }

    void probeSucceeded(String kind) {
        if (kind.equals("startup")) {
            started();
        } else if (kind.equals("readiness") && state.ready(true)) {
            pod.changed();
        }
    }

    void probeFailed(String kind) {
        if (!kind.equals("readiness")) {
            event("Normal", "Killing", "Container %s failed %s probe, will be restarted".formatted(name(), kind));
            end(Json.number(spec, pod.gracePeriod(), kind + "Probe", "terminationGracePeriodSeconds"));
        } else if (state.ready(false)) {
            pod.changed();
        }
    }

    // Ending

    /** The pod goes: SIGTERM, then SIGKILL after the grace period. */
    void stop(double gracePeriod) {
        stopping = true;
        if (program != null) {
            event("Normal", "Killing", "Stopping container " + name());
            end(gracePeriod);
        }
    }

    private void end(double gracePeriod) {
        if (ending == program) {
            return; // it has been told
        }
        var run = program;
        ending = run;
        run.terminate();
        after(gracePeriod, () -> {
            if (run.isRunning()) {
                run.kill();
                exited(137);
            }
        });
    }

    private void exited(int code) {
        program = null;
        sessions.close();
        state.terminated(code, code == 0 ? "Completed" : "Error", kubelet.timestamp());
        kubelet.logs().end(pod.uid(), name());
        pod.ended(this);
    }

    /** Runs it again: at once the first time, then after 10, 20, 40 … seconds, which the kubelet sees late. */
    void restart() {
        if (kubelet.uptime() - startedAt > FORGIVEN) {
            backoff = 0;
        }
        var wait = backoff;
        backoff = wait == 0 ? 10 : Math.min(LONGEST_BACKOFF, wait * 2);
        if (wait == 0) {
            after(0.2, this::run);
            return;
        }
        var id = "%s_%s(%s)".formatted(pod.name(), pod.namespace(), pod.uid());
        var message = "Back-off restarting failed container %s in pod %s".formatted(name(), id);
        event("Warning", "BackOff", message);
        after(LOOK, () -> {
            if (!stopping) {
                state.backOff("back-off %s restarting failed container=%s pod=%s"
                        .formatted(duration(wait), name(), id));
                pod.changed();
                event("Warning", "BackOff", message);
            }
        });
        after(wait * 1.3, this::run);
    }

    /** As Go prints durations: 10s, 1m20s, 5m0s. */
    private static String duration(double seconds) {
        var whole = (long) seconds;
        return whole < 60 ? whole + "s" : "%dm%ds".formatted(whole / 60, whole % 60);
    }

    /** The pod is gone: nothing more to tell. */
    void drop() {
        stopping = true;
        if (program != null) {
            program.kill();
            sessions.close();
        }
        kubelet.logs().end(pod.uid(), name());
    }

    /** Shows why it cannot be started. */
    void waits(String reason, String message) {
        if (!stopping) {
            state.waiting(reason, message);
            pod.changed();
        }
    }

    // What the pod and the probes ask

    ContainerState state() {
        return state;
    }

    Map<String, Object> status() {
        return state.status(init ? isInitDone() : state.isReady());
    }

    boolean hasEnded() {
        return state.isTerminated() && !pod.restarts(this);
    }

    boolean hasFailedForGood() {
        return hasEnded() && !state.isSuccess();
    }

    boolean isInitDone() {
        return isSidecar() ? state.isStarted() : state.isSuccess();
    }

    /** An init container that goes on. */
    boolean isSidecar() {
        return init && Json.text(spec, "restartPolicy").equals("Always");
    }

    boolean isInit() {
        return init;
    }

    boolean isStopping() {
        return stopping;
    }

    boolean isAlive() {
        return program != null;
    }

    Program program() {
        return program;
    }

    /** With the present run. */
    Sessions sessions() {
        return sessions;
    }

    Map<String, Object> spec() {
        return spec;
    }

    String name() {
        return Json.text(spec, "name");
    }

    String ip() {
        return pod.ip();
    }

    /** A port by its number or its name. */
    int port(Object numberOrName) {
        return numberOrName instanceof Number number ? number.intValue() : Json.maps(spec, "ports").stream()
                .filter(port -> port.get("name") != null && port.get("name").equals(numberOrName))
                .mapToInt(port -> (int) Json.number(port, 0, "containerPort")).findFirst().orElse(0);
    }

    void event(String type, String reason, String message) {
        kubelet.events().record(pod.object(), "spec.%s{%s}".formatted(init ? "initContainers" : "containers", name()),
                type, reason, message);
    }

    /** Later, unless the pod is gone by then. */
    void after(double seconds, Runnable work) {
        kubelet.clock().after(Duration.ofMillis((long) (seconds * 1000)), () -> {
            if (!pod.isDropped()) {
                work.run();
            }
        });
    }
}
