package demoapp.playground.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.controllers.Conditions;
import demoapp.playground.controllers.Pods;

/**
 * A pod's status as the kubelet sees it, without the timestamps of its conditions.
 * See generateAPIPodStatus in pkg/kubelet/kubelet_pods.go and pkg/kubelet/status/generate.go.
 */
final class PodStatus {
    private PodStatus() { }

    /**
     * @param before as it was reported last
     * @param terminal whether nothing is restarted any more
     */
    static Map<String, Object> of(PodWorker pod, PodView view, Map<String, Object> before, boolean terminal) {
        var object = pod.object();
        var status = Json.object();
        var containers = new ContainerStatuses(pod, view, before);
        if (!Containers.inits(object).isEmpty()) {
            status.put("initContainerStatuses", containers.inits());
        }
        status.put("containerStatuses", containers.regular());
        if (!Containers.ephemeral(object).isEmpty()) {
            status.put("ephemeralContainerStatuses", containers.ephemeral());
        }
        var phase = isTerminal(before) ? Json.text(before, "phase") : PodPhase.of(object, status, terminal);
        if (phase.equals(Json.text(before, "phase"))) {
            Json.set(status, before.get("reason"), "reason");
            Json.set(status, before.get("message"), "message");
        }
        if (pod.isOverdue()) {
            phase = "Failed";
            status.put("reason", "DeadlineExceeded");
            status.put("message", PodWorker.OVERDUE);
        }
        status.put("phase", phase);
        Json.set(status, view.ip().isEmpty() ? null : view.ip(), "podIP");
        status.put("conditions", List.of(
                condition("PodReadyToStartContainers", view.sandbox(), "", ""), initialized(object, status),
                ready(object, status), containersReady(object, status, "ContainersReady"),
                condition("PodScheduled", true, "", "")));
        return status;
    }

    static boolean isTerminal(Map<String, Object> status) {
        return Pods.isFinished(Map.of("status", status));
    }

    /** The same status, with the conditions that depend on the containers' readiness judged anew. */
    static void judgeReadiness(Map<String, Object> pod, Map<String, Object> status) {
        var conditions = new ArrayList<Object>();
        for (var condition : Json.maps(status, "conditions")) {
            conditions.add(switch (Json.text(condition, "type")) {
                case "Ready" -> ready(pod, status);
                case "ContainersReady" -> containersReady(pod, status, "ContainersReady");
                default -> condition;
            });
        }
        status.put("conditions", conditions);
    }

    private static Map<String, Object> initialized(Map<String, Object> pod, Map<String, Object> status) {
        if (status.get("phase").equals("Succeeded")) {
            return condition("Initialized", true, "PodCompleted", "");
        }
        var incomplete = Containers.inits(pod).stream().filter(spec -> {
            var container = Containers.of(status, Json.text(spec, "name"));
            return !Json.truth(container, Containers.isSidecar(spec) ? "started" : "ready");
        }).map(spec -> Json.text(spec, "name")).toList();
        return incomplete.isEmpty() || PodPhase.hasBegun(pod, status) ? condition("Initialized", true, "", "")
                : condition("Initialized", false, "ContainersNotInitialized",
                        "containers with incomplete status: [%s]".formatted(String.join(" ", incomplete)));
    }

    private static Map<String, Object> ready(Map<String, Object> pod, Map<String, Object> status) {
        var containers = containersReady(pod, status, "Ready");
        if (containers.get("status").equals("False")) {
            return containers;
        }
        var messages = new ArrayList<String>();
        for (var gate : Json.maps(pod, "spec", "readinessGates")) {
            var type = Json.text(gate, "conditionType");
            var state = Json.text(Conditions.find(Json.map(pod, "status"), type), "status");
            if (state.isEmpty()) {
                messages.add("corresponding condition of pod readiness gate \"%s\" does not exist.".formatted(type));
            } else if (!state.equals("True")) {
                messages.add("the status of pod readiness gate \"%s\" is not \"True\", but %s".formatted(type, state));
            }
        }
        return messages.isEmpty() ? condition("Ready", true, "", "")
                : condition("Ready", false, "ReadinessGatesNotReady", String.join(", ", messages));
    }

    private static Map<String, Object> containersReady(Map<String, Object> pod, Map<String, Object> status,
                                                       String type) {
        if (isTerminal(status)) {
            return condition(type, false, status.get("phase").equals("Succeeded") ? "PodCompleted" : "PodFailed", "");
        }
        var unready = Containers.all(pod).stream()
                .filter(spec -> Containers.isSidecar(spec) || !Containers.isInit(pod, spec))
                .map(spec -> Json.text(spec, "name"))
                .filter(name -> !Json.truth(Containers.of(status, name), "ready")).toList();
        return unready.isEmpty() ? condition(type, true, "", "") : condition(type, false, "ContainersNotReady",
                "containers with unready status: [%s]".formatted(String.join(" ", unready)));
    }

    private static Map<String, Object> condition(String type, boolean status, String reason, String message) {
        var condition = Json.object("type", type, "status", status ? "True" : "False");
        Json.set(condition, reason.isEmpty() ? null : reason, "reason");
        Json.set(condition, message.isEmpty() ? null : message, "message");
        return condition;
    }

    /** The condition with its times: lastTransitionTime is kept while the status stays. */
    static Map<String, Object> timed(Map<String, Object> condition, Map<String, Object> before, String now) {
        var same = condition.get("status").equals(before.get("status"));
        var fresh = Json.object("type", condition.get("type"), "status", condition.get("status"),
                "lastProbeTime", null, "lastTransitionTime", same ? before.get("lastTransitionTime") : now);
        Json.set(fresh, condition.get("reason"), "reason");
        Json.set(fresh, condition.get("message"), "message");
        return fresh;
    }
}
