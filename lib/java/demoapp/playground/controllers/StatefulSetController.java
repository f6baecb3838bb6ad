package demoapp.playground.controllers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import demoapp.json.Json;
import demoapp.playground.store.ApiException;
import demoapp.playground.store.Deletion;
import demoapp.playground.store.Kinds;
import demoapp.playground.store.Registry;
import demoapp.playground.store.Store;

/**
 * Pods with names of their own, name-0, name-1 …, each made when the one before is ready, with claims that stay.
 * A changed template replaces them from the last to the first.
 * See https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/
 */
final class StatefulSetController extends Controller {
    private final Events events;
    private final PodTimes times;

    StatefulSetController(Registry registry, WorkQueue queue) {
        super(registry, queue);
        events = new Events(registry, "statefulset-controller");
        times = new PodTimes(clock);
    }

    @Override
    void changed(Store.Change change) {
        var namespace = Json.text(change.object(), "metadata", "namespace");
        if (change.kind() == Kinds.STATEFUL_SET) {
            enqueue(namespace, Json.text(change.object(), "metadata", "name"));
        } else if (change.kind() == Kinds.POD) {
            times.changed(change);
            var owner = Owners.controllerOf(change.object());
            if ("StatefulSet".equals(owner.get("kind"))) {
                enqueue(namespace, Json.text(owner, "name"));
            }
        }
    }

    @Override
    void reconcile(String namespace, String name) {
        var set = store.get(Kinds.STATEFUL_SET, namespace, name).orElse(null);
        if (set == null) {
            return;
        }
        var pods = new TreeMap<Integer, Map<String, Object>>();
        for (var pod : Owners.claim(registry, Kinds.STATEFUL_SET, set, Kinds.POD)) {
            pods.put(ordinal(Json.text(pod, "metadata", "name")), pod);
        }
        var revision = Revisions.current(registry, Kinds.STATEFUL_SET, set);
        if (Json.at(set, "metadata", "deletionTimestamp") == null) {
            step(set, pods, revision);
        }
        writeStatus(set, pods, revision);
    }

    private static int ordinal(String pod) {
        var text = pod.substring(pod.lastIndexOf('-') + 1);
        return text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
    }

    /** One step: a missing pod, else one too many, else one with an old template. */
    private void step(Map<String, Object> set, TreeMap<Integer, Map<String, Object>> pods, String revision) {
        var first = firstOrdinal(set);
        var end = first + (int) DeploymentArithmetic.replicas(set);
        var oneByOne = !Json.text(set, "spec", "podManagementPolicy").equals("Parallel");
        for (var i = first; i < end; i++) {
            var pod = pods.get(i);
            if (pod == null) {
                create(set, i, revision);
            } else if (Pods.isFinished(pod)) {
                if (!Pods.isTerminating(pod)) {
                    delete(set, pod);
                }
                return;
            }
            if (oneByOne && !isAvailable(set, pod)) {
                return;
            }
        }
        if (scaleDown(set, pods, first, end, oneByOne)) {
            return;
        }
        replaceOld(set, pods, revision);
    }

    private static int firstOrdinal(Map<String, Object> set) {
        return (int) Json.number(set, 0, "spec", "ordinals", "start");
    }

    /** From the last pod on; one that is not healthy goes only when no pod before it is unhealthy too. */
    private boolean scaleDown(Map<String, Object> set, TreeMap<Integer, Map<String, Object>> pods, int first, int end,
                              boolean oneByOne) {
        var unhealthy = pods.values().stream().filter(pod -> !isHealthy(pod)).findFirst().orElse(null);
        for (var entry : pods.descendingMap().entrySet()) {
            var pod = entry.getValue();
            if (entry.getKey() >= first && entry.getKey() < end) {
                continue;
            }
            if (!Pods.isTerminating(pod) && (!oneByOne || isAvailable(set, pod) || pod == unhealthy)) {
                delete(set, pod);
            }
            if (oneByOne) {
                return true;
            }
        }
        return false;
    }

    private static boolean isHealthy(Map<String, Object> pod) {
        return pod != null && Pods.isReady(pod) && !Pods.isTerminating(pod);
    }

    /** Ready for minReadySeconds; looks again when that time is over. */
    private boolean isAvailable(Map<String, Object> set, Map<String, Object> pod) {
        var left = isHealthy(pod) ? Duration.ofSeconds(Json.number(set, 0, "spec", "minReadySeconds"))
                .minus(times.readyFor(pod)) : Duration.ZERO;
        if (left.isNegative() || left.isZero()) {
            return isHealthy(pod);
        }
        enqueueAfter(left.plusMillis(50), Json.text(set, "metadata", "namespace"), Json.text(set, "metadata", "name"));
        return false;
    }

    private void replaceOld(Map<String, Object> set, TreeMap<Integer, Map<String, Object>> pods, String revision) {
        if (Json.text(set, "spec", "updateStrategy", "type").equals("OnDelete")) {
            return;
        }
        var from = Math.max(firstOrdinal(set), partition(set));
        for (var pod : pods.tailMap(from, true).descendingMap().values()) {
            if (!isOf(pod, revision) && !Pods.isTerminating(pod)) {
                delete(set, pod);
                return;
            }
            if (!isAvailable(set, pod)) {
                return;
            }
        }
    }

    /** The ordinals below keep the template that they have. */
    private static int partition(Map<String, Object> set) {
        return firstOrdinal(set) + (int) Json.number(set, 0, "spec", "updateStrategy", "rollingUpdate", "partition");
    }

    private static boolean isOf(Map<String, Object> pod, String revision) {
        return revision.equals(Json.text(pod, "metadata", "labels", Revisions.HASH));
    }

    /** The revision for a new pod: below the partition that of before the change. */
    private static String revision(Map<String, Object> set, int ordinal, String update) {
        var current = Json.text(set, "status", "currentRevision");
        return current.isEmpty() || Json.text(set, "spec", "updateStrategy", "type").equals("OnDelete")
                || ordinal >= partition(set) ? update : current;
    }

    private void create(Map<String, Object> set, int ordinal, String update) {
        var revision = revision(set, ordinal, update);
        var namespace = Json.text(set, "metadata", "namespace");
        var setName = Json.text(set, "metadata", "name");
        var name = setName + "-" + ordinal;
        var versioned = Json.copy(set);
        Json.set(versioned, Revisions.template(registry, set, revision), "spec", "template");
        var pod = Pods.fromTemplate(Kinds.STATEFUL_SET, versioned);
        Json.set(pod, null, "metadata", "generateName");
        Json.set(pod, name, "metadata", "name");
        Json.set(pod, name, "metadata", "labels", "statefulset.kubernetes.io/pod-name");
        Json.set(pod, Integer.toString(ordinal), "metadata", "labels", "apps.kubernetes.io/pod-index");
        Json.set(pod, revision, "metadata", "labels", Revisions.HASH);
        Json.set(pod, name, "spec", "hostname");
        Json.set(pod, Json.at(set, "spec", "serviceName"), "spec", "subdomain");
        var volumes = new ArrayList<Object>(Json.list(pod, "spec", "volumes"));
        for (var template : Json.maps(set, "spec", "volumeClaimTemplates")) {
            var volume = Json.text(template, "metadata", "name");
            claim(set, name, template, volume + "-" + name);
            volumes.removeIf(other -> volume.equals(Json.text(other, "name")));
            volumes.add(Json.object("name", volume,
                    "persistentVolumeClaim", Json.object("claimName", volume + "-" + name)));
        }
        Json.set(pod, volumes.isEmpty() ? null : volumes, "spec", "volumes");
        try {
            registry.create(Kinds.POD, namespace, pod, MANAGER);
        } catch (ApiException refused) {
            events.warning(set, "FailedCreate", "create Pod %s in StatefulSet %s failed error: %s"
                    .formatted(name, setName, refused.getMessage()));
            throw refused;
        }
        events.normal(set, "SuccessfulCreate", "create Pod %s in StatefulSet %s successful".formatted(name, setName));
    }

    private void claim(Map<String, Object> set, String pod, Map<String, Object> template, String claim) {
        var namespace = Json.text(set, "metadata", "namespace");
        if (store.get(Kinds.PVC, namespace, claim).isEmpty()) {
            var metadata = Json.object("name", claim);
            Json.set(metadata, Json.copyOf(Json.at(set, "spec", "selector", "matchLabels")), "labels");
            registry.create(Kinds.PVC, namespace, Json.object("apiVersion", "v1", "kind", "PersistentVolumeClaim",
                    "metadata", metadata, "spec", Json.copyOf(template.get("spec"))), MANAGER);
            events.normal(set, "SuccessfulCreate", "create Claim %s Pod %s in StatefulSet %s success"
                    .formatted(claim, pod, Json.text(set, "metadata", "name")));
        }
    }

    private void delete(Map<String, Object> set, Map<String, Object> pod) {
        var name = Json.text(pod, "metadata", "name");
        registry.delete(Kinds.POD, Json.text(pod, "metadata", "namespace"), name, Deletion.background());
        events.normal(set, "SuccessfulDelete", "delete Pod %s in StatefulSet %s successful"
                .formatted(name, Json.text(set, "metadata", "name")));
    }

    private void writeStatus(Map<String, Object> set, Map<Integer, Map<String, Object>> pods, String revision) {
        List<Map<String, Object>> all = List.copyOf(pods.values());
        var ready = all.stream().filter(StatefulSetController::isHealthy).count();
        var updated = all.stream().filter(pod -> isOf(pod, revision) && !Pods.isTerminating(pod)).count();
        var before = Json.text(set, "status", "currentRevision");
        var replicas = DeploymentArithmetic.replicas(set);
        var done = before.isEmpty() || updated == replicas && ready == replicas && all.size() == replicas
                && !Json.text(set, "spec", "updateStrategy", "type").equals("OnDelete");
        var current = done ? revision : before;
        var status = Json.object("observedGeneration", Json.number(set, 0, "metadata", "generation"),
                "replicas", all.size());
        ReplicaSetController.count(status, "readyReplicas", ready);
        ReplicaSetController.count(status, "currentReplicas", all.stream()
                .filter(pod -> isOf(pod, current) && !Pods.isTerminating(pod)).count());
        ReplicaSetController.count(status, "updatedReplicas", updated);
        status.put("currentRevision", current);
        status.put("updateRevision", revision);
        status.put("collisionCount", 0);
        status.put("availableReplicas", all.stream().filter(pod -> isAvailable(set, pod)).count());
        registry.updateStatus(Kinds.STATEFUL_SET, Json.text(set, "metadata", "namespace"),
                Json.text(set, "metadata", "name"), MANAGER, fresh -> {
                    fresh.put("status", status);
                    return fresh;
                });
    }
}
