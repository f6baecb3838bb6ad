package demoapp.playground.controllers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.store.ApiException;
import demoapp.playground.store.Deletion;
import demoapp.playground.store.Kinds;
import demoapp.playground.store.Registry;
import demoapp.playground.store.Store;

/**
 * Runs a Job's pods until enough succeeded or too many failed. A finished pod is counted in two steps: noted in
 * status.uncountedTerminatedPods, its finalizer taken off, then counted.
 * See https://github.com/kubernetes/kubernetes/blob/v1.32.0/pkg/controller/job/job_controller.go
 */
final class JobController extends Controller {
    static final String FINALIZER = "batch.kubernetes.io/job-tracking";
    /** Pods' changes are collected for a second, which is why a Job learns of a failure late. */
    private static final Duration BATCH = Duration.ofSeconds(1);
    private static final Duration FIRST_BACKOFF = Duration.ofSeconds(10);
    private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(10);

    private final Events events;
    private final Moments moments;
    private final Map<String, Integer> failuresInARow = new HashMap<>();

    JobController(Registry registry, WorkQueue queue) {
        super(registry, queue);
        events = new Events(registry, "job-controller");
        moments = new Moments(clock);
    }

    @Override
    void changed(Store.Change change) {
        var object = change.object();
        var namespace = Json.text(object, "metadata", "namespace");
        if (change.kind() == Kinds.JOB) {
            enqueue(namespace, Json.text(object, "metadata", "name"));
        } else if (change.kind() == Kinds.POD) {
            var owner = Owners.controllerOf(change.before() == null ? object : change.before());
            if ("Job".equals(owner.get("kind"))) {
                noteFailure(change, Json.text(owner, "uid"));
                enqueueAfter(BATCH, namespace, Json.text(owner, "name"));
            }
        }
    }

    /** The back-off counts from the end of the failed container, not from when the Job learns of it. */
    private void noteFailure(Store.Change change, String job) {
        if (change.before() != null && !hasFailedContainer(change.before()) && hasFailedContainer(change.object())) {
            moments.mark(job + "/failure");
        }
    }

    private static boolean hasFailedContainer(Map<String, Object> pod) {
        return Json.maps(pod, "status", "containerStatuses").stream()
                .anyMatch(c -> Json.number(c, 0, "state", "terminated", "exitCode") != 0);
    }

    @Override
    void reconcile(String namespace, String name) {
        var job = store.get(Kinds.JOB, namespace, name).orElse(null);
        if (job == null || Json.at(job, "metadata", "deletionTimestamp") != null) {
            releasePods(namespace, name);
            return;
        }
        if (JobStatus.isFinished(job)) {
            deleteWhenExpired(job);
            return;
        }
        var pods = store.list(Kinds.POD, namespace).stream().filter(pod -> Owners.controls(job, pod)).toList();
        var status = JobStatus.counted(job, pods, clock.timestamp());
        noteSuspension(job, status);
        var failure = failure(job, pods, status);
        if (failure != null) {
            fail(job, pods, status, failure);
        } else if (JobStatus.isEnough(job, status)) {
            succeed(job, pods, status);
        } else {
            runPods(job, pods, status);
        }
    }

    /** A suspended Job says so; when it is resumed, its time starts anew. */
    private void noteSuspension(Map<String, Object> job, Map<String, Object> status) {
        var now = clock.timestamp();
        if (JobStatus.isSuspended(job)) {
            if (JobStatus.set(status, "Suspended", Conditions.of("", "True", "JobSuspended", "Job suspended"), now)) {
                events.normal(job, "Suspended", "Job suspended");
            }
        } else if (Conditions.isTrue(status, "Suspended")) {
            JobStatus.set(status, "Suspended", Conditions.of("", "False", "JobResumed", "Job resumed"), now);
            status.put("startTime", now);
            moments.mark(Json.text(job, "metadata", "uid") + "/start");
            events.normal(job, "Resumed", "Job resumed");
        }
    }

    /** Without their Job nobody counts the pods: they may go. */
    private void releasePods(String namespace, String job) {
        store.list(Kinds.POD, namespace).stream()
                .filter(pod -> job.equals(Json.text(pod, "metadata", "labels", "batch.kubernetes.io/job-name")))
                .forEach(this::removeFinalizer);
    }

    private void removeFinalizer(Map<String, Object> pod) {
        if (!JobStatus.isTracked(pod)) {
            return;
        }
        try {
            registry.update(Kinds.POD, Json.text(pod, "metadata", "namespace"), Json.text(pod, "metadata", "name"),
                    MANAGER, fresh -> {
                        var kept = new ArrayList<Object>(Json.list(fresh, "metadata", "finalizers"));
                        kept.remove(FINALIZER);
                        Json.set(fresh, kept.isEmpty() ? null : kept, "metadata", "finalizers");
                        return fresh;
                    });
        } catch (ApiException gone) {
            if (!gone.notFound()) {
                throw gone;
            }
        }
    }

    private void deleteWhenExpired(Map<String, Object> job) {
        if (!(Json.at(job, "spec", "ttlSecondsAfterFinished") instanceof Number seconds)) {
            return;
        }
        var uid = Json.text(job, "metadata", "uid");
        var left = Duration.ofSeconds(seconds.longValue())
                .minus(moments.since(uid + "/finish", JobStatus.finishTime(job)));
        if (left.isNegative() || left.isZero()) {
            registry.delete(Kinds.JOB, Json.text(job, "metadata", "namespace"), Json.text(job, "metadata", "name"),
                    new Deletion("Foreground", null, uid, null, false));
        } else {
            enqueueAfter(left.plusMillis(50), Json.text(job, "metadata", "namespace"),
                    Json.text(job, "metadata", "name"));
        }
    }

    /** Why the Job fails, as a condition without its type; null when it goes on. */
    private Map<String, Object> failure(Map<String, Object> job, List<Map<String, Object>> pods,
                                        Map<String, Object> status) {
        var already = Conditions.find(Json.map(job, "status"), "FailureTarget");
        if (!already.isEmpty()) {
            return Conditions.of("", "True", (String) already.get("reason"), (String) already.get("message"));
        }
        var limit = Json.number(job, 6, "spec", "backoffLimit");
        if (JobStatus.failed(status) > limit || JobStatus.restartedTooOften(job, pods, limit)) {
            return Conditions.of("", "True", "BackoffLimitExceeded", "Job has reached the specified backoff limit");
        }
        if (Json.at(job, "spec", "activeDeadlineSeconds") instanceof Number seconds
                && !JobStatus.isSuspended(job)) {
            var uid = Json.text(job, "metadata", "uid");
            var left = Duration.ofSeconds(seconds.longValue())
                    .minus(moments.since(uid + "/start", Json.text(job, "status", "startTime")));
            if (left.isNegative() || left.isZero()) {
                return Conditions.of("", "True", "DeadlineExceeded", "Job was active longer than specified deadline");
            }
            enqueueAfter(left.plusMillis(50), Json.text(job, "metadata", "namespace"),
                    Json.text(job, "metadata", "name"));
        }
        return null;
    }

    private void fail(Map<String, Object> job, List<Map<String, Object>> pods, Map<String, Object> status,
                      Map<String, Object> why) {
        for (var pod : pods) {
            if (Pods.isActive(pod)) {
                delete(job, pod);
            }
        }
        var left = store.list(Kinds.POD, Json.text(job, "metadata", "namespace")).stream()
                .filter(pod -> Owners.controls(job, pod)).toList();
        status = JobStatus.counted(job, left, clock.timestamp());
        JobStatus.set(status, "FailureTarget", why, clock.timestamp());
        writeAndCount(job, left, status);
        if (left.stream().allMatch(pod -> Pods.isFinished(pod) && !Pods.isTerminating(pod))) {
            JobStatus.set(status, "Failed", why, clock.timestamp());
            finish(job, status);
            events.warning(job, (String) why.get("reason"), (String) why.get("message"));
        }
    }

    private void succeed(Map<String, Object> job, List<Map<String, Object>> pods, Map<String, Object> status) {
        var why = Conditions.of("", "True", "CompletionsReached", "Reached expected number of succeeded pods");
        pods.stream().filter(Pods::isActive).forEach(pod -> delete(job, pod));
        JobStatus.set(status, "SuccessCriteriaMet", why, clock.timestamp());
        writeAndCount(job, pods, status);
        JobStatus.set(status, "Complete", why, clock.timestamp());
        status.put("completionTime", clock.timestamp());
        finish(job, status);
        events.normal(job, "Completed", "Job completed");
    }

    private void finish(Map<String, Object> job, Map<String, Object> status) {
        moments.mark(Json.text(job, "metadata", "uid") + "/finish");
        write(job, status);
    }

    private void runPods(Map<String, Object> job, List<Map<String, Object>> pods, Map<String, Object> status) {
        var uid = Json.text(job, "metadata", "uid");
        if (Json.text(job, "status", "startTime").isEmpty() && !JobStatus.isSuspended(job)) {
            moments.mark(uid + "/start");
        }
        countFailures(uid, status);
        var active = pods.stream().filter(Pods::isActive).toList();
        var wanted = JobStatus.wantedPods(job, status);
        active.stream().sorted(Pods.deletedFirst()).limit(Math.max(0, active.size() - wanted))
                .forEach(pod -> delete(job, pod));
        var wait = backoff(uid);
        var missing = wanted - active.size();
        if (missing > 0 && !wait.isNegative() && !wait.isZero()) {
            enqueueAfter(wait.plusMillis(50), Json.text(job, "metadata", "namespace"),
                    Json.text(job, "metadata", "name"));
        } else {
            for (var i = 0; i < missing; i++) {
                create(job);
            }
            JobStatus.setActive(status, active.size() + Math.max(0, missing));
        }
        writeAndCount(job, pods, status);
    }

    private void countFailures(String uid, Map<String, Object> status) {
        if (!Json.list(status, "uncountedTerminatedPods", "succeeded").isEmpty()) {
            failuresInARow.remove(uid);
        }
        failuresInARow.merge(uid, Json.list(status, "uncountedTerminatedPods", "failed").size(), Integer::sum);
    }

    /** How long to wait before the next pod: 10, 20, 40 … seconds from the last failure. */
    private Duration backoff(String uid) {
        var failures = failuresInARow.getOrDefault(uid, 0);
        if (failures == 0) {
            return Duration.ZERO;
        }
        var delay = FIRST_BACKOFF.multipliedBy(1L << Math.min(failures - 1, 10));
        return (delay.compareTo(LONGEST_BACKOFF) > 0 ? LONGEST_BACKOFF : delay)
                .minus(moments.since(uid + "/failure", ""));
    }

    private void create(Map<String, Object> job) {
        var pod = Pods.fromTemplate(Kinds.JOB, job);
        Json.set(pod, new ArrayList<>(List.of(FINALIZER)), "metadata", "finalizers");
        try {
            var created = registry.create(Kinds.POD, Json.text(job, "metadata", "namespace"), pod, MANAGER);
            events.normal(job, "SuccessfulCreate", "Created pod: " + Json.text(created, "metadata", "name"));
        } catch (ApiException refused) {
            events.warning(job, "FailedCreate", "Error creating: " + refused.getMessage());
            throw refused;
        }
    }

    private void delete(Map<String, Object> job, Map<String, Object> pod) {
        var name = Json.text(pod, "metadata", "name");
        registry.delete(Kinds.POD, Json.text(pod, "metadata", "namespace"), name, Deletion.background());
        events.normal(job, "SuccessfulDelete", "Deleted pod: " + name);
    }

    /** Writes the status; pods that finished meanwhile lose their finalizer and move into the counters. */
    private void writeAndCount(Map<String, Object> job, List<Map<String, Object>> pods, Map<String, Object> status) {
        write(job, status);
        if (JobStatus.hasUncounted(status)) {
            pods.stream().filter(JobStatus::isOver).forEach(this::removeFinalizer);
            JobStatus.count(status);
            write(job, status);
        }
    }

    private void write(Map<String, Object> job, Map<String, Object> status) {
        var copy = Json.copy(status);
        registry.updateStatus(Kinds.JOB, Json.text(job, "metadata", "namespace"), Json.text(job, "metadata", "name"),
                MANAGER, fresh -> {
                    fresh.put("status", copy);
                    return fresh;
                });
    }
}
