package demoapp.playground.controllers;

import static demoapp.playground.controllers.DeploymentArithmetic.annotation;
import static demoapp.playground.controllers.DeploymentArithmetic.replicas;
import static demoapp.playground.controllers.DeploymentArithmetic.wanted;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.store.ApiException;
import demoapp.playground.store.Deletion;
import demoapp.playground.store.Kinds;
import demoapp.playground.store.Registry;
import demoapp.playground.store.Store;

/**
 * Rolls a Deployment's template out through ReplicaSets, one step a reconcile, each step followed by the status; the
 * changes that a step causes bring the next one.
 * See https://github.com/kubernetes/kubernetes/tree/v1.32.0/pkg/controller/deployment
 */
final class DeploymentController extends Controller {
    private final Events events;
    private final DeploymentProgress progress;
    private final DeploymentScaling scaling;

    /** A Deployment, its new ReplicaSet (null when there is none yet) and the old ones, as one reconcile sees them. */
    private record Sets(Map<String, Object> newSet, List<Map<String, Object>> old) {
        List<Map<String, Object>> all() {
            var all = new ArrayList<>(old);
            if (newSet != null) {
                all.add(newSet);
            }
            return all;
        }
    }

    DeploymentController(Registry registry, WorkQueue queue) {
        super(registry, queue);
        events = new Events(registry, "deployment-controller");
        progress = new DeploymentProgress(registry);
        scaling = new DeploymentScaling(registry, events);
    }

    @Override
    void changed(Store.Change change) {
        var object = change.object();
        var namespace = Json.text(object, "metadata", "namespace");
        if (change.kind() == Kinds.DEPLOYMENT) {
            enqueue(namespace, Json.text(object, "metadata", "name"));
        } else if (change.kind() == Kinds.REPLICA_SET) {
            enqueueOwner(namespace, object);
        } else if (change.kind() == Kinds.POD && change.type().equals("DELETED")) {
            // Recreate waits for the last old pod to be gone.
            store.get(Kinds.REPLICA_SET, namespace, Json.text(Owners.controllerOf(object), "name"))
                    .ifPresent(set -> enqueueOwner(namespace, set));
        }
    }

    private void enqueueOwner(String namespace, Map<String, Object> set) {
        var controller = Owners.controllerOf(set);
        if ("Deployment".equals(controller.get("kind"))) {
            enqueue(namespace, Json.text(controller, "name"));
        } else if (controller.isEmpty()) {
            var labels = Json.map(set, "metadata", "labels");
            store.list(Kinds.DEPLOYMENT, namespace).stream()
                    .filter(d -> Selectors.matches(Json.at(d, "spec", "selector"), labels))
                    .forEach(d -> enqueue(namespace, Json.text(d, "metadata", "name")));
        }
    }

    @Override
    void reconcile(String namespace, String name) {
        store.get(Kinds.DEPLOYMENT, namespace, name).ifPresent(this::reconcile);
    }

    /**
     * As Kubernetes' controller it writes its own notes into the Deployment as it has read it. Once it has written it,
     * another write is refused as a conflict, and the rest happens in the next reconcile.
     */
    private void reconcile(Map<String, Object> read) {
        var deployment = Json.copy(read);
        var owned = Owners.claim(registry, Kinds.DEPLOYMENT, deployment, Kinds.REPLICA_SET);
        if (Json.at(deployment, "metadata", "deletionTimestamp") != null) {
            var sets = split(deployment, owned);
            progress.writeStatus(deployment, sets.all(), sets.newSet);
            return;
        }
        notePause(deployment);
        if (Json.truth(deployment, "spec", "paused") || wasScaled(deployment, renewed(deployment, owned))) {
            scale(deployment, owned);
        } else if (DeploymentArithmetic.isRolling(deployment)) {
            roll(deployment, owned);
        } else {
            recreate(deployment, owned);
        }
    }

    private void notePause(Map<String, Object> deployment) {
        var reason = DeploymentStatus.progressing(deployment).get("reason");
        var paused = Json.truth(deployment, "spec", "paused");
        if (DeploymentStatus.hasDeadline(deployment) && !DeploymentStatus.TIMED_OUT.equals(reason)
                && paused != "DeploymentPaused".equals(reason)) {
            progress.write(deployment, "Unknown", paused ? "DeploymentPaused" : "DeploymentResumed",
                    paused ? "Deployment is paused" : "Deployment is resumed");
        }
    }

    /**
     * Brings the new ReplicaSet's annotations up to date, before anything else happens. Kubernetes does so twice, the
     * second time as it was read: a conflict, so that the rest is done in the next reconcile.
     */
    private List<Map<String, Object>> renewed(Map<String, Object> deployment, List<Map<String, Object>> owned) {
        var sets = split(deployment, owned);
        if (sets.newSet != null && renew(deployment, sets.newSet, sets.old) != sets.newSet) {
            throw ApiException.conflict(Kinds.REPLICA_SET, name(sets.newSet), "it has been renewed");
        }
        return owned;
    }

    private static boolean wasScaled(Map<String, Object> deployment, List<Map<String, Object>> sets) {
        return sets.stream().anyMatch(set -> replicas(set) > 0
                && !Json.text(set, "metadata", "annotations", DeploymentArithmetic.DESIRED).isEmpty()
                && annotation(set, DeploymentArithmetic.DESIRED) != replicas(deployment));
    }

    private Sets split(Map<String, Object> deployment, List<Map<String, Object>> owned) {
        var newSet = DeploymentRevisions.newSet(deployment, owned).orElse(null);
        return new Sets(newSet, owned.stream().filter(set -> set != newSet)
                .sorted(DeploymentRevisions.oldestFirst()).toList());
    }

    private void scale(Map<String, Object> deployment, List<Map<String, Object>> owned) {
        var sets = split(deployment, owned);
        if (sets.newSet != null) {
            sets = new Sets(renew(deployment, sets.newSet, sets.old), sets.old);
        }
        scaling.scale(deployment, sets.newSet, sets.old);
        if (Json.truth(deployment, "spec", "paused")) {
            cleanUp(deployment, sets.old);
        }
        progress.writeStatus(deployment, sets.all(), sets.newSet);
    }

    // RollingUpdate

    private void roll(Map<String, Object> deployment, List<Map<String, Object>> owned) {
        var sets = withNewSet(deployment, owned);
        var newOnes = replicas(sets.newSet);
        var target = newOnes > replicas(deployment) ? replicas(deployment)
                : DeploymentArithmetic.newReplicas(deployment, sets.all(), newOnes);
        if (newOnes == replicas(deployment) || !scaling.resize(deployment, sets.newSet, target)) {
            if (!scaleDownOld(deployment, sets)
                    && DeploymentStatus.isComplete(deployment, Json.map(deployment, "status"))) {
                cleanUp(deployment, sets.old);
            }
        }
        rolled(deployment, sets);
    }

    private boolean scaleDownOld(Map<String, Object> deployment, Sets sets) {
        var most = DeploymentArithmetic.scalableDown(deployment, sets.all(), sets.newSet);
        if (wanted(sets.old) == 0 || most <= 0) {
            return false;
        }
        var scaled = 0L;
        var left = new ArrayList<Long>();
        for (var set : sets.old) { // the unhealthy ones first
            var unhealthy = replicas(set) - Json.number(set, 0, "status", "availableReplicas");
            var fewer = Math.max(0, Math.min(most - scaled, Math.min(replicas(set), unhealthy)));
            if (fewer > 0) {
                scaling.resize(deployment, set, replicas(set) - fewer);
            }
            left.add(replicas(set) - fewer);
            scaled += fewer;
        }
        // Kubernetes does not limit this by `most`, but our ReplicaSets' statuses may lag behind for longer.
        var spare = Math.min(most - scaled, DeploymentArithmetic.counted(sets.all(), "availableReplicas")
                - DeploymentArithmetic.minAvailable(deployment));
        for (var i = 0; i < sets.old.size() && spare > 0; i++) {
            var fewer = Math.min(left.get(i), spare);
            if (fewer > 0) {
                var set = store.get(Kinds.REPLICA_SET, namespace(deployment), name(sets.old.get(i)));
                set.ifPresent(fresh -> scaling.resize(deployment, fresh, replicas(fresh) - fewer));
                scaled += fewer;
                spare -= fewer;
            }
        }
        return scaled > 0;
    }

    // Recreate

    private void recreate(Map<String, Object> deployment, List<Map<String, Object>> owned) {
        var sets = split(deployment, owned);
        var active = sets.old.stream().filter(set -> replicas(set) > 0).toList();
        if (!active.isEmpty() || oldPodsRun(deployment, sets.old)) {
            active.forEach(set -> scaling.resize(deployment, set, 0));
            rolled(deployment, sets);
            return;
        }
        var renewed = withNewSet(deployment, owned);
        scaling.resize(deployment, renewed.newSet, replicas(deployment));
        if (DeploymentStatus.isComplete(deployment, Json.map(deployment, "status"))) {
            cleanUp(deployment, renewed.old);
        }
        rolled(deployment, renewed);
    }

    /** A pod that shuts down counts until it is gone, even when its phase is final already. */
    private boolean oldPodsRun(Map<String, Object> deployment, List<Map<String, Object>> old) {
        return store.list(Kinds.POD, namespace(deployment)).stream()
                .filter(pod -> !Pods.isFinished(pod) || Pods.isTerminating(pod))
                .anyMatch(pod -> old.stream().anyMatch(set -> Owners.controls(set, pod)));
    }

    // The new ReplicaSet and the history

    private Sets withNewSet(Map<String, Object> deployment, List<Map<String, Object>> owned) {
        var sets = split(deployment, owned);
        return new Sets(sets.newSet == null ? create(deployment, sets.old)
                : renew(deployment, sets.newSet, sets.old), sets.old);
    }

    /** An existing ReplicaSet becomes (or stays) the new one: latest revision, the Deployment's annotations. */
    private Map<String, Object> renew(Map<String, Object> deployment, Map<String, Object> set,
                                      List<Map<String, Object>> old) {
        var revision = DeploymentRevisions.latest(old) + 1;
        var renewed = registry.update(Kinds.REPLICA_SET, namespace(deployment), name(set), MANAGER, fresh -> {
            DeploymentRevisions.annotate(deployment, fresh, revision);
            Json.set(fresh, Json.at(deployment, "spec", "minReadySeconds"), "spec", "minReadySeconds");
            return fresh;
        });
        if (renewed == set) {
            progress.found(deployment, name(set), Json.text(set, "metadata", "annotations",
                    DeploymentRevisions.REVISION));
        }
        return renewed;
    }

    private Map<String, Object> create(Map<String, Object> deployment, List<Map<String, Object>> old) {
        var revision = DeploymentRevisions.latest(old) + 1;
        var set = DeploymentRevisions.make(deployment, revision);
        var size = DeploymentArithmetic.newReplicas(deployment, old, 0);
        Json.set(set, size, "spec", "replicas");
        Map<String, Object> created;
        try {
            created = registry.create(Kinds.REPLICA_SET, namespace(deployment), set, MANAGER);
        } catch (ApiException refused) {
            createFailed(deployment, set, refused);
            throw refused;
        }
        if (size > 0) {
            events.normal(deployment, "ScalingReplicaSet",
                    "Scaled up replica set %s from 0 to %d".formatted(name(set), size));
        }
        progress.created(deployment, name(set), revision);
        return created;
    }

    private void createFailed(Map<String, Object> deployment, Map<String, Object> set, ApiException refused) {
        if (refused.reason().equals("AlreadyExists")) { // another template with the same hash
            progress.countCollision(deployment);
            return;
        }
        var message = "Failed to create new replica set \"%s\": %s".formatted(name(set), refused.getMessage());
        events.warning(deployment, "ReplicaSetCreateError", message);
        if (DeploymentStatus.hasDeadline(deployment)) {
            progress.write(deployment, "False", "ReplicaSetCreateError", message);
        }
    }

    private void cleanUp(Map<String, Object> deployment, List<Map<String, Object>> old) {
        DeploymentRevisions.beyondLimit(deployment, old).forEach(set ->
                registry.delete(Kinds.REPLICA_SET, namespace(deployment), name(set), Deletion.background()));
    }

    private void rolled(Map<String, Object> deployment, Sets sets) {
        progress.writeRolloutStatus(deployment, sets.all(), sets.newSet)
                .ifPresent(deadline -> enqueueAfter(deadline, namespace(deployment), name(deployment)));
    }

    private static String namespace(Map<String, Object> object) {
        return Json.text(object, "metadata", "namespace");
    }

    private static String name(Map<String, Object> object) {
        return Json.text(object, "metadata", "name");
    }
}
