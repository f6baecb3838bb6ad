package demoapp.playground.controllers;

import java.util.Collection;
import java.util.Map;

import demoapp.json.Json;

/**
 * How many pods a Deployment's ReplicaSets may have at each moment of a rollout.
 * See https://github.com/kubernetes/kubernetes/blob/v1.32.0/pkg/controller/deployment/util/deployment_util.go
 */
final class DeploymentArithmetic {
    static final String DESIRED = "deployment.kubernetes.io/desired-replicas";
    static final String MAX = "deployment.kubernetes.io/max-replicas";

    private DeploymentArithmetic() { }

    static long replicas(Map<String, Object> object) {
        return Json.number(object, 1, "spec", "replicas");
    }

    static long wanted(Collection<Map<String, Object>> sets) {
        return sets.stream().mapToLong(DeploymentArithmetic::replicas).sum();
    }

    static long counted(Collection<Map<String, Object>> sets, String counter) {
        return sets.stream().mapToLong(set -> Json.number(set, 0, "status", counter)).sum();
    }

    static boolean isRolling(Map<String, Object> deployment) {
        return Json.text(deployment, "spec", "strategy", "type").equals("RollingUpdate");
    }

    /** A percentage is rounded up. */
    static long maxSurge(Map<String, Object> deployment) {
        if (!isRolling(deployment)) {
            return 0;
        }
        var surge = Json.at(deployment, "spec", "strategy", "rollingUpdate", "maxSurge");
        return (long) Math.ceil(share(surge, replicas(deployment)));
    }

    /** A percentage is rounded down, but both this and maxSurge cannot be 0. */
    static long maxUnavailable(Map<String, Object> deployment) {
        var replicas = replicas(deployment);
        if (!isRolling(deployment) || replicas == 0) {
            return 0;
        }
        var unavailable = (long) Math.floor(
                share(Json.at(deployment, "spec", "strategy", "rollingUpdate", "maxUnavailable"), replicas));
        return Math.min(replicas, unavailable == 0 && maxSurge(deployment) == 0 ? 1 : unavailable);
    }

    private static double share(Object numberOrPercent, long of) {
        if (numberOrPercent instanceof Number number) {
            return number.doubleValue();
        }
        var text = String.valueOf(numberOrPercent);
        return text.endsWith("%") ? Integer.parseInt(text.substring(0, text.length() - 1)) * of / 100.0 : 0;
    }

    /** How many replicas the new ReplicaSet may have now. */
    static long newReplicas(Map<String, Object> deployment, Collection<Map<String, Object>> all, long newOnes) {
        var replicas = replicas(deployment);
        if (!isRolling(deployment)) {
            return replicas;
        }
        var room = replicas + maxSurge(deployment) - wanted(all);
        return room <= 0 ? newOnes : newOnes + Math.min(room, replicas - newOnes);
    }

    /** How many of the old ReplicaSets' replicas may go now, unready ones first. */
    static long scalableDown(Map<String, Object> deployment, Collection<Map<String, Object>> all,
                             Map<String, Object> newSet) {
        var newUnavailable = replicas(newSet) - Json.number(newSet, 0, "status", "availableReplicas");
        return wanted(all) - minAvailable(deployment) - newUnavailable;
    }

    static long minAvailable(Map<String, Object> deployment) {
        return replicas(deployment) - maxUnavailable(deployment);
    }

    /**
     * The ReplicaSet's share when a Deployment is scaled in the middle of a rollout.
     *
     * @param toAdd how many replicas are to be added (negative: taken) in all
     * @param added how many of them the ReplicaSets before have got
     */
    static long proportion(Map<String, Object> set, Map<String, Object> deployment, long toAdd, long added) {
        if (replicas(set) == 0 || toAdd == added) {
            return 0;
        }
        var fraction = fraction(set, deployment);
        return toAdd > 0 ? Math.min(fraction, toAdd - added) : Math.max(fraction, toAdd - added);
    }

    private static long fraction(Map<String, Object> set, Map<String, Object> deployment) {
        if (replicas(deployment) == 0) {
            return -replicas(set);
        }
        var max = annotation(set, MAX);
        var before = max > 0 ? max : Json.number(deployment, 0, "status", "replicas");
        var size = replicas(set) * (replicas(deployment) + maxSurge(deployment)) / (double) before;
        return Math.round(size) - replicas(set);
    }

    /** A number that an annotation holds; 0 when it holds none. */
    static long annotation(Map<String, Object> object, String name) {
        var text = Json.text(object, "metadata", "annotations", name);
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
    }
}
