package demoapp.playground.controllers;

import java.util.HashSet;
import java.util.List;
import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.store.Kinds;
import demoapp.playground.store.Registry;
import demoapp.playground.store.Store;

/**
 * Counts how many of a PodDisruptionBudget's pods may be evicted now.
 * See https://github.com/kubernetes/kubernetes/blob/v1.32.0/pkg/controller/disruption/disruption.go
 */
final class DisruptionController extends Controller {
    private final Events events;

    DisruptionController(Registry registry, WorkQueue queue) {
        super(registry, queue);
        events = new Events(registry, "controllermanager");
    }

    @Override
    void changed(Store.Change change) {
        var namespace = Json.text(change.object(), "metadata", "namespace");
        if (change.kind() == Kinds.POD_DISRUPTION_BUDGET) {
            enqueue(namespace, Json.text(change.object(), "metadata", "name"));
        } else if (change.kind() == Kinds.POD) {
            store.list(Kinds.POD_DISRUPTION_BUDGET, namespace).stream()
                    .filter(budget -> selects(budget, change.object()))
                    .forEach(budget -> enqueue(namespace, Json.text(budget, "metadata", "name")));
        }
    }

    private static boolean selects(Map<String, Object> budget, Map<String, Object> pod) {
        return Selectors.matchesOrAll(Json.at(budget, "spec", "selector"), Json.map(pod, "metadata", "labels"));
    }

    @Override
    void reconcile(String namespace, String name) {
        store.get(Kinds.POD_DISRUPTION_BUDGET, namespace, name).ifPresent(budget -> {
            var pods = store.list(Kinds.POD, namespace).stream().filter(pod -> selects(budget, pod)).toList();
            if (pods.isEmpty()) {
                events.normal(budget, "NoPods", "No matching pods found");
            }
            write(budget, pods);
        });
    }

    private void write(Map<String, Object> budget, List<Map<String, Object>> pods) {
        var evicted = Json.copy(Json.map(budget, "status", "disruptedPods"));
        evicted.keySet().removeIf(name -> pods.stream().noneMatch(pod -> name.equals(Json.text(pod, "metadata", "name"))
                && !Pods.isTerminating(pod)));
        var healthy = pods.stream().filter(pod -> Pods.isReady(pod) && !Pods.isTerminating(pod)
                && !evicted.containsKey(Json.text(pod, "metadata", "name"))).count();
        var least = Json.at(budget, "spec", "minAvailable");
        var expected = least instanceof Number ? pods.size() : scale(pods);
        var desired = least != null ? share(least, expected)
                : Math.max(0, expected - share(Json.at(budget, "spec", "maxUnavailable"), expected));
        var allowed = expected <= 0 ? 0 : Math.max(0, healthy - desired);
        registry.updateStatus(Kinds.POD_DISRUPTION_BUDGET, Json.text(budget, "metadata", "namespace"),
                Json.text(budget, "metadata", "name"), MANAGER, fresh -> {
                    var status = Json.child(fresh, "status");
                    status.put("observedGeneration", Json.number(budget, 1, "metadata", "generation"));
                    Json.set(status, evicted.isEmpty() ? null : evicted, "disruptedPods");
                    status.put("disruptionsAllowed", allowed);
                    status.put("currentHealthy", healthy);
                    status.put("desiredHealthy", desired);
                    status.put("expectedPods", expected);
                    status.put("conditions", List.of(condition(status, allowed > 0)));
                    return fresh;
                });
    }

    private Map<String, Object> condition(Map<String, Object> status, boolean allowed) {
        var before = Conditions.find(status, "DisruptionAllowed");
        var value = allowed ? "True" : "False";
        return Json.object("type", "DisruptionAllowed", "status", value,
                "observedGeneration", status.get("observedGeneration"), "lastTransitionTime",
                value.equals(before.get("status")) ? before.get("lastTransitionTime") : clock.timestamp(),
                "reason", allowed ? "SufficientPods" : "InsufficientPods", "message", "");
    }

    /** A percentage is rounded up. */
    private static long share(Object numberOrPercent, long of) {
        if (numberOrPercent instanceof Number number) {
            return number.longValue();
        }
        var text = String.valueOf(numberOrPercent);
        return text.endsWith("%") ? (Integer.parseInt(text.replace("%", "")) * of + 99) / 100 : 0;
    }

    /** How many pods their controllers want altogether. */
    private long scale(List<Map<String, Object>> pods) {
        var counted = new HashSet<String>();
        var scale = 0L;
        for (var pod : pods) {
            var owner = controller(pod);
            if (!owner.isEmpty() && counted.add(Json.text(owner, "metadata", "uid"))) {
                scale += DeploymentArithmetic.replicas(owner);
            }
        }
        return scale;
    }

    private Map<String, Object> controller(Map<String, Object> object) {
        var reference = Owners.controllerOf(object);
        var kind = Map.of("ReplicaSet", Kinds.REPLICA_SET, "Deployment", Kinds.DEPLOYMENT,
                "StatefulSet", Kinds.STATEFUL_SET).get(Json.text(reference, "kind"));
        if (kind == null) {
            return Map.of();
        }
        var owner = store.get(kind, Json.text(object, "metadata", "namespace"), Json.text(reference, "name"))
                .orElse(Map.of());
        var above = kind == Kinds.REPLICA_SET ? controller(owner) : Map.<String, Object>of();
        return above.isEmpty() ? owner : above;
    }
}
