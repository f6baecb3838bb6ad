package demoapp.playground.node;

import java.util.ArrayList;
import java.util.List;

import demoapp.json.Json;

/** Stops containers as the kubelet does: preStop hook, SIGTERM, SIGKILL; sidecars after the others, in reverse. */
final class PodStop {
    /** A container has so long at least. */
    private static final double SHORTEST = 2;

    private final PodWorker pod;
    private final List<ContainerRun> left = new ArrayList<>();
    private final List<Runnable> waiting = new ArrayList<>();

    PodStop(PodWorker pod) {
        this.pod = pod;
    }

    void stopAll(List<ContainerRun> runs, double gracePeriod, Runnable then) {
        if (runs.isEmpty()) {
            then.run();
            return;
        }
        left.addAll(runs);
        for (var run : runs) {
            stop(run, "Stopping container " + run.name(), gracePeriod, () -> {
                left.remove(run);
                var turns = List.copyOf(waiting);
                waiting.clear();
                turns.forEach(Runnable::run);
                if (left.isEmpty()) {
                    then.run();
                }
            });
        }
    }

    void stop(ContainerRun run, String message, double gracePeriod, Runnable then) {
        pod.event(run.spec(), "Normal", "Killing", message);
        var began = pod.kubelet().uptime();
        var hook = Json.map(run.spec(), "lifecycle", "preStop");
        if (hook.isEmpty() || gracePeriod <= 0) {
            inTurn(run, began + gracePeriod, then);
            return;
        }
        var over = new boolean[1];
        Runnable next = () -> {
            if (!over[0]) {
                over[0] = true;
                inTurn(run, began + gracePeriod, then);
            }
        };
        pod.after(gracePeriod, next);
        new Hook(pod, run).run(hook, failure -> {
            if (failure != null) {
                pod.event(run.spec(), "Warning", "FailedPreStopHook", "PreStopHook failed");
            }
            next.run();
        });
    }

    private void inTurn(ContainerRun run, double until, Runnable then) {
        if (Containers.isSidecar(run.spec()) && left.stream().anyMatch(other -> other != run && isBefore(other, run))) {
            waiting.add(() -> inTurn(run, until, then));
        } else {
            run.stop(Math.max(SHORTEST, until - pod.kubelet().uptime()), then);
        }
    }

    private boolean isBefore(ContainerRun other, ContainerRun sidecar) {
        var inits = Containers.inits(pod.object()).stream().map(init -> Json.text(init, "name")).toList();
        return !inits.contains(other.name()) || inits.indexOf(other.name()) > inits.indexOf(sidecar.name());
    }
}
