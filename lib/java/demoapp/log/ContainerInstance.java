package demoapp.log;

import java.util.List;
import java.util.Map;

import demoapp.json.Json;

/**
 * Which of a container's instances, one after each restart, its log is of; by the kubelet's own rule:
 * https://github.com/kubernetes/kubernetes/blob/v1.32.0/pkg/kubelet/kubelet_pods.go (validateContainerLogStatus).
 *
 * @param id       "" before the first has started
 * @param running  whether it may still write
 * @param previous the id of the instance that ended last, or ""
 * @param restarts how often the container was started again
 * @param waiting  why there is none, or no new one, or ""
 */
record ContainerInstance(String id, boolean running, String previous, long restarts, String waiting) {
    private static final List<String> STATUSES =
            List.of("initContainerStatuses", "containerStatuses", "ephemeralContainerStatuses");

    static ContainerInstance of(Map<String, Object> pod, String container) {
        var status = STATUSES.stream().flatMap(field -> Json.maps(pod, "status", field).stream())
                .filter(one -> container.equals(one.get("name"))).findFirst().orElse(Map.of());
        var state = Json.map(status, "state");
        var previous = Json.text(status, "lastState", "terminated", "containerID");
        var running = state.containsKey("running");
        var ended = Json.text(state, "terminated", "containerID");
        return new ContainerInstance(running ? Json.text(status, "containerID") : ended.isEmpty() ? previous : ended,
                running, previous, Json.number(status, 0, "restartCount"), Json.text(state, "waiting", "reason"));
    }

    /** Whether there was one before. While a container waits to be started again, the last that ended is the present one. */
    boolean hasPrevious() {
        return !previous.isEmpty() && !previous.equals(id);
    }
}
