package demoapp.playground.node;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.controllers.Conditions;
import demoapp.playground.controllers.Pods;
import demoapp.playground.store.ApiException;
import demoapp.playground.store.Deletion;
import demoapp.playground.store.Kinds;

/** Keeps one pod's status and reports it to the API server. See pkg/kubelet/status/status_manager.go. */
final class StatusManager {
    private static final List<String> OWN = List.of("PodReadyToStartContainers", "Initialized", "Ready",
            "ContainersReady", "PodScheduled");

    private final Kubelet kubelet;
    private final PodWorker pod;
    private Map<String, Object> cached = Map.of();
    private boolean stopped;

    StatusManager(Kubelet kubelet, PodWorker pod) {
        this.kubelet = kubelet;
        this.pod = pod;
    }

    /** What was set last; what the API server has before anything was. */
    Map<String, Object> current() {
        return cached.isEmpty() ? Json.map(pod.object(), "status") : cached;
    }

    Map<String, Object> generate(PodView view, boolean terminal) {
        return PodStatus.of(pod, view, current(), terminal);
    }

    void set(Map<String, Object> status) {
        if (!Json.same(status, cached) || Pods.isTerminating(pod.object())) {
            cached = status;
            report();
        }
    }

    /** A probe says whether a run is ready. */
    void setReady(String runId, boolean ready) {
        change(runId, "ready", ready);
    }

    void setStarted(String runId, boolean started) {
        change(runId, "started", started);
    }

    private void change(String runId, String field, boolean value) {
        var status = Json.copy(cached);
        var changed = false;
        for (var container : Containers.all(pod.object())) {
            var of = Containers.of(status, Json.text(container, "name"));
            if (runId.equals(of.get("containerID")) && !Boolean.valueOf(value).equals(of.get(field))) {
                of.put(field, value);
                changed = true;
            }
        }
        if (changed) {
            PodStatus.judgeReadiness(pod.object(), status);
            set(status);
        }
    }

    /** No container runs any more: now a terminal phase may be told. */
    void stopped() {
        stopped = true;
    }

    /** The pod's life on the node is over: whatever has not ended in sight has failed, and a deleted pod goes. */
    void terminate() {
        var status = Json.copy(current());
        for (var spec : Containers.all(pod.object())) {
            var container = Containers.of(status, Json.text(spec, "name"));
            if (Json.at(container, "state", "terminated") == null && hasBegun(spec)) {
                container.put("state",
                        ContainerStatuses.unknown("The container could not be located when the pod was terminated"));
            }
        }
        if (!PodStatus.isTerminal(status)) {
            status.put("phase", "Failed");
        }
        cached = status;
        stopped = true;
        report();
        if (Pods.isTerminating(pod.object())) {
            remove();
        }
    }

    /** Whether the container's turn had come: the first one's has always, a regular one's after initialization. */
    private boolean hasBegun(Map<String, Object> spec) {
        var inits = Containers.inits(pod.object());
        var at = inits.stream().map(init -> init.get("name")).toList().indexOf(spec.get("name"));
        if (inits.isEmpty() || at == 0 || PodPhase.hasBegun(pod.object(), current())) {
            return true;
        }
        return inits.subList(at < 0 ? inits.size() - 1 : at, inits.size()).stream()
                .map(init -> Containers.of(current(), Json.text(init, "name")))
                .anyMatch(init -> at < 0 ? Json.number(init, -1, "state", "terminated", "exitCode") == 0
                        : Json.at(init, "state", "waiting") == null);
    }

    private void report() {
        try {
            kubelet.registry().updateStatus(Kinds.POD, pod.namespace(), pod.name(), "kubelet", fresh -> {
                if (pod.uid().equals(Json.text(fresh, "metadata", "uid"))) {
                    merge(Json.child(fresh, "status"));
                }
                return fresh;
            });
        } catch (ApiException gone) {
            if (!gone.notFound()) {
                throw gone;
            }
        }
    }

    private void merge(Map<String, Object> status) {
        var before = new LinkedHashMap<>(status);
        if (stopped || !PodStatus.isTerminal(cached)) {
            for (var field : List.of("phase", "reason", "message")) {
                Json.set(status, cached.get(field), field);
            }
        }
        var conditions = new ArrayList<Object>();
        Json.maps(before, "conditions").stream().filter(c -> !OWN.contains(c.get("type"))).forEach(conditions::add);
        for (var condition : Json.maps(cached, "conditions")) {
            conditions.add(PodStatus.timed(condition, Conditions.find(before, Json.text(condition, "type")),
                    kubelet.timestamp()));
        }
        status.put("conditions", conditions);
        status.put("hostIP", kubelet.hostIp());
        status.put("hostIPs", List.of(Json.object("ip", kubelet.hostIp())));
        var ip = Json.text(cached, "podIP");
        if (!ip.isEmpty()) {
            status.put("podIP", ip);
            status.put("podIPs", List.of(Json.object("ip", ip)));
        }
        status.putIfAbsent("startTime", kubelet.timestamp());
        for (var list : List.of("initContainerStatuses", "containerStatuses", "ephemeralContainerStatuses")) {
            Json.set(status, Json.copyOf(cached.get(list)), list);
        }
        var qos = status.remove("qosClass");
        Json.set(status, qos, "qosClass");
    }

    private void remove() {
        try {
            kubelet.registry().delete(Kinds.POD, pod.namespace(), pod.name(),
                    new Deletion("Background", 0L, pod.uid(), null, false));
        } catch (ApiException gone) {
            if (!gone.notFound() && !gone.reason().equals("Conflict")) {
                throw gone;
            }
        }
    }
}
