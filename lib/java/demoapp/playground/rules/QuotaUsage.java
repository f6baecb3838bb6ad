package demoapp.playground.rules;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import demoapp.json.Json;
import demoapp.playground.schema.Quantity;
import demoapp.playground.store.Kind;
import demoapp.playground.store.Kinds;

/**
 * What an object uses of a ResourceQuota: amounts by the names that `spec.hard` has for them.
 * See https://github.com/kubernetes/kubernetes/tree/v1.32.0/pkg/quota/v1/evaluator/core
 */
public final class QuotaUsage {
    private static final Set<Kind> COUNTED_BY_NAME = Set.of(Kinds.POD, Kinds.SERVICE, Kinds.PVC, Kinds.CONFIG_MAP,
            Kinds.SECRET, Kinds.RESOURCE_QUOTA);
    private static final Set<String> COMPUTE = Set.of("cpu", "memory", "ephemeral-storage");
    private static final String OF_CLASS = ".storageclass.storage.k8s.io/";

    private QuotaUsage() { }

    /** @return quantities by name; a name that the object could use but does not may be missing */
    public static Map<String, String> of(Kind kind, Map<String, Object> object) {
        var usage = new TreeMap<String, String>();
        usage.put("count/" + kind.resource(), "1");
        if (kind == Kinds.POD && isOver(object)) {
            return usage;
        }
        if (COUNTED_BY_NAME.contains(kind)) {
            usage.put(kind.plural(), "1");
        }
        if (kind == Kinds.POD) {
            resources(object, "requests").forEach((resource, amount) -> {
                if (COMPUTE.contains(resource) || resource.startsWith("hugepages-")) {
                    usage.put(resource, amount);
                }
                usage.put("requests." + resource, amount);
            });
            resources(object, "limits").forEach((resource, amount) -> usage.put("limits." + resource, amount));
        } else if (kind == Kinds.PVC) {
            claim(usage, object);
        } else if (kind == Kinds.SERVICE) {
            service(usage, object);
        }
        return usage;
    }

    private static boolean isOver(Map<String, Object> pod) {
        return Set.of("Succeeded", "Failed").contains(Json.text(pod, "status", "phase"));
    }

    private static void claim(Map<String, String> usage, Map<String, Object> claim) {
        var storage = Json.text(claim, "spec", "resources", "requests", "storage");
        var storageClass = Json.text(claim, "spec", "storageClassName");
        if (!storage.isEmpty()) {
            usage.put("requests.storage", storage);
        }
        if (!storageClass.isEmpty()) {
            usage.put(storageClass + OF_CLASS + "persistentvolumeclaims", "1");
            usage.put(storageClass + OF_CLASS + "requests.storage", storage);
        }
    }

    private static void service(Map<String, String> usage, Map<String, Object> service) {
        var type = Json.text(service, "spec", "type");
        var ports = Json.maps(service, "spec", "ports");
        var chosen = Boolean.FALSE.equals(Json.at(service, "spec", "allocateLoadBalancerNodePorts"));
        if (type.equals("LoadBalancer")) {
            usage.put("services.loadbalancers", "1");
        }
        if (type.equals("NodePort") || type.equals("LoadBalancer")) {
            usage.put("services.nodeports", Long.toString(ports.stream()
                    .filter(port -> !chosen || Json.number(port, 0, "nodePort") != 0).count()));
        }
    }

    /**
     * A pod's requests or limits: the containers' and the sidecars' together, or what an init container needs with the
     * sidecars before it, if that is more.
     */
    static Map<String, String> resources(Map<String, Object> pod, String which) {
        var sidecars = new LinkedHashMap<String, String>();
        var most = new LinkedHashMap<String, String>();
        for (var container : Json.maps(pod, "spec", "initContainers")) {
            var own = Json.map(container, "resources", which);
            if ("Always".equals(container.get("restartPolicy"))) {
                add(sidecars, own);
            } else {
                var needed = new LinkedHashMap<>(sidecars);
                add(needed, own);
                raise(most, needed);
            }
        }
        for (var container : Json.maps(pod, "spec", "containers")) {
            add(sidecars, Json.map(container, "resources", which));
        }
        raise(most, sidecars);
        return most;
    }

    private static void add(Map<String, String> sum, Map<String, Object> amounts) {
        amounts.forEach((resource, amount) -> sum.merge(resource, amount.toString(), Quantity::add));
    }

    private static void raise(Map<String, String> most, Map<String, String> amounts) {
        amounts.forEach((resource, amount) -> most.merge(resource, amount,
                (one, other) -> Quantity.value(one).compareTo(Quantity.value(other)) >= 0 ? one : other));
    }

    /** Whether the quota is about objects of this kind that are as this one is: its scopes hold. */
    public static boolean concerns(Map<String, Object> quota, Kind kind, Map<String, Object> object) {
        var scopes = Stream.concat(Json.texts(quota, "spec", "scopes").stream().map(scope -> Json.object("scopeName",
                scope, "operator", "Exists")), Json.maps(quota, "spec", "scopeSelector", "matchExpressions").stream())
                .toList();
        return scopes.stream().allMatch(scope -> kind == Kinds.POD && isIn(scope, object));
    }

    private static boolean isIn(Map<String, Object> scope, Map<String, Object> pod) {
        var bestEffort = resources(pod, "requests").isEmpty() && resources(pod, "limits").isEmpty();
        var limited = Json.at(pod, "spec", "activeDeadlineSeconds") != null;
        var priority = Json.text(pod, "spec", "priorityClassName");
        return switch (Json.text(scope, "scopeName")) {
            case "BestEffort" -> bestEffort;
            case "NotBestEffort" -> !bestEffort;
            case "Terminating" -> limited;
            case "NotTerminating" -> !limited;
            case "PriorityClass" -> switch (Json.text(scope, "operator")) {
                case "In" -> Json.texts(scope, "values").contains(priority);
                case "NotIn" -> !Json.texts(scope, "values").contains(priority);
                case "Exists" -> !priority.isEmpty();
                default -> priority.isEmpty();
            };
            default -> false;
        };
    }

    /** As messages list quantities: by name, `cpu=1,pods=2`. */
    static String text(Map<String, String> amounts, List<String> names) {
        return names.stream().sorted().map(name -> name + "=" + amounts.getOrDefault(name, "0"))
                .collect(Collectors.joining(","));
    }
}
