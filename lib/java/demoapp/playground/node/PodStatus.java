package demoapp.playground.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import demoapp.json.Json;

/**
 * A pod's status as the kubelet reports it, from its containers' states.
 * See https://github.com/kubernetes/kubernetes/blob/v1.32.0/pkg/kubelet/status/generate.go
 */
final class PodStatus {
    private PodStatus() { }

    /** Writes phase, conditions, addresses and containers' statuses into the status; keeps the rest of it. */
    static void write(Map<String, Object> status, PodWorker pod, String now) {
        var phase = phase(pod);
        var over = phase.equals("Succeeded") || phase.equals("Failed");
        if (!over || pod.isOver()) {
            status.put("phase", phase);
        }
        setCondition(status,
                condition("PodReadyToStartContainers", pod.hasSandbox() && !pod.isOver(), null, null), now);
        setCondition(status, initialized(pod, phase), now);
        setCondition(status, ready("Ready", pod, phase), now);
        setCondition(status, ready("ContainersReady", pod, phase), now);
        moveToEnd(status, "PodScheduled");
        status.put("hostIP", pod.hostIp());
        status.put("hostIPs", List.of(Json.object("ip", pod.hostIp())));
        if (pod.hasSandbox()) {
            status.put("podIP", pod.ip());
            status.put("podIPs", List.of(Json.object("ip", pod.ip())));
        }
        status.put("startTime", pod.startTime());
        if (!pod.initContainers().isEmpty()) {
            status.put("initContainerStatuses", statuses(pod.initContainers()));
        }
        status.put("containerStatuses", statuses(pod.containers()));
        var qos = status.remove("qosClass");
        Json.set(status, qos, "qosClass");
    }

    private static List<Object> statuses(List<ContainerWorker> containers) {
        return containers.stream().<Object>map(ContainerWorker::status).toList();
    }

    private static String phase(PodWorker pod) {
        var containers = pod.containers();
        var ended = containers.stream().allMatch(ContainerWorker::hasEnded);
        if (pod.initContainers().stream().anyMatch(ContainerWorker::hasFailedForGood)) {
            return "Failed";
        }
        if (ended) {
            return containers.stream().allMatch(c -> c.state().isSuccess()) ? "Succeeded" : "Failed";
        }
        return pod.isInitialized() && containers.stream().allMatch(c -> c.state().hasRun()) ? "Running" : "Pending";
    }

    private static Map<String, Object> initialized(PodWorker pod, String phase) {
        if (pod.isInitialized()) {
            return condition("Initialized", true, phase.equals("Succeeded") ? "PodCompleted" : null, null);
        }
        var incomplete = pod.initContainers().stream().filter(container -> !container.isInitDone())
                .map(ContainerWorker::name).toList();
        return condition("Initialized", false, "ContainersNotInitialized",
                "containers with incomplete status: [%s]".formatted(String.join(" ", incomplete)));
    }

    private static Map<String, Object> ready(String type, PodWorker pod, String phase) {
        if (phase.equals("Succeeded")) {
            return condition(type, false, "PodCompleted", null);
        }
        if (phase.equals("Failed")) {
            return condition(type, false, "PodFailed", null);
        }
        var unready = pod.containers().stream().filter(container -> !container.state().isReady())
                .map(ContainerWorker::name).toList();
        return unready.isEmpty() ? condition(type, true, null, null) : condition(type, false, "ContainersNotReady",
                "containers with unready status: [%s]".formatted(String.join(" ", unready)));
    }

    private static Map<String, Object> condition(String type, boolean status, String reason, String message) {
        var condition = Json.object("type", type, "status", status ? "True" : "False");
        Json.set(condition, reason, "reason");
        Json.set(condition, message, "message");
        return condition;
    }

    /** Puts the condition in its type's place; lastTransitionTime is kept while the status stays. */
    static void setCondition(Map<String, Object> status, Map<String, Object> condition, String now) {
        var all = new ArrayList<Object>(Json.list(status, "conditions"));
        var type = condition.get("type");
        var at = 0;
        while (at < all.size() && !type.equals(Json.text(all.get(at), "type"))) {
            at++;
        }
        var before = at < all.size() ? all.get(at) : null;
        var same = before != null && condition.get("status").equals(Json.text(before, "status"));
        var fresh = Json.object("type", type, "status", condition.get("status"), "lastProbeTime", null,
                "lastTransitionTime", same ? Json.text(before, "lastTransitionTime") : now);
        Json.set(fresh, condition.get("reason"), "reason");
        Json.set(fresh, condition.get("message"), "message");
        if (before == null) {
            all.add(fresh);
        } else {
            all.set(at, fresh);
        }
        status.put("conditions", all);
    }

    private static void moveToEnd(Map<String, Object> status, String type) {
        var all = new ArrayList<Object>(Json.list(status, "conditions"));
        var moved = all.stream().filter(condition -> type.equals(Json.text(condition, "type"))).toList();
        all.removeAll(moved);
        all.addAll(moved);
        status.put("conditions", all);
    }
}
