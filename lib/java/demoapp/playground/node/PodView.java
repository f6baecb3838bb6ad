package demoapp.playground.node;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import demoapp.json.Json;

/**
 * What the kubelet has last seen of a pod in the container runtime.
 *
 * @param sandbox whether the pod's sandbox is there and ready
 * @param sandboxes how many it has had
 * @param ip the sandbox's address, kept when it is gone; "" before
 * @param runs of all containers, newest first
 */
record PodView(boolean sandbox, int sandboxes, String ip, List<Run> runs) {
    static final PodView EMPTY = new PodView(false, 0, "", List.of());

    /** A container's run, and its state then. */
    record Run(ContainerRun run, Map<String, Object> state) {
        boolean isRunning() {
            return state.containsKey("running");
        }

        boolean isExited() {
            return state.containsKey("terminated");
        }

        boolean isSuccess() {
            return Json.number(state, -1, "terminated", "exitCode") == 0;
        }
    }

    List<Run> of(String container) {
        return runs.stream().filter(seen -> seen.run.name().equals(container)).toList();
    }

    Optional<Run> latest(String container) {
        return runs.stream().filter(seen -> seen.run.name().equals(container)).findFirst();
    }

    List<ContainerRun> running() {
        return runs.stream().filter(Run::isRunning).map(Run::run).toList();
    }
}
