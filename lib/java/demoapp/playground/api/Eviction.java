package demoapp.playground.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.controllers.Selectors;
import demoapp.playground.schema.Decoder;
import demoapp.playground.store.ApiException;
import demoapp.playground.store.Deletion;
import demoapp.playground.store.Kinds;
import demoapp.playground.store.Registry;

/**
 * POST …/pods/NAME/eviction, as `kubectl drain` asks for it: a deletion that a disruption budget can refuse.
 * See https://github.com/kubernetes/kubernetes/blob/v1.32.0/pkg/registry/core/pod/storage/eviction.go
 */
final class Eviction {
    private static final String MANAGER = "kube-apiserver";

    private Eviction() { }

    static void create(Call call, Registry registry, Target target) {
        var pod = registry.store().get(Kinds.POD, target.namespace(), target.name())
                .orElseThrow(() -> ApiException.notFound(Kinds.POD, target.name()));
        var asked = Json.text(Decoder.untyped(call.body).object(), "metadata", "name");
        if (!asked.isEmpty() && !asked.equals(target.name())) {
            throw ApiException.badRequest("name in URL does not match name in Eviction object");
        }
        var dryRun = call.query("dryRun").equals("All");
        if (!dryRun && Json.text(pod, "status", "phase").equals("Running")
                && Json.at(pod, "metadata", "deletionTimestamp") == null) {
            askBudget(registry, pod);
            noteWhy(registry, target);
        }
        registry.delete(Kinds.POD, target.namespace(), target.name(),
                new Deletion(null, null, null, null, dryRun));
        call.answer(201, Json.object("kind", "Status", "apiVersion", "v1", "metadata", Map.of(), "status", "Success",
                "code", 201));
    }

    private static void askBudget(Registry registry, Map<String, Object> pod) {
        var budgets = registry.store().list(Kinds.POD_DISRUPTION_BUDGET, Json.text(pod, "metadata", "namespace"))
                .stream().filter(budget -> Selectors.matchesOrAll(Json.at(budget, "spec", "selector"),
                        Json.map(pod, "metadata", "labels"))).toList();
        if (budgets.size() > 1) {
            throw new ApiException(500, "", "This pod has more than one PodDisruptionBudget, which the eviction "
                    + "subresource does not support.", null);
        }
        budgets.forEach(budget -> take(registry, budget, pod));
    }

    /** One of the evictions that the budget allows; of a pod that is not ready anyway none is taken. */
    private static void take(Registry registry, Map<String, Object> budget, Map<String, Object> pod) {
        var status = Json.map(budget, "status");
        var name = Json.text(budget, "metadata", "name");
        var healthy = Json.number(status, 0, "currentHealthy");
        var desired = Json.number(status, 0, "desiredHealthy");
        var ready = Json.maps(pod, "status", "conditions").stream()
                .anyMatch(c -> "Ready".equals(c.get("type")) && "True".equals(c.get("status")));
        if (!ready && (healthy >= desired && desired > 0
                || Json.text(budget, "spec", "unhealthyPodEvictionPolicy").equals("AlwaysAllow"))) {
            return;
        }
        if (Json.number(status, 0, "observedGeneration") < Json.number(budget, 0, "metadata", "generation")) {
            throw refusal("The disruption budget %s is still being processed by the server.".formatted(name));
        }
        if (Json.number(status, 0, "disruptionsAllowed") == 0) {
            throw refusal(healthy <= desired
                    ? "The disruption budget %s needs %d healthy pods and has %d currently"
                            .formatted(name, desired, healthy)
                    : "The disruption budget %s does not allow evicting pods currently".formatted(name));
        }
        registry.updateStatus(Kinds.POD_DISRUPTION_BUDGET, Json.text(budget, "metadata", "namespace"), name, MANAGER,
                fresh -> {
                    Json.set(fresh, Json.number(fresh, 1, "status", "disruptionsAllowed") - 1,
                            "status", "disruptionsAllowed");
                    Json.set(fresh, registry.clock().timestamp(), "status", "disruptedPods",
                            Json.text(pod, "metadata", "name"));
                    return fresh;
                });
    }

    private static ApiException refusal(String why) {
        return new ApiException(429, "TooManyRequests",
                "Cannot evict pod as it would violate the pod's disruption budget.",
                Json.object("causes", List.of(Json.object("reason", "DisruptionBudget", "message", why))));
    }

    private static void noteWhy(Registry registry, Target target) {
        registry.updateStatus(Kinds.POD, target.namespace(), target.name(), MANAGER, fresh -> {
            var conditions = new ArrayList<Object>(Json.list(fresh, "status", "conditions"));
            conditions.removeIf(condition -> "DisruptionTarget".equals(Json.text(condition, "type")));
            conditions.add(Json.object("type", "DisruptionTarget", "status", "True", "lastProbeTime", null,
                    "lastTransitionTime", registry.clock().timestamp(), "reason", "EvictionByEvictionAPI",
                    "message", "Eviction API: evicting"));
            Json.set(fresh, conditions, "status", "conditions");
            return fresh;
        });
    }
}
