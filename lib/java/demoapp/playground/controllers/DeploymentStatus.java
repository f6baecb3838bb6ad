package demoapp.playground.controllers;

import static demoapp.playground.controllers.DeploymentArithmetic.counted;
import static demoapp.playground.controllers.DeploymentArithmetic.replicas;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import demoapp.json.Json;

/**
 * A Deployment's counters and its conditions Available, Progressing and ReplicaFailure.
 * See https://github.com/kubernetes/kubernetes/blob/v1.32.0/pkg/controller/deployment/progress.go
 */
final class DeploymentStatus {
    static final String NEW_AVAILABLE = "NewReplicaSetAvailable";
    static final String TIMED_OUT = "ProgressDeadlineExceeded";
    private static final String[] TIMES = {"lastUpdateTime", "lastTransitionTime"};

    private DeploymentStatus() { }

    /** The status that the ReplicaSets add up to, with the conditions as they were but for Available. */
    static Map<String, Object> calculate(Map<String, Object> deployment, List<Map<String, Object>> all,
                                         Map<String, Object> newSet, String now) {
        var available = counted(all, "availableReplicas");
        var status = Json.object("observedGeneration", Json.number(deployment, 0, "metadata", "generation"));
        ReplicaSetController.count(status, "replicas", counted(all, "replicas"));
        ReplicaSetController.count(status, "updatedReplicas", Json.number(newSet, 0, "status", "replicas"));
        ReplicaSetController.count(status, "readyReplicas", counted(all, "readyReplicas"));
        ReplicaSetController.count(status, "availableReplicas", available);
        ReplicaSetController.count(status, "unavailableReplicas",
                Math.max(0, DeploymentArithmetic.wanted(all) - available));
        Json.set(status, Json.copyOf(Json.at(deployment, "status", "conditions")), "conditions");
        Json.set(status, Json.at(deployment, "status", "collisionCount"), "collisionCount");
        var enough = available >= DeploymentArithmetic.minAvailable(deployment);
        Conditions.set(status, enough
                ? Conditions.of("Available", "True", "MinimumReplicasAvailable", "Deployment has minimum availability.")
                : Conditions.of("Available", "False", "MinimumReplicasUnavailable",
                        "Deployment does not have minimum availability."), now, TIMES);
        return status;
    }

    static boolean setProgressing(Map<String, Object> status, String value, String reason, String message,
                                  String now) {
        return Conditions.set(status, Conditions.of("Progressing", value, reason, message), now, TIMES);
    }

    static Map<String, Object> progressing(Map<String, Object> deployment) {
        return Conditions.find(Json.map(deployment, "status"), "Progressing");
    }

    static boolean hasDeadline(Map<String, Object> deployment) {
        return Json.at(deployment, "spec", "progressDeadlineSeconds") instanceof Number seconds
                && seconds.longValue() != Integer.MAX_VALUE;
    }

    static Duration deadline(Map<String, Object> deployment) {
        return Duration.ofSeconds(Json.number(deployment, 0, "spec", "progressDeadlineSeconds"));
    }

    /** A rollout is under way and its deadline is still to come. */
    static boolean isWaiting(Map<String, Object> deployment, Map<String, Object> status) {
        var reason = Conditions.find(status, "Progressing").get("reason");
        return hasDeadline(deployment) && !TIMED_OUT.equals(reason) && !NEW_AVAILABLE.equals(reason);
    }

    /** All replicas are new and available. */
    static boolean isComplete(Map<String, Object> deployment, Map<String, Object> status) {
        var replicas = replicas(deployment);
        return Json.number(status, 0, "updatedReplicas") == replicas
                && Json.number(status, 0, "replicas") == replicas
                && Json.number(status, 0, "availableReplicas") == replicas
                && Json.number(status, 0, "observedGeneration")
                        >= Json.number(deployment, 0, "metadata", "generation");
    }

    /**
     * Brings the condition Progressing up to date in the new status. Says whether there was progress, from which the
     * deadline counts.
     *
     * @param sinceProgress the simulated time since the last progress
     */
    static boolean judgeProgress(Map<String, Object> deployment, Map<String, Object> status,
                                 Map<String, Object> newSet, Duration sinceProgress, String now) {
        if (!hasDeadline(deployment)) {
            Conditions.remove(status, "Progressing");
            return false;
        }
        var current = progressing(deployment);
        var done = Json.number(status, 0, "replicas") == Json.number(status, 0, "updatedReplicas")
                && NEW_AVAILABLE.equals(current.get("reason"));
        if (done) {
            return false;
        }
        var subject = newSet == null ? "Deployment \"%s\"".formatted(Json.text(deployment, "metadata", "name"))
                : "ReplicaSet \"%s\"".formatted(Json.text(newSet, "metadata", "name"));
        if (isComplete(deployment, status)) {
            setProgressing(status, "True", NEW_AVAILABLE, subject + " has successfully progressed.", now);
            return true;
        }
        if (isProgress(Json.map(deployment, "status"), status)) {
            // The same reason again must still renew lastUpdateTime: out with the old one, but for its transition.
            var transition = "True".equals(current.get("status")) ? current.get("lastTransitionTime") : now;
            Conditions.remove(status, "Progressing");
            setProgressing(status, "True", "ReplicaSetUpdated", subject + " is progressing.", now);
            Conditions.find(status, "Progressing").put("lastTransitionTime", transition);
            return true;
        }
        if (!current.isEmpty() && !NEW_AVAILABLE.equals(current.get("reason"))
                && sinceProgress.compareTo(deadline(deployment)) > 0) {
            setProgressing(status, "False", TIMED_OUT, subject + " has timed out progressing.", now);
        }
        return false;
    }

    private static boolean isProgress(Map<String, Object> before, Map<String, Object> now) {
        return grew(before, now, "updatedReplicas") || grew(before, now, "readyReplicas")
                || grew(before, now, "availableReplicas") || old(now) < old(before);
    }

    private static boolean grew(Map<String, Object> before, Map<String, Object> now, String counter) {
        return Json.number(now, 0, counter) > Json.number(before, 0, counter);
    }

    private static long old(Map<String, Object> status) {
        return Json.number(status, 0, "replicas") - Json.number(status, 0, "updatedReplicas");
    }

    /** Takes over ReplicaFailure from the ReplicaSets (the new one's first), or drops it. */
    static void judgeFailure(Map<String, Object> status, List<Map<String, Object>> all, Map<String, Object> newSet,
                             String now) {
        var candidates = new ArrayList<>(all);
        if (newSet != null) {
            candidates.add(0, newSet);
        }
        var failure = candidates.stream().map(set -> Conditions.find(Json.map(set, "status"), "ReplicaFailure"))
                .filter(condition -> !condition.isEmpty()).findFirst();
        if (failure.isPresent()) {
            Conditions.set(status, failure.get(), now, TIMES);
        } else {
            Conditions.remove(status, "ReplicaFailure");
        }
    }
}
