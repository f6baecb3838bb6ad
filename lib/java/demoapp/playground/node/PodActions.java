package demoapp.playground.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import demoapp.json.Json;

/**
 * What has to be done so that a pod's containers run as its spec says.
 * See computePodActions in pkg/kubelet/kuberuntime/kuberuntime_manager.go.
 */
final class PodActions {
    /**
     * @param message what the event says of it; "" for the usual one
     * @param probe whose failure is the reason: `startup`, `liveness`, or ""
     */
    record Kill(ContainerRun run, String message, String probe) { }

    private final Map<String, Object> pod;
    private final PodView view;
    private final Probes probes;
    private final List<Map<String, Object>> initsToStart = new ArrayList<>();
    private final List<Map<String, Object>> toStart = new ArrayList<>();
    private final List<Kill> toKill = new ArrayList<>();
    private boolean killPod;
    private boolean createSandbox;

    PodActions(Map<String, Object> pod, PodView view, Probes probes) {
        this.pod = pod;
        this.view = view;
        this.probes = probes;
        if (!view.sandbox()) {
            beginAgain();
        } else if (initialize()) {
            keep();
        }
    }

    /** Without a sandbox all begins with the first container. */
    private void beginAgain() {
        killPod = true;
        if (!Containers.restartsOnFailure(pod) && view.sandboxes() > 0 && !view.runs().isEmpty()) {
            return;
        }
        var regular = Containers.regular(pod).stream().filter(spec ->
                !Json.text(pod, "spec", "restartPolicy").equals("OnFailure")
                || view.latest(Json.text(spec, "name")).filter(PodView.Run::isSuccess).isEmpty()).toList();
        if (regular.isEmpty()) {
            return;
        }
        createSandbox = true;
        var inits = Containers.inits(pod);
        if (inits.isEmpty()) {
            toStart.addAll(regular);
        } else {
            initsToStart.add(inits.get(0));
        }
    }

    /** Goes on with the init containers, from the last one backwards. Says whether all have done what they have to. */
    private boolean initialize() {
        var inits = Containers.inits(pod);
        if (inits.isEmpty()) {
            return true;
        }
        var initialized = Containers.regular(pod).stream().anyMatch(spec ->
                view.latest(Json.text(spec, "name")).filter(seen -> !seen.isExited()).isPresent());
        var before = initialized;
        for (var i = inits.size() - 1; i >= 0; i--) {
            var spec = inits.get(i);
            var sidecar = Containers.isSidecar(spec);
            var latest = view.latest(Json.text(spec, "name"));
            if (latest.isEmpty()) {
                if (before && sidecar) {
                    initsToStart.add(0, spec);
                }
                continue;
            }
            if (before && !sidecar) {
                continue;
            }
            var done = sidecar ? latest.get().isRunning() && isStarted(spec, latest.get().run())
                    : latest.get().isExited() && latest.get().isSuccess();
            if (done && i == inits.size() - 1) {
                initialized = true;
            } else if (done && !before) {
                initsToStart.add(0, inits.get(i + 1));
            }
            if (sidecar && latest.get().isRunning()) {
                killUnhealthySidecar(spec, latest.get().run());
            } else if (!done && !latest.get().isRunning()) {
                if (!sidecar && latest.get().isExited() && !Containers.restartsOnFailure(pod)) {
                    killPod = true;
                    initsToStart.clear();
                    return false;
                }
                initsToStart.add(0, spec);
            }
            before = true;
        }
        if (!before) {
            initsToStart.add(inits.get(0));
        }
        return initialized;
    }

    private boolean isStarted(Map<String, Object> spec, ContainerRun run) {
        return !spec.containsKey("startupProbe") || probes.result("startup", run.id()) == Probes.Result.SUCCESS;
    }

    private void killUnhealthySidecar(Map<String, Object> spec, ContainerRun run) {
        var probe = failed(run);
        if (!probe.isEmpty()) {
            toKill.add(new Kill(run, "Init container %s failed %s probe".formatted(run.name(), probe), probe));
            initsToStart.add(0, spec);
        } else if (isChanged(spec, run)) {
            toKill.add(new Kill(run, "Init container %s definition changed".formatted(run.name()), ""));
            initsToStart.add(0, spec);
        }
    }

    /** Starts the regular containers that do not run, and kills those that should not. */
    private void keep() {
        var kept = 0;
        for (var spec : Containers.regular(pod)) {
            var latest = view.latest(Json.text(spec, "name"));
            if (latest.isEmpty() || !latest.get().isRunning()) {
                if (Containers.hasToStart(pod, spec, view)) {
                    toStart.add(spec);
                }
                continue;
            }
            var run = latest.get().run();
            var probe = failed(run);
            if (probe.isEmpty() && !isChanged(spec, run)) {
                kept++;
                continue;
            }
            var restart = isChanged(spec, run) || Containers.restartsOnFailure(pod);
            var message = "Container %s %s%s".formatted(run.name(), isChanged(spec, run) ? "definition changed"
                    : "failed " + probe + " probe", restart ? ", will be restarted" : "");
            toKill.add(new Kill(run, message, probe));
            if (restart) {
                toStart.add(spec);
            }
        }
        if (kept == 0 && toStart.isEmpty()) {
            killPod = true;
            initsToStart.clear();
        }
    }

    private String failed(ContainerRun run) {
        for (var kind : List.of("liveness", "startup")) {
            if (probes.result(kind, run.id()) == Probes.Result.FAILURE) {
                return kind;
            }
        }
        return "";
    }

    /** An image is all that can be changed in a pod. */
    private static boolean isChanged(Map<String, Object> spec, ContainerRun run) {
        return !spec.get("image").equals(run.spec().get("image"));
    }

    boolean killPod() {
        return killPod;
    }

    boolean createSandbox() {
        return createSandbox;
    }

    List<Map<String, Object>> initsToStart() {
        return initsToStart;
    }

    List<Map<String, Object>> toStart() {
        return toStart;
    }

    List<Kill> toKill() {
        return toKill;
    }
}
