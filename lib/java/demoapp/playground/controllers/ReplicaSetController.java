package demoapp.playground.controllers;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.store.ApiException;
import demoapp.playground.store.Deletion;
import demoapp.playground.store.Kinds;
import demoapp.playground.store.Registry;
import demoapp.playground.store.Store;

/**
 * Keeps as many pods as spec.replicas says, and counts them in the status. A pod that is being deleted does not count
 * any more. See https://github.com/kubernetes/kubernetes/blob/v1.32.0/pkg/controller/replicaset/replica_set.go
 */
final class ReplicaSetController extends Controller {
    private final Events events;
    private final PodTimes times;

    ReplicaSetController(Registry registry, WorkQueue queue) {
        super(registry, queue);
        events = new Events(registry, "replicaset-controller");
        times = new PodTimes(clock);
    }

    @Override
    void changed(Store.Change change) {
        var namespace = Json.text(change.object(), "metadata", "namespace");
        if (change.kind() == Kinds.REPLICA_SET) {
            enqueue(namespace, Json.text(change.object(), "metadata", "name"));
        } else if (change.kind() == Kinds.POD) {
            times.changed(change);
            enqueueOwner(namespace, change.object());
            if (change.before() != null) {
                enqueueOwner(namespace, change.before());
            }
        }
    }

    private void enqueueOwner(String namespace, Map<String, Object> pod) {
        var controller = Owners.controllerOf(pod);
        if (controller.isEmpty()) {
            var labels = Json.map(pod, "metadata", "labels");
            store.list(Kinds.REPLICA_SET, namespace).stream()
                    .filter(set -> Selectors.matches(Json.at(set, "spec", "selector"), labels))
                    .forEach(set -> enqueue(namespace, Json.text(set, "metadata", "name")));
        } else if ("ReplicaSet".equals(controller.get("kind"))) {
            enqueue(namespace, Json.text(controller, "name"));
        }
    }

    /** Its size as it is before others act: a Deployment that sets it back does so too late for the next pod. */
    @Override
    Runnable look(String namespace, String name) {
        var set = store.get(Kinds.REPLICA_SET, namespace, name);
        return () -> set.ifPresent(this::reconcile);
    }

    @Override
    void reconcile(String namespace, String name) {
        look(namespace, name).run();
    }

    private void reconcile(Map<String, Object> set) {
        var pods = Owners.claim(registry, Kinds.REPLICA_SET, set, Kinds.POD).stream().filter(Pods::isActive).toList();
        ApiException refused = null;
        if (Json.at(set, "metadata", "deletionTimestamp") == null) {
            try {
                scale(set, pods);
            } catch (ApiException failure) {
                refused = failure;
            }
        }
        writeStatus(set, pods, refused);
        if (refused != null) {
            throw refused; // the queue tries again, later and later
        }
    }

    private void scale(Map<String, Object> set, List<Map<String, Object>> pods) {
        var namespace = Json.text(set, "metadata", "namespace");
        var missing = Json.number(set, 1, "spec", "replicas") - pods.size();
        Pods.inBatches((int) Math.max(0, missing), i -> create(namespace, set));
        pods.stream().sorted(times.deletedFirst()).limit(Math.max(0, -missing)).forEach(pod -> {
            var podName = Json.text(pod, "metadata", "name");
            registry.delete(Kinds.POD, namespace, podName, Deletion.background());
            events.normal(set, "SuccessfulDelete", "Deleted pod: " + podName);
        });
    }

    private void create(String namespace, Map<String, Object> set) {
        try {
            var pod = registry.create(Kinds.POD, namespace, Pods.fromTemplate(Kinds.REPLICA_SET, set), MANAGER);
            events.normal(set, "SuccessfulCreate", "Created pod: " + Json.text(pod, "metadata", "name"));
        } catch (ApiException refused) {
            events.warning(set, "FailedCreate", "Error creating: " + refused.getMessage());
            throw refused;
        }
    }

    private void writeStatus(Map<String, Object> set, List<Map<String, Object>> pods, ApiException refused) {
        var labels = Json.map(set, "spec", "template", "metadata", "labels");
        var ready = pods.stream().filter(Pods::isReady).toList();
        var status = Json.object("replicas", pods.size());
        count(status, "fullyLabeledReplicas",
                pods.stream().filter(p -> Selectors.contains(Json.map(p, "metadata", "labels"), labels)).count());
        count(status, "readyReplicas", ready.size());
        count(status, "availableReplicas", ready.stream().filter(pod -> isAvailable(set, pod)).count());
        status.put("observedGeneration", Json.number(set, 0, "metadata", "generation"));
        Json.set(status, Json.copyOf(Json.at(set, "status", "conditions")), "conditions");
        if (refused == null) {
            Conditions.remove(status, "ReplicaFailure");
        } else {
            Conditions.set(status, Conditions.of("ReplicaFailure", "True", "FailedCreate", refused.getMessage()),
                    clock.timestamp(), "lastTransitionTime");
        }
        registry.updateStatus(Kinds.REPLICA_SET, Json.text(set, "metadata", "namespace"),
                Json.text(set, "metadata", "name"), MANAGER, fresh -> {
                    fresh.put("status", status);
                    return fresh;
                });
    }

    /** Ready for minReadySeconds; looks again when that time is over. */
    private boolean isAvailable(Map<String, Object> set, Map<String, Object> pod) {
        var wanted = Duration.ofSeconds(Json.number(set, 0, "spec", "minReadySeconds"));
        var is = times.readyFor(pod);
        if (is.compareTo(wanted) >= 0) {
            return true;
        }
        enqueueAfter(wanted.minus(is).plusMillis(50), Json.text(set, "metadata", "namespace"),
                Json.text(set, "metadata", "name"));
        return false;
    }

    /** A counter of zero is absent. */
    static void count(Map<String, Object> status, String counter, long value) {
        if (value != 0) {
            status.put(counter, value);
        }
    }
}
