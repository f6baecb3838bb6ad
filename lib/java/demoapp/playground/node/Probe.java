package demoapp.playground.node;

import java.util.Map;
import java.util.Optional;

import demoapp.json.Json;
import demoapp.playground.controllers.Pods;

/** Asks one container again and again whether it is started, ready or alive. See pkg/kubelet/prober/worker.go. */
final class Probe {
    /** No probe is answered at the very moment that somebody asks for it. */
    private static final double ANSWER = 0.02;

    private final PodWorker pod;
    private final Map<String, Object> container;
    private final Map<String, Object> spec;
    private final String kind;
    private String runId = "";
    private Probes.Result last;
    private long repeated;
    private int ticker;
    private boolean onHold;
    private boolean triggered;
    private boolean asking;
    private boolean stopped;

    /** @param kind `startup`, `readiness` or `liveness` */
    Probe(PodWorker pod, Map<String, Object> container, String kind) {
        this.pod = pod;
        this.container = container;
        this.kind = kind;
        this.spec = Json.map(container, kind + "Probe");
    }

    /** Asks now, then every period. */
    void begin() {
        var mine = ++ticker;
        ask();
        pod.after(Math.max(1, Json.number(spec, 10, "periodSeconds")), () -> {
            if (mine == ticker && !stopped) {
                begin();
            }
        });
    }

    /** Somebody needs to know: asks out of turn, and from then on every period. */
    void trigger() {
        if (!triggered) {
            triggered = true;
            pod.after(ANSWER, () -> {
                triggered = false;
                if (!stopped) {
                    begin();
                }
            });
        }
    }

    void stop() {
        stopped = true;
    }

    private void ask() {
        if (stopped || asking) {
            return;
        }
        var status = Containers.of(pod.status().current(), Json.text(container, "name"));
        var id = Json.text(status, "containerID");
        if (id.isEmpty()) {
            return;
        }
        if (!id.equals(runId)) {
            begin(id);
        }
        if (onHold) {
            return;
        }
        var startedAt = Json.text(status, "state", "running", "startedAt");
        if (startedAt.isEmpty()) {
            pod.probes().found(kind, runId, Probes.Result.FAILURE);
        } else if (Pods.isTerminating(pod.object()) && !kind.equals("readiness")) {
            stopped = true;
        } else if (isDue() && Json.truth(status, "started") != kind.equals("startup")) {
            perform();
        }
    }

    /** The container runs anew. */
    private void begin(String id) {
        pod.probes().forget(kind, runId);
        runId = id;
        onHold = false;
        pod.probes().found(kind, id, switch (kind) {
            case "readiness" -> Probes.Result.FAILURE;
            case "liveness" -> Probes.Result.SUCCESS;
            default -> Probes.Result.UNKNOWN;
        });
    }

    private Optional<ContainerRun> run() {
        return pod.runtime().runs().stream().filter(run -> run.id().equals(runId)).findFirst();
    }

    private boolean isDue() {
        // As the status tells it: in whole seconds, which do not begin when the kubelet's looks do.
        var started = Math.floor(run().map(ContainerRun::startedAt).orElse(0.0) + 0.5) - 0.5;
        return pod.kubelet().uptime() - started >= Json.number(spec, 0, "initialDelaySeconds");
    }

    private void perform() {
        var run = run();
        if (run.isEmpty()) {
            return;
        }
        asking = true;
        new ProbeAction(pod, run.get(), spec).ask(answer -> {
            asking = false;
            if (!stopped && run.get().id().equals(runId)) {
                judge(answer);
            }
        });
    }

    private void judge(ProbeAction.Answer answer) {
        var title = Character.toUpperCase(kind.charAt(0)) + kind.substring(1);
        if (answer.result() == Probes.Result.UNKNOWN) {
            pod.event(container, "Warning", "Unhealthy", "%s probe errored: %s".formatted(title, answer.message()));
            return;
        }
        if (answer.result() == Probes.Result.FAILURE) {
            pod.event(container, "Warning", "Unhealthy", "%s probe failed: %s".formatted(title, answer.message()));
        }
        repeated = answer.result() == last ? repeated + 1 : 1;
        last = answer.result();
        var threshold = last == Probes.Result.FAILURE ? Json.number(spec, 3, "failureThreshold")
                : Json.number(spec, 1, "successThreshold");
        if (repeated < threshold) {
            return;
        }
        pod.probes().found(kind, runId, last);
        if (last == Probes.Result.FAILURE && !kind.equals("readiness")) {
            onHold = true; // until the container runs anew
            repeated = 0;
        }
    }

    String kind() {
        return kind;
    }

    boolean is(String someKind, String name) {
        return kind.equals(someKind) && name.equals(container.get("name"));
    }
}
