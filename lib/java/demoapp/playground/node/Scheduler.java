package demoapp.playground.node;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import demoapp.json.Json;
import demoapp.playground.controllers.Conditions;
import demoapp.playground.controllers.Events;
import demoapp.playground.controllers.Pods;
import demoapp.playground.controllers.Selectors;
import demoapp.playground.schema.Quantity;
import demoapp.playground.store.ApiException;
import demoapp.playground.store.Kinds;
import demoapp.playground.store.Registry;
import demoapp.playground.store.Store;

/** Binds pods to the node, or says in the real scheduler's words why not; what changes may help is tried again. */
final class Scheduler {
    private static final String MANAGER = "kube-scheduler";
    private static final String SELECTED_NODE = "volume.kubernetes.io/selected-node";
    private static final String USELESS = "Preemption is not helpful for scheduling.";
    private static final String NO_VICTIMS = "No preemption victims found for incoming pod.";

    private final Registry registry;
    private final Store store;
    private final String node;
    private final Events events;

    /** Why a pod cannot run: what the filters say, and what preemption says to that. */
    private record Refusal(String why, String preemption) { }

    Scheduler(Registry registry, String node) {
        this.registry = registry;
        this.store = registry.store();
        this.node = node;
        this.events = new Events(registry, "default-scheduler");
    }

    void changed(Store.Change change) {
        var kind = change.kind();
        if (kind == Kinds.POD && change.type().equals("ADDED")) {
            schedule(change.object());
        } else if (kind == Kinds.PVC || kind == Kinds.PV || kind == Kinds.NODE || kind == Kinds.POD && frees(change)) {
            store.list(Kinds.POD, "").forEach(this::schedule);
        }
    }

    private static boolean frees(Store.Change change) {
        return change.type().equals("DELETED") || Pods.isFinished(change.object());
    }

    private void schedule(Map<String, Object> listed) {
        var pod = store.get(Kinds.POD, Json.text(listed, "metadata", "namespace"),
                Json.text(listed, "metadata", "name")).orElse(listed);
        if (!Json.text(pod, "spec", "nodeName").isEmpty() || Pods.isTerminating(pod)
                || !Json.text(pod, "spec", "schedulerName").equals("default-scheduler")) {
            return;
        }
        try {
            var refusal = refusal(pod);
            if (refusal.isPresent()) {
                refuse(pod, "0/1 nodes are available: %s. preemption: 0/1 nodes are available: 1 %s"
                        .formatted(refusal.get().why, refusal.get().preemption));
            } else if (claimsAreBound(pod)) {
                bind(pod);
            }
        } catch (ApiException gone) {
            if (!gone.notFound()) {
                throw gone;
            }
        }
    }

    /** As the API server binds: node and condition in one write, which managedFields do not show. */
    private void bind(Map<String, Object> pod) {
        registry.update(Kinds.POD, Json.text(pod, "metadata", "namespace"), Json.text(pod, "metadata", "name"),
                new Registry.Write("", "binding", false, true), fresh -> {
                    Json.set(fresh, node, "spec", "nodeName");
                    setCondition(fresh, Json.object("type", "PodScheduled", "status", "True"));
                    return fresh;
                });
        events.recordAction(pod, "Normal", "Scheduled", "Binding", "Successfully assigned %s/%s to %s"
                .formatted(Json.text(pod, "metadata", "namespace"), Json.text(pod, "metadata", "name"), node));
    }

    private void refuse(Map<String, Object> pod, String message) {
        var before = Conditions.find(Json.map(pod, "status"), "PodScheduled");
        if (message.equals(before.get("message"))) {
            return;
        }
        registry.updateStatus(Kinds.POD, Json.text(pod, "metadata", "namespace"), Json.text(pod, "metadata", "name"),
                MANAGER, fresh -> {
                    setCondition(fresh, Json.object("type", "PodScheduled", "status", "False", "reason",
                            "Unschedulable", "message", message));
                    return fresh;
                });
        events.recordAction(pod, "Warning", "FailedScheduling", "Scheduling", message);
    }

    private void setCondition(Map<String, Object> pod, Map<String, Object> condition) {
        var status = Json.child(pod, "status");
        var timed = PodStatus.timed(condition, Conditions.find(status, "PodScheduled"), registry.clock().timestamp());
        var all = new ArrayList<Object>(Json.list(status, "conditions"));
        all.removeIf(other -> "PodScheduled".equals(Json.text(other, "type")));
        all.add(timed);
        status.put("conditions", all);
    }

    // The filters

    private Optional<Refusal> refusal(Map<String, Object> pod) {
        var claims = claimTrouble(pod);
        if (claims.isPresent()) {
            return Optional.of(new Refusal(claims.get(), USELESS));
        }
        var place = store.get(Kinds.NODE, "", node);
        if (place.isEmpty()) {
            return Optional.of(new Refusal("no nodes available to schedule pods", USELESS));
        }
        if (Json.truth(place.get(), "spec", "unschedulable")) {
            return Optional.of(new Refusal("1 node(s) were unschedulable", USELESS));
        }
        if (!isAttractedBy(pod, place.get())) {
            return Optional.of(new Refusal("1 node(s) didn't match Pod's node affinity/selector", USELESS));
        }
        var lacking = shortages(pod, place.get());
        return lacking.isEmpty() ? Optional.empty()
                : Optional.of(new Refusal(String.join(", ", lacking), NO_VICTIMS));
    }

    private Optional<String> claimTrouble(Map<String, Object> pod) {
        for (var name : claims(pod)) {
            var claim = store.get(Kinds.PVC, Json.text(pod, "metadata", "namespace"), name);
            if (claim.isEmpty()) {
                return Optional.of("persistentvolumeclaim \"%s\" not found".formatted(name));
            }
            if (Json.at(claim.get(), "metadata", "deletionTimestamp") != null) {
                return Optional.of("persistentvolumeclaim \"%s\" is being deleted".formatted(name));
            }
            if (!isBound(claim.get()) && !waitsForConsumer(claim.get())) {
                return Optional.of("pod has unbound immediate PersistentVolumeClaims");
            }
        }
        return Optional.empty();
    }

    private static List<String> claims(Map<String, Object> pod) {
        return Json.maps(pod, "spec", "volumes").stream()
                .map(volume -> Json.text(volume, "persistentVolumeClaim", "claimName"))
                .filter(claim -> !claim.isEmpty()).toList();
    }

    private static boolean isBound(Map<String, Object> claim) {
        return Json.text(claim, "status", "phase").equals("Bound");
    }

    private boolean waitsForConsumer(Map<String, Object> claim) {
        return store.get(Kinds.STORAGE_CLASS, "", Json.text(claim, "spec", "storageClassName"))
                .filter(c -> Json.text(c, "volumeBindingMode").equals("WaitForFirstConsumer")).isPresent();
    }

    /** Claims that wait for a consumer learn of the node now; the pod is bound once they are. */
    private boolean claimsAreBound(Map<String, Object> pod) {
        var namespace = Json.text(pod, "metadata", "namespace");
        var all = true;
        for (var name : claims(pod)) {
            if (!isBound(store.get(Kinds.PVC, namespace, name).orElseThrow())) {
                all = false;
                registry.update(Kinds.PVC, namespace, name, MANAGER, fresh -> {
                    Json.set(fresh, node, "metadata", "annotations", SELECTED_NODE);
                    return fresh;
                });
            }
        }
        return all;
    }

    private static boolean isAttractedBy(Map<String, Object> pod, Map<String, Object> node) {
        var labels = Json.map(node, "metadata", "labels");
        var terms = Json.maps(pod, "spec", "affinity", "nodeAffinity",
                "requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms");
        var fields = Map.<String, Object>of("metadata.name", Json.text(node, "metadata", "name"));
        return Selectors.contains(labels, Json.map(pod, "spec", "nodeSelector"))
                && (terms.isEmpty() || terms.stream().anyMatch(term ->
                        Json.maps(term, "matchExpressions").stream().allMatch(e -> Selectors.satisfies(e, labels))
                        && Json.maps(term, "matchFields").stream().allMatch(e -> Selectors.satisfies(e, fields))));
    }

    private List<String> shortages(Map<String, Object> pod, Map<String, Object> place) {
        var others = store.list(Kinds.POD, "").stream()
                .filter(other -> node.equals(Json.text(other, "spec", "nodeName")) && !Pods.isFinished(other)).toList();
        var shortages = new ArrayList<String>();
        var most = Json.text(place, "status", "allocatable", "pods");
        if (!most.isEmpty() && others.size() >= Quantity.value(most).intValue()) {
            shortages.add("1 Too many pods");
        }
        for (var resource : List.of("cpu", "memory")) {
            var there = Json.text(place, "status", "allocatable", resource);
            var wanted = request(pod, resource);
            var taken = others.stream().map(other -> request(other, resource)).reduce(BigDecimal.ZERO, BigDecimal::add);
            if (!there.isEmpty() && wanted.signum() > 0
                    && taken.add(wanted).compareTo(Quantity.value(there)) > 0) {
                shortages.add("1 Insufficient " + resource);
            }
        }
        return shortages;
    }

    private static BigDecimal request(Map<String, Object> pod, String resource) {
        return Json.maps(pod, "spec", "containers").stream()
                .map(container -> Quantity.value(Json.text(container, "resources", "requests", resource)))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
