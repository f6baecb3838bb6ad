package demoapp.playground.node;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

import demoapp.json.Json;
import demoapp.playground.controllers.Selectors;
import demoapp.playground.schema.Quantity;

/**
 * Whether the node suits a pod: the scheduler's filters in their order, up to the first that refuses.
 * See pkg/scheduler/framework/plugins in Kubernetes.
 */
final class NodeFilter {
    private final Map<String, Object> node;
    private final Map<String, Object> labels;
    private final List<Map<String, Object>> others;

    /** @param others the pods that are on the node */
    NodeFilter(Map<String, Object> node, List<Map<String, Object>> others) {
        this.node = node;
        this.labels = Json.map(node, "metadata", "labels");
        this.others = others;
    }

    Optional<Refusal> refusal(Map<String, Object> pod) {
        if (Json.truth(node, "spec", "unschedulable") && !tolerates(pod,
                Map.of("key", "node.kubernetes.io/unschedulable", "effect", "NoSchedule"))) {
            return ofNode("1 node(s) were unschedulable");
        }
        var taint = Json.maps(node, "spec", "taints").stream()
                .filter(t -> !Json.text(t, "effect").equals("PreferNoSchedule") && !tolerates(pod, t)).findFirst();
        if (taint.isPresent()) {
            return ofNode("1 node(s) had untolerated taint {%s: %s}"
                    .formatted(taint.get().get("key"), Json.text(taint.get(), "value")));
        }
        if (!isAttractive(pod)) {
            return ofNode("1 node(s) didn't match Pod's node affinity/selector");
        }
        if (ports(pod).anyMatch(port -> others.stream().flatMap(this::ports).anyMatch(port::equals))) {
            return ofPods(List.of("1 node(s) didn't have free ports for the requested pod ports"));
        }
        var lacking = shortages(pod);
        if (!lacking.isEmpty()) {
            return ofPods(lacking);
        }
        return affinity(pod);
    }

    private static Optional<Refusal> ofNode(String why) {
        return Optional.of(new Refusal(List.of(why), Refusal.Cause.NODE, false));
    }

    private static Optional<Refusal> ofPods(List<String> why) {
        return Optional.of(new Refusal(why, Refusal.Cause.PODS, true));
    }

    private static boolean tolerates(Map<String, Object> pod, Map<String, Object> taint) {
        return Json.maps(pod, "spec", "tolerations").stream().anyMatch(toleration -> {
            var key = Json.text(toleration, "key");
            var effect = Json.text(toleration, "effect");
            return (effect.isEmpty() || effect.equals(taint.get("effect")))
                    && (key.isEmpty() || key.equals(taint.get("key")))
                    && (Json.text(toleration, "operator").equals("Exists")
                            || !key.isEmpty() && Json.text(toleration, "value").equals(Json.text(taint, "value")));
        });
    }

    private boolean isAttractive(Map<String, Object> pod) {
        var required = Json.at(pod, "spec", "affinity", "nodeAffinity",
                "requiredDuringSchedulingIgnoredDuringExecution");
        var fields = Map.<String, Object>of("metadata.name", Json.text(node, "metadata", "name"));
        return Selectors.contains(labels, Json.map(pod, "spec", "nodeSelector"))
                && (required == null || Json.maps(required, "nodeSelectorTerms").stream().anyMatch(term ->
                        Json.maps(term, "matchExpressions").stream().allMatch(e -> satisfies(e, labels))
                        && Json.maps(term, "matchFields").stream().allMatch(e -> satisfies(e, fields))));
    }

    private static boolean satisfies(Map<String, Object> expression, Map<String, Object> labels) {
        var operator = Json.text(expression, "operator");
        if (!operator.equals("Gt") && !operator.equals("Lt")) {
            return Selectors.satisfies(expression, labels);
        }
        var value = Json.text(labels, Json.text(expression, "key"));
        var bound = Json.text(expression, "values", 0);
        if (!value.matches("-?\\d{1,18}") || !bound.matches("-?\\d{1,18}")) {
            return false;
        }
        var order = Long.compare(Long.parseLong(value), Long.parseLong(bound));
        return operator.equals("Gt") ? order > 0 : order < 0;
    }

    /** The node's own ports that the pod takes. */
    private Stream<String> ports(Map<String, Object> pod) {
        return Containers.all(pod).stream().flatMap(container -> Json.maps(container, "ports").stream())
                .filter(port -> port.get("hostPort") != null)
                .map(port -> port.get("hostPort") + "/" + Json.text(port, "protocol"));
    }

    // Resources

    private List<String> shortages(Map<String, Object> pod) {
        var shortages = new ArrayList<String>();
        var most = Json.text(node, "status", "allocatable", "pods");
        if (!most.isEmpty() && others.size() >= Quantity.value(most).intValue()) {
            shortages.add("1 Too many pods");
        }
        var resources = new TreeSet<String>();
        Containers.all(pod).forEach(container ->
                resources.addAll(Json.map(container, "resources", "requests").keySet()));
        for (var resource : resources) {
            var wanted = request(pod, resource);
            var there = Json.text(node, "status", "allocatable", resource);
            var taken = others.stream().map(other -> request(other, resource)).reduce(BigDecimal.ZERO, BigDecimal::add);
            if (wanted.signum() > 0
                    && taken.add(wanted).compareTo(Quantity.value(there.isEmpty() ? "0" : there)) > 0) {
                shortages.add("1 Insufficient " + resource);
            }
        }
        return shortages;
    }

    /** What the containers need together, or one of the init containers with the sidecars before it, if that is more. */
    private static BigDecimal request(Map<String, Object> pod, String resource) {
        var sidecars = BigDecimal.ZERO;
        var most = BigDecimal.ZERO;
        for (var init : Containers.inits(pod)) {
            var own = ofContainer(init, resource);
            most = most.max(sidecars.add(own));
            sidecars = Containers.isSidecar(init) ? sidecars.add(own) : sidecars;
        }
        var regular = Containers.regular(pod).stream().map(container -> ofContainer(container, resource))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        var overhead = Json.text(pod, "spec", "overhead", resource);
        return most.max(sidecars.add(regular)).add(Quantity.value(overhead.isEmpty() ? "0" : overhead));
    }

    private static BigDecimal ofContainer(Map<String, Object> container, String resource) {
        var request = Json.text(container, "resources", "requests", resource);
        return Quantity.value(request.isEmpty() ? "0" : request);
    }

    // Other pods

    private Optional<Refusal> affinity(Map<String, Object> pod) {
        for (var constraint : Json.maps(pod, "spec", "topologySpreadConstraints")) {
            if (Json.text(constraint, "whenUnsatisfiable").equals("DoNotSchedule")
                    && !labels.containsKey(Json.text(constraint, "topologyKey"))) {
                return ofNode("1 node(s) didn't match pod topology spread constraints (missing required label)");
            }
        }
        // The first pod of those that want to be together need not wait for another one.
        if (!terms(pod, "podAffinity").allMatch(term -> isHere(term)
                && (others.stream().anyMatch(other -> matches(term, pod, other)) || matches(term, pod, pod)))) {
            return ofNode("1 node(s) didn't match pod affinity rules");
        }
        if (terms(pod, "podAntiAffinity").anyMatch(term -> isHere(term)
                && others.stream().anyMatch(other -> matches(term, pod, other)))) {
            return ofPods(List.of("1 node(s) didn't match pod anti-affinity rules"));
        }
        if (others.stream().anyMatch(other -> terms(other, "podAntiAffinity")
                .anyMatch(term -> isHere(term) && matches(term, other, pod)))) {
            return ofPods(List.of("1 node(s) didn't satisfy existing pods anti-affinity rules"));
        }
        return Optional.empty();
    }

    private static Stream<Map<String, Object>> terms(Map<String, Object> pod, String kind) {
        return Json.maps(pod, "spec", "affinity", kind, "requiredDuringSchedulingIgnoredDuringExecution").stream();
    }

    private boolean isHere(Map<String, Object> term) {
        return labels.containsKey(Json.text(term, "topologyKey"));
    }

    /** Whether the term of the one pod means the other. */
    private static boolean matches(Map<String, Object> term, Map<String, Object> of, Map<String, Object> other) {
        var namespaces = Json.texts(term, "namespaces");
        var namespace = Json.text(other, "metadata", "namespace");
        var labels = Json.map(other, "metadata", "labels");
        return (namespaces.isEmpty() ? namespace.equals(Json.text(of, "metadata", "namespace"))
                : namespaces.contains(namespace))
                && term.containsKey("labelSelector")
                && Selectors.contains(labels, Json.map(term, "labelSelector", "matchLabels"))
                && Json.maps(term, "labelSelector", "matchExpressions").stream()
                        .allMatch(expression -> Selectors.satisfies(expression, labels));
    }
}
