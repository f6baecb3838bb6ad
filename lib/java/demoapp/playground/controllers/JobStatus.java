package demoapp.playground.controllers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import demoapp.json.Json;

/** A Job's state, as its spec and its status tell it, and the changes to its conditions and counters. */
final class JobStatus {
    private JobStatus() { }

    static String uid(Map<String, Object> object) {
        return Json.text(object, "metadata", "uid");
    }

    static boolean isFinished(Map<String, Object> job) {
        var status = Json.map(job, "status");
        return Conditions.isTrue(status, "Complete") || Conditions.isTrue(status, "Failed");
    }

    static String finishTime(Map<String, Object> job) {
        var status = Json.map(job, "status");
        var condition = Conditions.isTrue(status, "Complete") ? "Complete" : "Failed";
        return Json.text(Conditions.find(status, condition), "lastTransitionTime");
    }

    static boolean isSuspended(Map<String, Object> job) {
        return Json.truth(job, "spec", "suspend");
    }

    static boolean isIndexed(Map<String, Object> job) {
        return Json.text(job, "spec", "completionMode").equals("Indexed");
    }

    static boolean hasLimitPerIndex(Map<String, Object> job) {
        return Json.at(job, "spec", "backoffLimitPerIndex") != null;
    }

    /** A pod that is being deleted is replaced only when it has failed. */
    static boolean replacesOnlyFailed(Map<String, Object> job) {
        return Json.text(job, "spec", "podReplacementPolicy").equals("Failed")
                || Json.at(job, "spec", "podFailurePolicy") != null;
    }

    static boolean isTracked(Map<String, Object> pod) {
        return Json.list(pod, "metadata", "finalizers").contains(JobController.FINALIZER);
    }

    static boolean hasSucceeded(Map<String, Object> pod) {
        return Json.text(pod, "status", "phase").equals("Succeeded");
    }

    /** Failed, or being deleted, which counts as well unless only failed pods are replaced. */
    static boolean hasFailed(Map<String, Object> pod, Map<String, Object> job) {
        return Json.text(pod, "status", "phase").equals("Failed")
                || Pods.isTerminating(pod) && !hasSucceeded(pod) && !replacesOnlyFailed(job);
    }

    /** With restartPolicy OnFailure the restarts count instead of the pods. */
    static boolean restartedTooOften(Map<String, Object> job, List<Map<String, Object>> pods) {
        if (!Json.text(job, "spec", "template", "spec", "restartPolicy").equals("OnFailure")) {
            return false;
        }
        var limit = Json.number(job, 6, "spec", "backoffLimit");
        var restarts = pods.stream().filter(pod -> !Pods.isFinished(pod)).mapToLong(Pods::restarts).sum();
        return limit == 0 ? restarts > 0 : restarts >= limit;
    }

    static Map<String, Object> condition(String type, String reason, String message) {
        return Conditions.of(type, "True", reason, message);
    }

    /** Adds the condition, or changes the one of its type in place; False is not added. Says whether anything changed. */
    static boolean set(Map<String, Object> status, Map<String, Object> condition, String now) {
        var fresh = Json.object("type", condition.get("type"), "status", condition.get("status"), "lastProbeTime", now,
                "lastTransitionTime", now, "reason", condition.get("reason"), "message", condition.get("message"));
        var all = new ArrayList<Object>(Json.list(status, "conditions"));
        for (var i = 0; i < all.size(); i++) {
            var old = all.get(i);
            if (condition.get("type").equals(Json.text(old, "type"))) {
                var same = List.of("status", "reason", "message").stream()
                        .allMatch(field -> condition.get(field).equals(Json.text(old, field)));
                all.set(i, same ? old : fresh);
                status.put("conditions", all);
                return !same;
            }
        }
        if (condition.get("status").equals("False")) {
            return false;
        }
        all.add(fresh);
        status.put("conditions", all);
        return true;
    }

    static void count(Map<String, Object> status, String counter, long value) {
        Json.set(status, value == 0 ? null : value, counter);
    }

    static List<String> uncounted(Map<String, Object> status, String how) {
        return Json.texts(status, "uncountedTerminatedPods", how);
    }

    static void note(Map<String, Object> status, String how, Map<String, Object> pod) {
        var uids = new ArrayList<Object>(uncounted(status, how));
        uids.add(Json.text(pod, "metadata", "uid"));
        Json.set(status, uids, "uncountedTerminatedPods", how);
    }

    /** Moves those that are not tracked any more from the uncounted pods into the counters. Says whether any moved. */
    static boolean count(Map<String, Object> status, Set<String> tracked) {
        var moved = false;
        for (var how : List.of("succeeded", "failed")) {
            var uids = uncounted(status, how);
            var left = uids.stream().filter(tracked::contains).toList();
            if (left.size() != uids.size()) {
                moved = true;
                count(status, how, Json.number(status, 0, how) + uids.size() - left.size());
                Json.set(status, left.isEmpty() ? null : left, "uncountedTerminatedPods", how);
            }
        }
        return moved;
    }
}
