package demoapp.playground.node;

import java.util.Map;
import java.util.stream.Stream;

import demoapp.json.Json;

/** A pod's phase, from its containers' statuses. See getPhase in pkg/kubelet/kubelet_pods.go. */
final class PodPhase {
    private final Map<String, Object> pod;
    private final Map<String, Object> status;
    private int pendingInits;
    private int failedInits;
    private int running;
    private int waiting;
    private int stopped;
    private int succeeded;

    private PodPhase(Map<String, Object> pod, Map<String, Object> status) {
        this.pod = pod;
        this.status = status;
        for (var spec : Containers.inits(pod)) {
            var container = Containers.of(status, Json.text(spec, "name"));
            if (Containers.isSidecar(spec)) {
                countSidecar(container);
            } else {
                countInit(container);
            }
        }
        Containers.regular(pod).forEach(spec -> countRegular(Containers.of(status, Json.text(spec, "name"))));
    }

    /** @param terminal whether all is over: nothing is restarted any more */
    static String of(Map<String, Object> pod, Map<String, Object> status, boolean terminal) {
        return new PodPhase(pod, status).phase(terminal);
    }

    private void countInit(Map<String, Object> container) {
        var ended = Stream.of("state", "lastState").map(state -> Json.map(container, state, "terminated"))
                .filter(state -> !state.isEmpty()).findFirst();
        if (Json.at(container, "state", "running") != null || ended.isEmpty()) {
            pendingInits++;
        } else if (Json.number(ended.get(), 0, "exitCode") != 0) {
            failedInits++;
        }
    }

    private void countSidecar(Map<String, Object> container) {
        if (Json.at(container, "state", "running") != null) {
            running++;
            pendingInits += Json.truth(container, "started") ? 0 : 1;
        } else if (Json.at(container, "state", "terminated") == null
                && Json.at(container, "lastState", "terminated") == null) {
            pendingInits++;
            waiting++;
        }
    }

    private void countRegular(Map<String, Object> container) {
        if (Json.at(container, "state", "running") != null) {
            running++;
        } else if (Json.at(container, "state", "terminated") != null) {
            stopped++;
            succeeded += Json.number(container, 1, "state", "terminated", "exitCode") == 0 ? 1 : 0;
        } else if (Json.at(container, "lastState", "terminated") != null) {
            stopped++;
        } else {
            waiting++;
        }
    }

    private String phase(boolean terminal) {
        var policy = Json.text(pod, "spec", "restartPolicy");
        if (failedInits > 0 && policy.equals("Never")) {
            return "Failed";
        }
        // An init container that failed keeps the others waiting.
        if (pendingInits > 0 && !hasBegun(pod, status) || waiting > 0) {
            return "Pending";
        }
        if (running > 0) {
            return "Running";
        }
        if (stopped == 0) {
            return "Pending";
        }
        if (!terminal && policy.equals("Always")) {
            return "Running";
        }
        if (stopped == succeeded) {
            return "Succeeded";
        }
        return terminal || policy.equals("Never") ? "Failed" : "Running";
    }

    /** Whether any regular container runs or has run. */
    static boolean hasBegun(Map<String, Object> pod, Map<String, Object> status) {
        return Containers.regular(pod).stream().map(spec -> Containers.of(status, Json.text(spec, "name")))
                .anyMatch(container -> Json.at(container, "state", "running") != null
                        || Json.at(container, "state", "terminated") != null);
    }
}
