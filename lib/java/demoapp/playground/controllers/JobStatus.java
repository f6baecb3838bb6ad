package demoapp.playground.controllers;

import java.util.List;
import java.util.Map;

import demoapp.json.Json;

/** A Job's counters and conditions. */
final class JobStatus {
    private JobStatus() { }

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

    static boolean isTracked(Map<String, Object> pod) {
        return Json.list(pod, "metadata", "finalizers").contains(JobController.FINALIZER);
    }

    /** Finished, or being deleted (which counts as failed unless it still succeeds). */
    static boolean isOver(Map<String, Object> pod) {
        return Pods.isFinished(pod) || Pods.isTerminating(pod) && !endsWell(pod);
    }

    /** All of its containers have exited with 0, only the phase does not say so yet. */
    private static boolean endsWell(Map<String, Object> pod) {
        var statuses = Json.maps(pod, "status", "containerStatuses");
        return !statuses.isEmpty() && statuses.stream()
                .allMatch(c -> Json.number(c, -1, "state", "terminated", "exitCode") == 0);
    }

    /** The status with the pods as they are now; those newly over are in uncountedTerminatedPods. */
    static Map<String, Object> counted(Map<String, Object> job, List<Map<String, Object>> pods, String now) {
        var status = Json.object();
        Json.set(status, Json.copyOf(Json.at(job, "status", "conditions")), "conditions");
        var started = Json.text(job, "status", "startTime");
        Json.set(status, !started.isEmpty() ? started : isSuspended(job) ? null : now, "startTime");
        setActive(status, pods.stream().filter(Pods::isActive).count());
        Json.set(status, Json.at(job, "status", "succeeded"), "succeeded");
        Json.set(status, Json.at(job, "status", "failed"), "failed");
        status.put("terminating", pods.stream().filter(p -> Pods.isTerminating(p) && !Pods.isFinished(p)).count());
        var uncounted = Json.object();
        var over = pods.stream().filter(pod -> isOver(pod) && isTracked(pod)).toList();
        note(uncounted, "succeeded", over.stream().filter(JobStatus::hasSucceeded).toList());
        note(uncounted, "failed", over.stream().filter(pod -> !hasSucceeded(pod)).toList());
        status.put("uncountedTerminatedPods", uncounted);
        status.put("ready", pods.stream().filter(p -> Pods.isActive(p) && Pods.isReady(p)).count());
        return status;
    }

    private static boolean hasSucceeded(Map<String, Object> pod) {
        return Json.text(pod, "status", "phase").equals("Succeeded");
    }

    private static void note(Map<String, Object> uncounted, String how, List<Map<String, Object>> pods) {
        if (!pods.isEmpty()) {
            uncounted.put(how, pods.stream().<Object>map(pod -> Json.text(pod, "metadata", "uid")).toList());
        }
    }

    static void setActive(Map<String, Object> status, long active) {
        Json.set(status, active == 0 ? null : active, "active");
    }

    static boolean hasUncounted(Map<String, Object> status) {
        return !Json.map(status, "uncountedTerminatedPods").isEmpty();
    }

    /** Moves the uncounted pods into the counters. */
    static void count(Map<String, Object> status) {
        Json.set(status, positive(succeeded(status)), "succeeded");
        Json.set(status, positive(failed(status)), "failed");
        status.put("uncountedTerminatedPods", Json.object());
    }

    private static Long positive(long value) {
        return value == 0 ? null : value;
    }

    static long failed(Map<String, Object> status) {
        return Json.number(status, 0, "failed") + Json.list(status, "uncountedTerminatedPods", "failed").size();
    }

    private static long succeeded(Map<String, Object> status) {
        return Json.number(status, 0, "succeeded") + Json.list(status, "uncountedTerminatedPods", "succeeded").size();
    }

    /** With restartPolicy OnFailure the restarts count instead of the pods. */
    static boolean restartedTooOften(Map<String, Object> job, List<Map<String, Object>> pods, long limit) {
        if (!Json.text(job, "spec", "template", "spec", "restartPolicy").equals("OnFailure")) {
            return false;
        }
        var restarts = pods.stream().filter(pod -> !Pods.isFinished(pod)).mapToLong(Pods::restarts).sum();
        return limit == 0 ? restarts > 0 : restarts >= limit;
    }

    /** Without spec.completions one success is enough, once no pod runs any more. */
    static boolean isEnough(Map<String, Object> job, Map<String, Object> status) {
        return Json.at(job, "spec", "completions") instanceof Number completions
                ? succeeded(status) >= completions.longValue()
                : succeeded(status) > 0 && Json.number(status, 0, "active") == 0;
    }

    static long wantedPods(Map<String, Object> job, Map<String, Object> status) {
        if (isSuspended(job)) {
            return 0;
        }
        var parallelism = Json.number(job, 1, "spec", "parallelism");
        if (Json.at(job, "spec", "completions") instanceof Number completions) {
            return Math.min(parallelism, Math.max(0, completions.longValue() - succeeded(status)));
        }
        return succeeded(status) > 0 ? Json.number(status, 0, "active") : parallelism;
    }

    /** Says whether anything changed. */
    static boolean set(Map<String, Object> status, String type, Map<String, Object> why, String now) {
        return Conditions.set(status, Conditions.of(type, (String) why.get("status"), (String) why.get("reason"),
                (String) why.get("message")), now, "lastProbeTime", "lastTransitionTime");
    }
}
