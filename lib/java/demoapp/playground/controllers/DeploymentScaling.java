package demoapp.playground.controllers;

import static demoapp.playground.controllers.DeploymentArithmetic.annotation;
import static demoapp.playground.controllers.DeploymentArithmetic.replicas;
import static demoapp.playground.controllers.DeploymentArithmetic.wanted;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.store.Kinds;
import demoapp.playground.store.Registry;

/**
 * Gives ReplicaSets their sizes; when a Deployment is scaled in the middle of a rollout, in proportion.
 * See scale() in https://github.com/kubernetes/kubernetes/blob/v1.32.0/pkg/controller/deployment/sync.go
 */
final class DeploymentScaling {
    private final Registry registry;
    private final Events events;

    DeploymentScaling(Registry registry, Events events) {
        this.registry = registry;
        this.events = events;
    }

    /** @param newSet null when there is none yet */
    void scale(Map<String, Object> deployment, Map<String, Object> newSet, List<Map<String, Object>> old) {
        var all = new ArrayList<>(old);
        if (newSet != null) {
            all.add(newSet);
        }
        var active = all.stream().filter(set -> replicas(set) > 0).toList();
        if (active.size() == 1) {
            resize(deployment, active.get(0), replicas(deployment));
        } else if (active.isEmpty() && !all.isEmpty()) {
            resize(deployment, all.get(all.size() - 1), replicas(deployment));
        } else if (isSaturated(deployment, newSet)) {
            active.stream().filter(set -> set != newSet).forEach(set -> resize(deployment, set, 0));
        } else if (DeploymentArithmetic.isRolling(deployment) && !active.isEmpty()) {
            shareOut(deployment, active);
        }
    }

    private static boolean isSaturated(Map<String, Object> deployment, Map<String, Object> newSet) {
        return newSet != null && replicas(newSet) == replicas(deployment)
                && annotation(newSet, DeploymentArithmetic.DESIRED) == replicas(deployment)
                && Json.number(newSet, 0, "status", "availableReplicas") == replicas(deployment);
    }

    /** The biggest takes what rounding leaves. */
    private void shareOut(Map<String, Object> deployment, List<Map<String, Object>> active) {
        var size = replicas(deployment) == 0 ? 0
                : replicas(deployment) + DeploymentArithmetic.maxSurge(deployment);
        var toAdd = size - wanted(active);
        var bySize = Comparator.comparing(DeploymentArithmetic::replicas).reversed();
        var byAge = DeploymentRevisions.oldestFirst();
        var sorted = active.stream().sorted(bySize.thenComparing(toAdd > 0 ? byAge.reversed() : byAge)).toList();
        var sizes = new ArrayList<Long>();
        var added = 0L;
        for (var set : sorted) {
            var part = DeploymentArithmetic.proportion(set, deployment, toAdd, added);
            sizes.add(replicas(set) + part);
            added += part;
        }
        sizes.set(0, Math.max(0, sizes.get(0) + toAdd - added));
        for (var i = 0; i < sorted.size(); i++) {
            resize(deployment, sorted.get(i), sizes.get(i));
        }
    }

    /** Sets the ReplicaSet's size and its notes of the Deployment's size. Says whether the size changed. */
    boolean resize(Map<String, Object> deployment, Map<String, Object> set, long to) {
        var from = replicas(set);
        var name = Json.text(set, "metadata", "name");
        registry.update(Kinds.REPLICA_SET, Json.text(set, "metadata", "namespace"), name, Controller.MANAGER, fresh -> {
            Json.set(fresh, to, "spec", "replicas");
            DeploymentRevisions.annotateSize(deployment, fresh);
            return fresh;
        });
        if (from != to) {
            events.normal(deployment, "ScalingReplicaSet", "Scaled %s replica set %s from %d to %d"
                    .formatted(from < to ? "up" : "down", name, from, to));
        }
        return from != to;
    }
}
