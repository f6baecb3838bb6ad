package demoapp.playground.api;

import java.util.List;
import java.util.Map;

import demoapp.json.Json;

/** The columns of a pod that have rules of their own: Ready, Status, Restarts. */
final class PodColumns {
    private PodColumns() { }

    static String ready(Map<String, Object> pod) {
        var statuses = Json.maps(pod, "status", "containerStatuses");
        var sidecars = Json.maps(pod, "spec", "initContainers").stream()
                .filter(c -> "Always".equals(c.get("restartPolicy"))).map(c -> Json.text(c, "name")).toList();
        var readySidecars = Json.maps(pod, "status", "initContainerStatuses").stream()
                .filter(s -> sidecars.contains(Json.text(s, "name")) && Json.truth(s, "ready")).count();
        var ready = statuses.stream().filter(s -> Json.truth(s, "ready")).count() + readySidecars;
        return ready + "/" + (Json.list(pod, "spec", "containers").size() + sidecars.size());
    }

    static String restarts(Map<String, Object> pod) {
        var statuses = Json.maps(pod, "status", "containerStatuses");
        var count = statuses.stream().mapToLong(s -> Json.number(s, 0, "restartCount")).sum();
        var last = statuses.stream().map(s -> Json.text(s, "lastState", "terminated", "finishedAt"))
                .max(String::compareTo).orElse("");
        return count == 0 || last.isEmpty() ? Long.toString(count) : count + " (" + Tables.age(last) + " ago)";
    }

    /** The phase, unless something says more: an init container, a waiting or failed container, the deletion. */
    static String status(Map<String, Object> pod) {
        var status = Json.text(pod, "status", "reason");
        if (status.isEmpty()) {
            status = Json.text(pod, "status", "phase");
        }
        if (Json.maps(pod, "status", "conditions").stream().anyMatch(c -> "PodScheduled".equals(c.get("type"))
                && "SchedulingGated".equals(c.get("reason")))) {
            status = "SchedulingGated";
        }
        var init = initStatus(pod);
        if (!init.isEmpty()) {
            status = init;
        } else {
            status = containerStatus(pod, status);
        }
        if (Json.at(pod, "metadata", "deletionTimestamp") != null && !List.of("Succeeded", "Failed")
                .contains(Json.text(pod, "status", "phase"))) {
            return "Terminating";
        }
        return status;
    }

    private static String initStatus(Map<String, Object> pod) {
        var inits = Json.maps(pod, "status", "initContainerStatuses");
        var total = Json.list(pod, "spec", "initContainers").size();
        for (var i = 0; i < inits.size(); i++) {
            var state = Json.map(inits.get(i), "state");
            var terminated = Json.map(state, "terminated");
            if (!terminated.isEmpty() && Json.number(terminated, 0, "exitCode") == 0
                    || sidecarStarted(pod, inits.get(i))) {
                continue;
            }
            if (!terminated.isEmpty()) {
                return "Init:" + ended(terminated);
            }
            var waiting = Json.text(state, "waiting", "reason");
            return waiting.isEmpty() || waiting.equals("PodInitializing") ? "Init:" + i + "/" + total
                    : "Init:" + waiting;
        }
        return "";
    }

    private static boolean sidecarStarted(Map<String, Object> pod, Map<String, Object> status) {
        return Json.truth(status, "started") && Json.maps(pod, "spec", "initContainers").stream()
                .anyMatch(c -> c.get("name").equals(status.get("name")) && "Always".equals(c.get("restartPolicy")));
    }

    private static String containerStatus(Map<String, Object> pod, String otherwise) {
        var status = otherwise;
        var running = false;
        var statuses = Json.maps(pod, "status", "containerStatuses");
        for (var i = statuses.size() - 1; i >= 0; i--) {
            var state = Json.map(statuses.get(i), "state");
            var waiting = Json.text(state, "waiting", "reason");
            if (!waiting.isEmpty()) {
                status = waiting;
            } else if (state.containsKey("terminated")) {
                status = ended(Json.map(state, "terminated"));
            } else if (Json.truth(statuses.get(i), "ready") && state.containsKey("running")) {
                running = true;
            }
        }
        return status.equals("Completed") && running ? "Running" : status;
    }

    private static String ended(Map<String, Object> terminated) {
        var reason = Json.text(terminated, "reason");
        if (!reason.isEmpty()) {
            return reason;
        }
        return Json.number(terminated, 0, "signal") != 0 ? "Signal:" + Json.text(terminated, "signal")
                : "ExitCode:" + Json.text(terminated, "exitCode");
    }
}
