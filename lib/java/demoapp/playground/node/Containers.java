package demoapp.playground.node;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import demoapp.json.Json;
import demoapp.playground.controllers.Pods;

/** What the kubelet asks of a pod's containers, as its spec and status have them. */
final class Containers {
    private Containers() { }

    /** Init containers first. */
    static List<Map<String, Object>> all(Map<String, Object> pod) {
        return Stream.concat(inits(pod).stream(), regular(pod).stream()).toList();
    }

    static List<Map<String, Object>> inits(Map<String, Object> pod) {
        return Json.maps(pod, "spec", "initContainers");
    }

    /** Those that were added for debugging: each runs once. */
    static List<Map<String, Object>> ephemeral(Map<String, Object> pod) {
        return Json.maps(pod, "spec", "ephemeralContainers");
    }

    static List<Map<String, Object>> regular(Map<String, Object> pod) {
        return Json.maps(pod, "spec", "containers");
    }

    /** The containerStatus of that name, wherever it is; empty when there is none. */
    static Map<String, Object> status(Map<String, Object> pod, String name) {
        return of(Json.map(pod, "status"), name);
    }

    /** The same, from a status. */
    static Map<String, Object> of(Map<String, Object> status, String name) {
        return Stream.of("initContainerStatuses", "containerStatuses", "ephemeralContainerStatuses")
                .flatMap(list -> Json.maps(status, list).stream())
                .filter(container -> name.equals(container.get("name"))).findFirst().orElse(Map.of());
    }

    /** A restartable init container. */
    static boolean isSidecar(Map<String, Object> spec) {
        return Json.text(spec, "restartPolicy").equals("Always");
    }

    static boolean isInit(Map<String, Object> pod, Map<String, Object> spec) {
        return inits(pod).stream().anyMatch(init -> init.get("name").equals(spec.get("name")));
    }

    static boolean restartsOnFailure(Map<String, Object> pod) {
        return !Json.text(pod, "spec", "restartPolicy").equals("Never");
    }

    /** Whether a container that does not run has to, be it for the first time or again. */
    static boolean hasToStart(Map<String, Object> pod, Map<String, Object> spec, PodView view) {
        var latest = view.latest(Json.text(spec, "name"));
        if (Pods.isTerminating(pod) || latest.isPresent() && latest.get().isRunning()) {
            return false;
        }
        if (latest.isEmpty() || !latest.get().isExited()) {
            return true;
        }
        return switch (Json.text(pod, "spec", "restartPolicy")) {
            case "Never" -> false;
            case "OnFailure" -> !latest.get().isSuccess();
            default -> true;
        };
    }
}
