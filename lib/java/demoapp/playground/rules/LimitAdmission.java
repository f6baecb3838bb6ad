package demoapp.playground.rules;

import java.util.ArrayList;
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
 * The admission plugin LimitRanger: a namespace's LimitRanges say what a container that says nothing requests and is
 * limited to, and refuse what is outside of them. See
 * https://github.com/kubernetes/kubernetes/blob/v1.32.0/plugin/pkg/admission/limitranger/admission.go
 */
public final class LimitAdmission {
    private LimitAdmission() { }

    /** Fills in a new pod's containers, and says so in an annotation. */
    static void fill(Map<String, Object> pod, Registry registry) {
        for (var range : ranges(registry, pod)) {
            var said = new ArrayList<String>();
            var limits = Json.maps(range, "spec", "limits").stream()
                    .filter(limit -> Json.text(limit, "type").equals("Container")).toList();
            for (var list : List.of("containers", "initContainers")) {
                for (var container : Json.maps(pod, "spec", list)) {
                    var what = (list.equals("containers") ? "container " : "init container ")
                            + Json.text(container, "name");
                    var requests = missing(limits, "defaultRequest", container, "requests");
                    var most = missing(limits, "default", container, "limits");
                    if (!requests.isEmpty()) {
                        said.add(String.join(", ", requests) + " request for " + what);
                    }
                    if (!most.isEmpty()) {
                        said.add(String.join(", ", most) + " limit for " + what);
                    }
                }
            }
            if (!said.isEmpty()) {
                Json.set(pod, "LimitRanger plugin set: " + String.join("; ", said), "metadata", "annotations",
                        "kubernetes.io/limit-ranger");
            }
        }
    }

    private static TreeSet<String> missing(List<Map<String, Object>> limits, String from, Map<String, Object> container,
                                           String to) {
        var filled = new TreeSet<String>();
        for (var limit : limits) {
            Json.map(limit, from).forEach((resource, amount) -> {
                if (Json.at(container, "resources", to, resource) == null) {
                    Json.set(container, amount, "resources", to, resource);
                    filled.add(resource);
                }
            });
        }
        return filled;
    }

    /** @throws ApiException 403 when a new pod or a claim is outside of what its namespace allows */
    public static void check(Registry registry, Kind kind, Map<String, Object> object) {
        if (kind != Kinds.POD && kind != Kinds.PVC) {
            return;
        }
        for (var range : ranges(registry, object)) {
            var faults = new ArrayList<String>();
            for (var limit : Json.maps(range, "spec", "limits")) {
                switch (Json.text(limit, "type")) {
                    case "Container" -> {
                        if (kind == Kinds.POD) {
                            for (var list : List.of("containers", "initContainers")) {
                                Json.maps(object, "spec", list).forEach(container -> check(limit,
                                        Json.map(container, "resources", "requests"),
                                        Json.map(container, "resources", "limits"), faults));
                            }
                        }
                    }
                    case "Pod" -> {
                        if (kind == Kinds.POD) {
                            check(limit, new TreeMap<>(QuotaUsage.resources(object, "requests")),
                                    new TreeMap<>(QuotaUsage.resources(object, "limits")), faults);
                        }
                    }
                    case "PersistentVolumeClaim" -> {
                        if (kind == Kinds.PVC) {
                            check(limit, Json.map(object, "spec", "resources", "requests"), null, faults);
                        }
                    }
                    default -> { }
                }
            }
            if (!faults.isEmpty()) {
                throw ApiException.forbidden(kind, Json.text(object, "metadata", "name"), faults.size() == 1
                        ? faults.get(0) : "[" + String.join(", ", faults) + "]");
            }
        }
    }

    private static List<Map<String, Object>> ranges(Registry registry, Map<String, Object> object) {
        return registry.store().list(Kinds.LIMIT_RANGE, Json.text(object, "metadata", "namespace"));
    }

    /** @param limits null: of a claim, which has none */
    private static void check(Map<String, Object> limit, Map<String, Object> requests, Map<String, Object> limits,
                              List<String> faults) {
        var type = Json.text(limit, "type");
        Json.map(limit, "min").forEach((resource, least) -> {
            var usage = "minimum %s usage per %s is %s".formatted(resource, type, least);
            var request = requests.get(resource);
            if (request == null) {
                faults.add(usage + ".  No request is specified");
            } else if (compare(request, least) < 0) {
                faults.add(usage + ", but request is " + request);
            } else if (limits != null && limits.get(resource) != null && compare(limits.get(resource), least) < 0) {
                faults.add(usage + ", but limit is " + limits.get(resource));
            }
        });
        Json.map(limit, "max").forEach((resource, most) -> {
            var usage = "maximum %s usage per %s is %s".formatted(resource, type, most);
            var request = requests.get(resource);
            if (limits == null && request == null) {
                faults.add(usage + ".  No request is specified");
            } else if (limits != null && limits.get(resource) == null) {
                faults.add(usage + ".  No limit is specified");
            } else if (limits != null && compare(limits.get(resource), most) > 0) {
                faults.add(usage + ", but limit is " + limits.get(resource));
            } else if (request != null && compare(request, most) > 0) {
                faults.add(usage + ", but request is " + request);
            }
        });
        Json.map(limit, "maxLimitRequestRatio").forEach((resource, most) -> {
            var usage = "%s max limit to request ratio per %s is %s".formatted(resource, type, most);
            var request = amount(requests, resource);
            var given = limits == null ? 0 : amount(limits, resource);
            if (request == 0) {
                faults.add(usage + ", but no request is specified or request is 0");
            } else if (given == 0) {
                faults.add(usage + ", but no limit is specified or limit is 0");
            } else if (given / request > Quantity.value(most.toString()).doubleValue()) {
                faults.add(usage + ", but provided ratio is %f".formatted(given / request));
            }
        });
    }

    private static double amount(Map<String, Object> amounts, String resource) {
        return amounts.get(resource) == null ? 0 : Quantity.value(amounts.get(resource).toString()).doubleValue();
    }

    private static int compare(Object one, Object other) {
        return Quantity.value(one.toString()).compareTo(Quantity.value(other.toString()));
    }
}
