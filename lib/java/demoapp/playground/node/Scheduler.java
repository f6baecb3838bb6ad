package demoapp.playground.node;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import demoapp.json.Json;
import demoapp.playground.controllers.Conditions;
import demoapp.playground.controllers.Events;
import demoapp.playground.controllers.Pods;
import demoapp.playground.store.ApiException;
import demoapp.playground.store.Kinds;
import demoapp.playground.store.Registry;
import demoapp.playground.store.Store;

/**
 * Binds pods to the node, or says in the real scheduler's words why not. A pod that was refused is tried again when
 * something changes that may help it, but not before a back-off of 1, 2, 4 … 10 s, and every five minutes.
 */
final class Scheduler {
    private static final String MANAGER = "kube-scheduler";
    private static final String SELECTED_NODE = "volume.kubernetes.io/selected-node";
    private static final double LONGEST_BACKOFF = 10;
    private static final double FLUSH = 300;

    private final Registry registry;
    private final Store store;
    private final String node;
    private final Events events;
    private final Map<String, Waiting> waiting = new HashMap<>();

    /** A pod that was refused. */
    private record Waiting(Map<String, Object> pod, Refusal.Cause helps, int attempts, Instant since) { }

    Scheduler(Registry registry, String node) {
        this.registry = registry;
        this.store = registry.store();
        this.node = node;
        this.events = new Events(registry, "default-scheduler");
    }

    void changed(Store.Change change) {
        var kind = change.kind();
        if (kind == Kinds.POD) {
            podChanged(change);
        } else if (kind == Kinds.NODE) {
            wake(Refusal.Cause.NODE);
            wake(Refusal.Cause.PODS);
        } else if (kind == Kinds.PVC || kind == Kinds.PV || kind == Kinds.STORAGE_CLASS) {
            wake(Refusal.Cause.VOLUMES);
        }
    }

    private void podChanged(Store.Change change) {
        var pod = change.object();
        var uid = Json.text(pod, "metadata", "uid");
        if (change.type().equals("DELETED") || !Json.text(pod, "spec", "nodeName").isEmpty()) {
            waiting.remove(uid);
            if (change.type().equals("DELETED") || Pods.isFinished(pod)) {
                wake(Refusal.Cause.PODS);
                wake(Refusal.Cause.VOLUMES);
            }
        } else if (change.type().equals("ADDED") || isAnother(change)) {
            schedule(pod);
        }
    }

    /** What the pod wants has changed. */
    private static boolean isAnother(Store.Change change) {
        return change.before() != null && !Json.same(change.before().get("spec"), change.object().get("spec"));
    }

    private void wake(Refusal.Cause cause) {
        for (var entry : List.copyOf(waiting.entrySet())) {
            if (entry.getValue().helps == cause) {
                var backoff = Math.min(LONGEST_BACKOFF, Math.pow(2, entry.getValue().attempts - 1));
                again(entry.getKey(), backoff - passed(entry.getValue().since));
            }
        }
    }

    private double passed(Instant since) {
        return Duration.between(since, registry.clock().now()).toNanos() / 1e9 * registry.clock().speed();
    }

    /** Tries once more after so many seconds, unless it has been tried by then. */
    private void again(String uid, double seconds) {
        var now = waiting.get(uid);
        registry.clock().after(Duration.ofMillis((long) (Math.max(0, seconds) * 1000)), () -> {
            if (now == waiting.get(uid)) {
                schedule(now.pod);
            }
        });
    }

    private void schedule(Map<String, Object> known) {
        var stored = store.get(Kinds.POD, Json.text(known, "metadata", "namespace"), Json.text(known, "metadata", "name"));
        if (stored.isEmpty()) {
            return;
        }
        var pod = stored.get();
        if (!Json.text(pod, "spec", "nodeName").isEmpty() || Pods.isTerminating(pod)
                || !Json.text(pod, "spec", "schedulerName").equals("default-scheduler")
                || !Json.maps(pod, "spec", "schedulingGates").isEmpty()) {
            return;
        }
        try {
            var refusal = refusal(pod);
            if (refusal.isPresent()) {
                refuse(pod, refusal.get());
            } else if (claimsAreBound(pod)) {
                bind(pod);
            } else {
                remember(pod, Refusal.Cause.VOLUMES);
            }
        } catch (ApiException gone) {
            if (!gone.notFound()) {
                throw gone;
            }
        }
    }

    private void remember(Map<String, Object> pod, Refusal.Cause helps) {
        var uid = Json.text(pod, "metadata", "uid");
        var attempts = waiting.containsKey(uid) ? waiting.get(uid).attempts : 0;
        waiting.put(uid, new Waiting(pod, helps, attempts + 1, registry.clock().now()));
        again(uid, FLUSH);
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

    private void refuse(Map<String, Object> pod, Refusal refusal) {
        events.recordAction(pod, "Warning", "FailedScheduling", "Scheduling", refusal.message());
        registry.updateStatus(Kinds.POD, Json.text(pod, "metadata", "namespace"), Json.text(pod, "metadata", "name"),
                MANAGER, fresh -> {
                    setCondition(fresh, Json.object("type", "PodScheduled", "status", "False", "reason",
                            "Unschedulable", "message", refusal.message()));
                    return fresh;
                });
        remember(pod, refusal.helps());
    }

    private void setCondition(Map<String, Object> pod, Map<String, Object> condition) {
        var status = Json.child(pod, "status");
        var timed = PodStatus.timed(condition, Conditions.find(status, "PodScheduled"), registry.clock().timestamp());
        var all = new ArrayList<Object>(Json.list(status, "conditions"));
        all.removeIf(other -> "PodScheduled".equals(Json.text(other, "type")));
        all.add(timed);
        status.put("conditions", all);
    }

    private Optional<Refusal> refusal(Map<String, Object> pod) {
        var claims = claimTrouble(pod);
        var place = store.get(Kinds.NODE, "", node);
        if (claims.isPresent() || place.isEmpty()) {
            return Optional.of(new Refusal(List.of(claims.orElse("no nodes available to schedule pods")),
                    claims.isPresent() ? Refusal.Cause.VOLUMES : Refusal.Cause.NODE, false));
        }
        var others = store.list(Kinds.POD, "").stream()
                .filter(other -> node.equals(Json.text(other, "spec", "nodeName")) && !Pods.isFinished(other)).toList();
        return new NodeFilter(place.get(), others).refusal(pod).or(() -> volumeInUse(pod, others));
    }

    // Volumes

    private Optional<String> claimTrouble(Map<String, Object> pod) {
        for (var name : claims(pod)) {
            var claim = claim(pod, name);
            if (claim.isEmpty()) {
                return Optional.of("persistentvolumeclaim \"%s\" not found".formatted(name));
            }
            if (Json.at(claim, "metadata", "deletionTimestamp") != null) {
                return Optional.of("persistentvolumeclaim \"%s\" is being deleted".formatted(name));
            }
            if (Json.text(claim, "status", "phase").equals("Lost")) {
                return Optional.of("persistentvolumeclaim \"%s\" bound to non-existent persistentvolume \"%s\""
                        .formatted(name, Json.text(claim, "spec", "volumeName")));
            }
            if (!isBound(claim) && !waitsForConsumer(claim)) {
                return Optional.of("pod has unbound immediate PersistentVolumeClaims");
            }
        }
        return Optional.empty();
    }

    /** A claim that is for one pod only, and another one has it. */
    private Optional<Refusal> volumeInUse(Map<String, Object> pod, List<Map<String, Object>> others) {
        var namespace = Json.text(pod, "metadata", "namespace");
        var taken = claims(pod).stream()
                .filter(name -> Json.texts(claim(pod, name), "spec", "accessModes").contains("ReadWriteOncePod"))
                .anyMatch(name -> others.stream().anyMatch(other ->
                        namespace.equals(Json.text(other, "metadata", "namespace")) && claims(other).contains(name)));
        return !taken ? Optional.empty() : Optional.of(new Refusal(List.of("1 node has pod using PersistentVolumeClaim "
                + "with the same name and ReadWriteOncePod access mode"), Refusal.Cause.PODS, true));
    }

    private static List<String> claims(Map<String, Object> pod) {
        var name = Json.text(pod, "metadata", "name");
        return Json.maps(pod, "spec", "volumes").stream()
                .map(volume -> volume.containsKey("ephemeral") ? name + "-" + Json.text(volume, "name")
                        : Json.text(volume, "persistentVolumeClaim", "claimName"))
                .filter(claim -> !claim.isEmpty()).toList();
    }

    private Map<String, Object> claim(Map<String, Object> pod, String name) {
        return store.get(Kinds.PVC, Json.text(pod, "metadata", "namespace"), name).orElse(Map.of());
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
        var all = true;
        for (var name : claims(pod)) {
            if (!isBound(claim(pod, name))) {
                all = false;
                registry.update(Kinds.PVC, Json.text(pod, "metadata", "namespace"), name, MANAGER, fresh -> {
                    Json.set(fresh, node, "metadata", "annotations", SELECTED_NODE);
                    return fresh;
                });
            }
        }
        return all;
    }
}
