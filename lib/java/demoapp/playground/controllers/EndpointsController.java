package demoapp.playground.controllers;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import demoapp.json.Json;
import demoapp.playground.store.ApiException;
import demoapp.playground.store.Deletion;
import demoapp.playground.store.Kind;
import demoapp.playground.store.Kinds;
import demoapp.playground.store.Registry;
import demoapp.playground.store.Store;

/** Writes each Service's Endpoints and its EndpointSlice: the addresses of the pods that its selector finds. */
final class EndpointsController extends Controller {
    private static final String TRIGGERED = "endpoints.kubernetes.io/last-change-trigger-time";

    EndpointsController(Registry registry, WorkQueue queue) {
        super(registry, queue);
    }

    @Override
    void changed(Store.Change change) {
        var namespace = Json.text(change.object(), "metadata", "namespace");
        if (change.kind() == Kinds.SERVICE) {
            enqueue(namespace, Json.text(change.object(), "metadata", "name"));
        } else if (change.kind() == Kinds.POD) {
            for (var service : store.list(Kinds.SERVICE, namespace)) {
                if (selects(service, change.object()) || change.before() != null && selects(service, change.before())) {
                    enqueue(namespace, Json.text(service, "metadata", "name"));
                }
            }
        }
    }

    private static boolean selects(Map<String, Object> service, Map<String, Object> pod) {
        var selector = Json.map(service, "spec", "selector");
        return !selector.isEmpty() && Selectors.contains(Json.map(pod, "metadata", "labels"), selector);
    }

    @Override
    void reconcile(String namespace, String name) {
        var service = store.get(Kinds.SERVICE, namespace, name).orElse(null);
        if (service == null) {
            deleteEndpoints(namespace, name);
        } else if (!Json.map(service, "spec", "selector").isEmpty()
                && !Json.text(service, "spec", "type").equals("ExternalName")) {
            var pods = store.list(Kinds.POD, namespace).stream()
                    .filter(pod -> selects(service, pod) && !Pods.isFinished(pod)
                            && !Json.text(pod, "status", "podIP").isEmpty())
                    .sorted(Comparator.comparing(pod -> Json.text(pod, "status", "podIP"))).toList();
            writeEndpoints(service, pods.stream().filter(pod -> !Pods.isTerminating(pod)).toList());
            writeSlice(service, pods);
        }
    }

    private void deleteEndpoints(String namespace, String name) {
        try {
            registry.delete(Kinds.ENDPOINTS, namespace, name, Deletion.background());
        } catch (ApiException gone) {
            if (!gone.notFound()) {
                throw gone;
            }
        }
    }

    // Endpoints: pods with the same ports make one subset, split into ready and not ready

    private void writeEndpoints(Map<String, Object> service, List<Map<String, Object>> pods) {
        var byPorts = new LinkedHashMap<List<Map<String, Object>>, List<Map<String, Object>>>();
        for (var pod : pods) {
            byPorts.computeIfAbsent(ports(service, pod), ports -> new ArrayList<>()).add(pod);
        }
        var subsets = new ArrayList<Object>();
        byPorts.forEach((ports, group) -> {
            var subset = Json.object();
            putAddresses(subset, "addresses", group.stream().filter(pod -> counts(service, pod)).toList());
            putAddresses(subset, "notReadyAddresses", group.stream().filter(pod -> !counts(service, pod)).toList());
            if (!ports.isEmpty()) {
                subset.put("ports", Json.copyOf(ports));
            }
            subsets.add(subset);
        });
        write(Kinds.ENDPOINTS, service, Json.text(service, "metadata", "name"), endpoints(service), fresh ->
                Json.set(fresh, subsets.isEmpty() ? null : subsets, "subsets"), "subsets");
    }

    private static boolean counts(Map<String, Object> service, Map<String, Object> pod) {
        return Pods.isReady(pod) || Json.truth(service, "spec", "publishNotReadyAddresses");
    }

    private static void putAddresses(Map<String, Object> subset, String name, List<Map<String, Object>> pods) {
        if (!pods.isEmpty()) {
            subset.put(name, pods.stream().<Object>map(pod -> Json.object("ip", Json.text(pod, "status", "podIP"),
                    "nodeName", Json.text(pod, "spec", "nodeName"), "targetRef", target(pod))).toList());
        }
    }

    private static Map<String, Object> target(Map<String, Object> pod) {
        return Json.object("kind", "Pod", "namespace", Json.text(pod, "metadata", "namespace"),
                "name", Json.text(pod, "metadata", "name"), "uid", Json.text(pod, "metadata", "uid"));
    }

    /** The Service's ports as the pod serves them; a port name that the pod does not have is left out. */
    private static List<Map<String, Object>> ports(Map<String, Object> service, Map<String, Object> pod) {
        var ports = new ArrayList<Map<String, Object>>();
        for (var port : Json.maps(service, "spec", "ports")) {
            var number = portNumber(port.get("targetPort") == null ? port.get("port") : port.get("targetPort"), pod);
            if (number > 0) {
                var entry = Json.object();
                Json.set(entry, port.get("name"), "name");
                entry.put("port", number);
                entry.put("protocol", port.getOrDefault("protocol", "TCP"));
                ports.add(entry);
            }
        }
        return ports;
    }

    private static long portNumber(Object nameOrNumber, Map<String, Object> pod) {
        if (nameOrNumber instanceof Number number) {
            return number.longValue();
        }
        return Json.maps(pod, "spec", "containers").stream()
                .flatMap(container -> Json.maps(container, "ports").stream())
                .filter(port -> nameOrNumber.equals(port.get("name")))
                .mapToLong(port -> Json.number(port, 0, "containerPort")).findFirst().orElse(0);
    }

    private static Map<String, Object> endpoints(Map<String, Object> service) {
        var metadata = Json.object("name", Json.text(service, "metadata", "name"));
        Json.set(metadata, Json.copyOf(Json.at(service, "metadata", "labels")), "labels");
        return Json.object("apiVersion", "v1", "kind", "Endpoints", "metadata", metadata);
    }

    // EndpointSlice: one a Service (Kubernetes starts another after 100 addresses)

    private void writeSlice(Map<String, Object> service, List<Map<String, Object>> pods) {
        var existing = store.list(Kinds.ENDPOINT_SLICE, Json.text(service, "metadata", "namespace")).stream()
                .filter(slice -> Owners.controls(service, slice)).findFirst();
        var name = existing.map(slice -> Json.text(slice, "metadata", "name")).orElse("");
        List<Object> endpoints = pods.stream().<Object>map(pod -> endpoint(service, pod)).toList();
        List<Map<String, Object>> ports = pods.isEmpty() ? List.of() : ports(service, pods.get(0));
        write(Kinds.ENDPOINT_SLICE, service, name, slice(service), fresh -> {
            fresh.put("endpoints", endpoints);
            fresh.put("ports", ports.stream().<Object>map(EndpointsController::slicePort).toList());
        }, "endpoints");
    }

    private static Map<String, Object> endpoint(Map<String, Object> service, Map<String, Object> pod) {
        var terminating = Pods.isTerminating(pod);
        var conditions = Json.object("ready", counts(service, pod) && !terminating, "serving", Pods.isReady(pod),
                "terminating", terminating);
        return Json.object("addresses", List.of(Json.text(pod, "status", "podIP")), "conditions", conditions,
                "targetRef", target(pod), "nodeName", Json.text(pod, "spec", "nodeName"));
    }

    private static Map<String, Object> slicePort(Map<String, Object> port) {
        return Json.object("name", Json.text(port, "name"), "protocol", port.get("protocol"), "port", port.get("port"));
    }

    private static Map<String, Object> slice(Map<String, Object> service) {
        var name = Json.text(service, "metadata", "name");
        var labels = Json.object();
        labels.putAll(Json.map(service, "metadata", "labels"));
        labels.put("endpointslice.kubernetes.io/managed-by", "endpointslice-controller.k8s.io");
        labels.put("kubernetes.io/service-name", name);
        var metadata = Json.object("generateName", name + "-", "labels", labels,
                "ownerReferences", new ArrayList<>(List.of(Owners.reference(Kinds.SERVICE, service))));
        return Json.object("apiVersion", "discovery.k8s.io/v1", "kind", "EndpointSlice", "metadata", metadata,
                "addressType", "IPv4");
    }

    /** Creates the object or changes the one that is there; the time of the change is noted when `field` changes. */
    private void write(Kind kind, Map<String, Object> service, String name,
                       Map<String, Object> empty, Consumer<Map<String, Object>> fill,
                       String field) {
        var namespace = Json.text(service, "metadata", "namespace");
        var existing = store.get(kind, namespace, name);
        if (existing.isEmpty()) {
            fill.accept(empty);
            Json.set(empty, clock.timestamp(), "metadata", "annotations", TRIGGERED);
            registry.create(kind, namespace, empty, MANAGER);
            return;
        }
        registry.update(kind, namespace, name, MANAGER, fresh -> {
            var before = Json.copyOf(fresh.get(field));
            fill.accept(fresh);
            if (!Json.same(before, fresh.get(field))) {
                Json.set(fresh, clock.timestamp(), "metadata", "annotations", TRIGGERED);
            }
            return fresh;
        });
    }
}
