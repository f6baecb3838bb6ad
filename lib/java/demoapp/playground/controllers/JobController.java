package demoapp.playground.controllers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.function.UnaryOperator;

import demoapp.json.Json;
import demoapp.playground.store.ApiException;
import demoapp.playground.store.Deletion;
import demoapp.playground.store.Kinds;
import demoapp.playground.store.Registry;
import demoapp.playground.store.Store;

/**
 * Runs a Job's pods until enough succeeded or too many failed, see {@link JobSync}, and deletes Jobs whose time to live
 * is over. A finished pod is counted in two steps: noted in status.uncountedTerminatedPods, its finalizer taken off,
 * then counted. See https://github.com/kubernetes/kubernetes/blob/v1.32.0/pkg/controller/job/job_controller.go
 */
final class JobController extends Controller {
    static final String FINALIZER = "batch.kubernetes.io/job-tracking";
    /** Changes that are not the user's are collected for a second, which is why a Job learns of a failure late. */
    private static final Duration BATCH = Duration.ofSeconds(1);

    private final Events events;
    private final Moments moments;
    private final JobBackoff backoff;
    final PodTimes times;

    JobController(Registry registry, WorkQueue queue) {
        super(registry, queue);
        events = new Events(registry, "job-controller");
        moments = new Moments(clock);
        backoff = new JobBackoff(clock);
        times = new PodTimes(clock);
    }

    @Override
    void changed(Store.Change change) {
        var object = change.object();
        var namespace = Json.text(object, "metadata", "namespace");
        if (change.kind() == Kinds.JOB) {
            var asked = change.before() == null || change.type().equals("DELETED")
                    || !Json.same(Json.at(object, "metadata", "generation"),
                            Json.at(change.before(), "metadata", "generation"))
                    || JobStatus.isFinished(object);
            if (asked) {
                enqueue(namespace, Json.text(object, "metadata", "name"));
            } else {
                enqueueAfter(BATCH, namespace, Json.text(object, "metadata", "name"));
            }
        } else if (change.kind() == Kinds.POD) {
            backoff.changed(change);
            times.changed(change);
            var owner = Owners.controllerOf(change.before() == null ? object : change.before());
            if ("Job".equals(owner.get("kind"))) {
                enqueueAfter(BATCH, namespace, Json.text(owner, "name"));
            }
        }
    }

    @Override
    void reconcile(String namespace, String name) {
        var job = store.get(Kinds.JOB, namespace, name).orElse(null);
        if (job == null) {
            releasePods(namespace, name);
        } else if (JobStatus.isFinished(job)) {
            backoff.forget(Json.text(job, "metadata", "uid"));
            releasePods(namespace, name);
            deleteWhenExpired(job);
        } else {
            var pods = Owners.claim(registry, Kinds.JOB, job, Kinds.POD);
            new JobSync(this, backoff, Json.copy(job), pods).run();
        }
    }

    /** Without their Job nobody counts the pods: they may go. */
    private void releasePods(String namespace, String job) {
        store.list(Kinds.POD, namespace).stream()
                .filter(pod -> job.equals(Json.text(pod, "metadata", "labels", "batch.kubernetes.io/job-name")))
                .forEach(this::untrack);
    }

    private void deleteWhenExpired(Map<String, Object> job) {
        if (!(Json.at(job, "spec", "ttlSecondsAfterFinished") instanceof Number seconds) || Pods.isTerminating(job)) {
            return;
        }
        var uid = Json.text(job, "metadata", "uid");
        var left = Duration.ofSeconds(seconds.longValue())
                .minus(moments.since(uid + "/finish", JobStatus.finishTime(job)));
        if (left.isNegative() || left.isZero()) {
            registry.delete(Kinds.JOB, Json.text(job, "metadata", "namespace"), Json.text(job, "metadata", "name"),
                    new Deletion("Foreground", null, uid, null, false));
        } else {
            syncAfter(left, job);
        }
    }

    // What JobSync does

    void syncAfter(Duration simulated, Map<String, Object> job) {
        enqueueAfter(simulated.plusMillis(50), Json.text(job, "metadata", "namespace"),
                Json.text(job, "metadata", "name"));
    }

    /** The Job's time begins, from which activeDeadlineSeconds counts. */
    void begin(Map<String, Object> job) {
        Json.set(job, clock.timestamp(), "status", "startTime");
        moments.mark(Json.text(job, "metadata", "uid") + "/start");
    }

    Duration age(Map<String, Object> job) {
        return moments.since(Json.text(job, "metadata", "uid") + "/start", Json.text(job, "status", "startTime"));
    }

    /** A suspended Job says so; when it is resumed, its time begins anew. Says whether anything changed. */
    boolean noteSuspension(Map<String, Object> job) {
        var status = Json.child(job, "status");
        var suspended = JobStatus.isSuspended(job);
        var changed = JobStatus.set(status, suspended
                ? Conditions.of("Suspended", "True", "JobSuspended", "Job suspended")
                : Conditions.of("Suspended", "False", "JobResumed", "Job resumed"), clock.timestamp());
        if (changed) {
            events.normal(job, suspended ? "Suspended" : "Resumed", suspended ? "Job suspended" : "Job resumed");
            if (!suspended) {
                begin(job);
            }
        }
        return changed;
    }

    void create(Map<String, Object> job, Map<String, Object> pod) {
        var finalizers = new ArrayList<Object>(Json.list(pod, "metadata", "finalizers"));
        finalizers.add(FINALIZER);
        Json.set(pod, finalizers, "metadata", "finalizers");
        try {
            var created = registry.create(Kinds.POD, Json.text(job, "metadata", "namespace"), pod, MANAGER);
            events.normal(job, "SuccessfulCreate", "Created pod: " + Json.text(created, "metadata", "name"));
        } catch (ApiException refused) {
            events.warning(job, "FailedCreate", "Error creating: " + refused.getMessage());
            throw refused;
        }
    }

    void delete(Map<String, Object> job, Map<String, Object> pod) {
        var name = Json.text(pod, "metadata", "name");
        ifThere(() -> registry.delete(Kinds.POD, Json.text(pod, "metadata", "namespace"), name, Deletion.background()));
        events.normal(job, "SuccessfulDelete", "Deleted pod: " + name);
    }

    /** Takes the pod's finalizer off. */
    void untrack(Map<String, Object> pod) {
        if (JobStatus.isTracked(pod)) {
            UnaryOperator<Map<String, Object>> change = fresh -> {
                var kept = new ArrayList<Object>(Json.list(fresh, "metadata", "finalizers"));
                kept.remove(FINALIZER);
                Json.set(fresh, kept.isEmpty() ? null : kept, "metadata", "finalizers");
                return fresh;
            };
            ifThere(() -> registry.update(Kinds.POD, Json.text(pod, "metadata", "namespace"),
                    Json.text(pod, "metadata", "name"), MANAGER, change));
        }
    }

    private static void ifThere(Runnable write) {
        try {
            write.run();
        } catch (ApiException gone) {
            if (!gone.notFound()) {
                throw gone;
            }
        }
    }

    void write(Map<String, Object> job) {
        var status = Json.copyOf(job.get("status"));
        registry.updateStatus(Kinds.JOB, Json.text(job, "metadata", "namespace"), Json.text(job, "metadata", "name"),
                MANAGER, fresh -> {
                    fresh.put("status", status);
                    return fresh;
                });
    }

    /** @param verdict the condition Complete or Failed */
    void finished(Map<String, Object> job, Map<String, Object> verdict) {
        moments.mark(Json.text(job, "metadata", "uid") + "/finish");
        if (verdict.get("type").equals("Complete")) {
            var completions = Json.number(job, Long.MAX_VALUE, "spec", "completions");
            if (Json.number(job, 0, "status", "succeeded") > completions) {
                events.warning(job, "TooManySucceededPods",
                        "Too many succeeded pods running after completion count reached");
            }
            events.normal(job, "Completed", "Job completed");
        } else {
            events.warning(job, Json.text(verdict, "reason"), Json.text(verdict, "message"));
        }
    }
}
