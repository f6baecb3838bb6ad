package demoapp.playground.controllers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import demoapp.json.Json;
import demoapp.playground.store.Deletion;
import demoapp.playground.store.Kinds;
import demoapp.playground.store.Registry;
import demoapp.playground.store.Store;

/** One pod on every node that the template's nodeSelector allows; a changed template replaces them one by one. */
final class DaemonSetController extends Controller {
    private static final Set<String> TOLERATED = Set.of("not-ready", "unreachable");
    private final Events events;

    DaemonSetController(Registry registry, WorkQueue queue) {
        super(registry, queue);
        events = new Events(registry, "daemonset-controller");
    }

    @Override
    void changed(Store.Change change) {
        var namespace = Json.text(change.object(), "metadata", "namespace");
        if (change.kind() == Kinds.DAEMON_SET) {
            enqueue(namespace, Json.text(change.object(), "metadata", "name"));
        } else if (change.kind() == Kinds.POD) {
            var owner = Owners.controllerOf(change.object());
            if ("DaemonSet".equals(owner.get("kind"))) {
                enqueue(namespace, Json.text(owner, "name"));
            }
        } else if (change.kind() == Kinds.NODE) {
            store.list(Kinds.DAEMON_SET, "").forEach(set -> enqueue(Json.text(set, "metadata", "namespace"),
                    Json.text(set, "metadata", "name")));
        }
    }

    @Override
    void reconcile(String namespace, String name) {
        var set = store.get(Kinds.DAEMON_SET, namespace, name).orElse(null);
        if (set == null) {
            return;
        }
        var pods = Owners.claim(registry, Kinds.DAEMON_SET, set, Kinds.POD).stream()
                .filter(pod -> !Pods.isTerminating(pod)).toList();
        var full = Revisions.current(registry, Kinds.DAEMON_SET, set);
        var revision = full.substring(full.lastIndexOf('-') + 1);
        var selector = Json.map(set, "spec", "template", "spec", "nodeSelector");
        var nodes = store.list(Kinds.NODE, "").stream()
                .filter(node -> Selectors.contains(Json.map(node, "metadata", "labels"), selector))
                .map(node -> Json.text(node, "metadata", "name")).toList();
        if (Json.at(set, "metadata", "deletionTimestamp") == null) {
            step(set, pods, nodes, revision);
        }
        writeStatus(set, pods, nodes, revision);
    }

    private void step(Map<String, Object> set, List<Map<String, Object>> pods, List<String> nodes, String revision) {
        nodes.stream().filter(node -> pods.stream().noneMatch(pod -> node.equals(nodeOf(pod))))
                .forEach(node -> create(set, node, revision));
        pods.stream().filter(pod -> !nodes.contains(nodeOf(pod)) || Pods.isFinished(pod))
                .forEach(pod -> delete(set, pod));
        if (Json.text(set, "spec", "updateStrategy", "type").equals("RollingUpdate")) {
            update(set, pods, nodes, revision);
        }
    }

    /** Broken old pods go at once, others as far as maxUnavailable lets them. See pkg/controller/daemon/update.go. */
    private void update(Map<String, Object> set, List<Map<String, Object>> pods, List<String> nodes, String revision) {
        var unavailable = nodes.size() - pods.stream().filter(Pods::isReady).count();
        var may = Json.number(set, 1, "spec", "updateStrategy", "rollingUpdate", "maxUnavailable") - unavailable;
        var old = pods.stream().filter(pod -> nodes.contains(nodeOf(pod)) && !isOf(pod, revision)).toList();
        old.stream().filter(pod -> !Pods.isReady(pod)).forEach(pod -> delete(set, pod));
        old.stream().filter(Pods::isReady).limit(Math.max(0, may)).forEach(pod -> delete(set, pod));
    }

    /** The node that the pod is on, or that its affinity names. */
    private static String nodeOf(Map<String, Object> pod) {
        var bound = Json.text(pod, "spec", "nodeName");
        return !bound.isEmpty() ? bound : Json.text(pod, "spec", "affinity", "nodeAffinity",
                "requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms", 0, "matchFields", 0,
                "values", 0);
    }

    private static boolean isOf(Map<String, Object> pod, String revision) {
        return revision.equals(Json.text(pod, "metadata", "labels", Revisions.HASH));
    }

    private void create(Map<String, Object> set, String node, String revision) {
        var pod = Pods.fromTemplate(Kinds.DAEMON_SET, set);
        Json.set(pod, revision, "metadata", "labels", Revisions.HASH);
        Json.set(pod, Json.text(set, "metadata", "annotations", "deprecated.daemonset.template.generation"),
                "metadata", "labels", "pod-template-generation");
        var field = Json.object("key", "metadata.name", "operator", "In", "values", List.of(node));
        Json.set(pod, List.of(Json.object("matchFields", List.of(field))), "spec", "affinity", "nodeAffinity",
                "requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms");
        var tolerations = new ArrayList<Object>(Json.list(pod, "spec", "tolerations"));
        TOLERATED.stream().sorted().forEach(taint -> tolerations.add(Json.object(
                "key", "node.kubernetes.io/" + taint, "operator", "Exists", "effect", "NoExecute")));
        Json.set(pod, tolerations, "spec", "tolerations");
        var created = registry.create(Kinds.POD, Json.text(set, "metadata", "namespace"), pod, MANAGER);
        events.normal(set, "SuccessfulCreate", "Created pod: " + Json.text(created, "metadata", "name"));
    }

    private void delete(Map<String, Object> set, Map<String, Object> pod) {
        var name = Json.text(pod, "metadata", "name");
        registry.delete(Kinds.POD, Json.text(pod, "metadata", "namespace"), name, Deletion.background());
        events.normal(set, "SuccessfulDelete", "Deleted pod: " + name);
    }

    private void writeStatus(Map<String, Object> set, List<Map<String, Object>> pods, List<String> nodes,
                             String revision) {
        var placed = pods.stream().filter(pod -> nodes.contains(nodeOf(pod))).toList();
        var ready = placed.stream().filter(Pods::isReady).count();
        var status = Json.object("currentNumberScheduled", placed.size(),
                "numberMisscheduled", pods.size() - placed.size(), "desiredNumberScheduled", nodes.size(),
                "numberReady", ready, "observedGeneration", Json.number(set, 0, "metadata", "generation"));
        ReplicaSetController.count(status, "updatedNumberScheduled",
                placed.stream().filter(pod -> isOf(pod, revision)).count());
        ReplicaSetController.count(status, "numberAvailable", ready);
        ReplicaSetController.count(status, "numberUnavailable", nodes.size() - ready);
        registry.updateStatus(Kinds.DAEMON_SET, Json.text(set, "metadata", "namespace"),
                Json.text(set, "metadata", "name"), MANAGER, fresh -> {
                    fresh.put("status", status);
                    return fresh;
                });
    }
}
