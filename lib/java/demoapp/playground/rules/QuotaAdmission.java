package demoapp.playground.rules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

import demoapp.json.Json;
import demoapp.playground.schema.Quantity;
import demoapp.playground.store.ApiException;
import demoapp.playground.store.Kind;
import demoapp.playground.store.Kinds;
import demoapp.playground.store.Registry;

/**
 * The admission plugin ResourceQuota: what would be more than a quota allows is refused, what is let in is charged to
 * its status at once. See
 * https://github.com/kubernetes/kubernetes/blob/v1.32.0/staging/src/k8s.io/apiserver/pkg/admission/plugin/resourcequota
 */
public final class QuotaAdmission {
    private static final String MANAGER = "kube-apiserver";

    private QuotaAdmission() { }

    /**
     * @param old null for a new object; of changes only those of Services and claims can use more
     * @param dryRun whether it is only asked for
     * @throws ApiException 403 when a quota does not allow it
     */
    public static void charge(Registry registry, Kind kind, Map<String, Object> object, Map<String, Object> old,
                              boolean dryRun) {
        if (!kind.namespaced() || old != null && kind != Kinds.SERVICE && kind != Kinds.PVC) {
            return;
        }
        var usage = new TreeMap<>(QuotaUsage.of(kind, object));
        if (old != null) {
            QuotaUsage.of(kind, old).forEach((name, amount) -> usage.computeIfPresent(name,
                    (n, now) -> Quantity.more(now, amount)));
        }
        usage.values().removeIf(amount -> Quantity.value(amount).signum() == 0);
        var charged = new ArrayList<Map<String, Object>>();
        for (var quota : registry.store().list(Kinds.RESOURCE_QUOTA, Json.text(object, "metadata", "namespace"))) {
            if (QuotaUsage.concerns(quota, kind, object)) {
                check(quota, kind, object, usage, charged);
            }
        }
        if (!dryRun) {
            charged.forEach(quota -> registry.updateStatus(Kinds.RESOURCE_QUOTA, Json.text(quota, "metadata",
                    "namespace"), Json.text(quota, "metadata", "name"), MANAGER, fresh -> quota));
        }
    }

    private static void check(Map<String, Object> quota, Kind kind, Map<String, Object> object,
                              Map<String, String> usage, List<Map<String, Object>> charged) {
        var name = Json.text(quota, "metadata", "name");
        var hard = amounts(quota, "hard");
        var used = amounts(quota, "used");
        if (kind == Kinds.POD) {
            mustSpecify(name, hard, object);
        }
        var requested = new TreeMap<>(usage);
        requested.keySet().retainAll(hard.keySet());
        var unknown = requested.keySet().stream().filter(resource -> !used.containsKey(resource)).toList();
        if (!unknown.isEmpty()) {
            throw forbidden(kind, object, "status unknown for quota: %s, resources: %s"
                    .formatted(name, String.join(",", unknown)));
        }
        var now = new LinkedHashMap<>(used);
        requested.forEach((resource, amount) -> now.merge(resource, amount, Quantity::add));
        var exceeded = requested.keySet().stream().filter(resource ->
                Quantity.value(now.get(resource)).compareTo(Quantity.value(hard.get(resource))) > 0).toList();
        if (!exceeded.isEmpty()) {
            throw forbidden(kind, object, "exceeded quota: %s, requested: %s, used: %s, limited: %s".formatted(name,
                    QuotaUsage.text(requested, exceeded), QuotaUsage.text(used, exceeded),
                    QuotaUsage.text(hard, exceeded)));
        }
        if (!requested.isEmpty()) {
            var copy = Json.copy(quota);
            Json.set(copy, new LinkedHashMap<String, Object>(now), "status", "used");
            charged.add(copy);
        }
    }

    /** Of cpu and memory that a quota limits every container has to say how much it wants. */
    private static void mustSpecify(String quota, Map<String, String> hard, Map<String, Object> pod) {
        var missing = new TreeMap<String, TreeSet<String>>();
        for (var resource : List.of("cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu",
                "limits.memory")) {
            for (var list : List.of("containers", "initContainers")) {
                for (var container : Json.maps(pod, "spec", list)) {
                    var which = resource.startsWith("limits.") ? "limits" : "requests";
                    if (hard.containsKey(resource) && Json.at(container, "resources", which,
                            resource.replaceFirst(".*\\.", "")) == null) {
                        missing.computeIfAbsent(resource, r -> new TreeSet<>()).add(Json.text(container, "name"));
                    }
                }
            }
        }
        if (!missing.isEmpty()) {
            throw forbidden(Kinds.POD, pod, "failed quota: %s: must specify %s".formatted(quota,
                    String.join("; ", missing.entrySet().stream()
                            .map(e -> e.getKey() + " for: " + String.join(",", e.getValue())).toList())));
        }
    }

    private static Map<String, String> amounts(Map<String, Object> quota, String which) {
        var amounts = new TreeMap<String, String>();
        Json.map(quota, "status", which).forEach((name, amount) -> amounts.put(name, amount.toString()));
        return amounts;
    }

    private static ApiException forbidden(Kind kind, Map<String, Object> object, String why) {
        return ApiException.forbidden(kind, Json.text(object, "metadata", "name"), why);
    }
}
