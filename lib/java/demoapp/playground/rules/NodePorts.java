package demoapp.playground.rules;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import demoapp.json.Json;
import demoapp.playground.store.ApiException;
import demoapp.playground.store.ApiException.Cause;
import demoapp.playground.store.Kinds;
import demoapp.playground.store.Registry;

/** The ports of nodes that Services have: from 30000-32767, kept over updates that do not name them. */
final class NodePorts {
    private static final int FIRST = 30000;
    private static final int LAST = 32767;

    private NodePorts() { }

    static void allocate(Map<String, Object> object, Map<String, Object> spec, Map<String, Object> old,
                         Registry registry) {
        var outside = ServiceRules.outside(spec.get("type"));
        var wanted = outside && !Boolean.FALSE.equals(spec.get("allocateLoadBalancerNodePorts"));
        var used = used(object, registry);
        var ports = new ArrayList<Map<String, Object>>();
        for (var port : Json.maps(spec, "ports")) {
            var copy = Json.copy(port);
            var given = Json.number(copy, 0, "nodePort");
            if (!outside) {
                copy.remove("nodePort");
            } else if (given == 0 && !wanted) {
                copy.remove("nodePort");
            } else if (given == 0) {
                copy.put("nodePort", kept(copy, old).orElseGet(() -> free(used, registry)));
            } else if (given < FIRST || given > LAST) {
                refuse(object, ports.size(), given, "provided port is not in the valid range. The range of valid ports "
                        + "is 30000-32767");
            } else if (used.contains(given)) {
                refuse(object, ports.size(), given, "provided port is already allocated");
            }
            used.add(Json.number(copy, 0, "nodePort"));
            ports.add(copy);
        }
        if (!ports.isEmpty()) {
            spec.put("ports", ports);
        }
        if (ServiceRules.checkedByPort(spec) && Json.number(spec, 0, "healthCheckNodePort") == 0) {
            var before = Json.number(old, 0, "spec", "healthCheckNodePort");
            spec.put("healthCheckNodePort", before != 0 ? before : free(used, registry));
        }
    }

    private static Set<Long> used(Map<String, Object> object, Registry registry) {
        var used = new HashSet<Long>();
        for (var service : registry.store().list(Kinds.SERVICE, "")) {
            if (!Json.text(service, "metadata", "uid").equals(Json.text(object, "metadata", "uid"))) {
                Json.maps(service, "spec", "ports").forEach(port -> used.add(Json.number(port, 0, "nodePort")));
            }
        }
        return used;
    }

    private static Optional<Long> kept(Map<String, Object> port, Map<String, Object> old) {
        return Json.maps(old, "spec", "ports").stream().filter(before -> Json.same(before.get("port"), port.get("port"))
                && Json.same(before.get("protocol"), port.get("protocol")) && before.containsKey("nodePort"))
                .map(before -> Json.number(before, 0, "nodePort")).findFirst();
    }

    private static long free(Set<Long> used, Registry registry) {
        while (true) {
            var port = (long) FIRST + registry.random(LAST - FIRST + 1);
            if (!used.contains(port)) {
                return port;
            }
        }
    }

    private static void refuse(Map<String, Object> service, int index, long port, String why) {
        throw ApiException.invalid(Kinds.SERVICE, Json.text(service, "metadata", "name"), List.of(new Cause(
                "FieldValueInvalid", "Invalid value: " + port + ": " + why, "spec.ports[" + index + "].nodePort")));
    }
}
