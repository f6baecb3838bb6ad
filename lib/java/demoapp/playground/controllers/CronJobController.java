package demoapp.playground.controllers;

import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.schema.CronSchedule;
import demoapp.playground.store.ApiException;
import demoapp.playground.store.Deletion;
import demoapp.playground.store.Kinds;
import demoapp.playground.store.Registry;
import demoapp.playground.store.Store;

/**
 * Starts a CronJob's Jobs when they are due, keeps its list of running ones, deletes old finished ones. Each CronJob has
 * a clock of its own, {@link CronClock}.
 * See https://github.com/kubernetes/kubernetes/blob/v1.32.0/pkg/controller/cronjob/cronjob_controllerv2.go
 */
final class CronJobController extends Controller {
    private static final String SCHEDULED = "batch.kubernetes.io/cronjob-scheduled-timestamp";
    private static final Duration PADDING = Duration.ofMillis(100);
    private static final int MANY = 100;

    private final Events events;
    private final CronClock time;

    CronJobController(Registry registry, WorkQueue queue) {
        super(registry, queue);
        events = new Events(registry, "cronjob-controller");
        time = new CronClock(clock);
    }

    @Override
    void changed(Store.Change change) {
        var namespace = Json.text(change.object(), "metadata", "namespace");
        if (change.kind() == Kinds.CRON_JOB) {
            time.changed(change);
            enqueue(namespace, Json.text(change.object(), "metadata", "name"));
        } else if (change.kind() == Kinds.JOB) {
            var owner = Owners.controllerOf(change.object());
            if ("CronJob".equals(owner.get("kind"))) {
                enqueue(namespace, Json.text(owner, "name"));
            }
        }
    }

    @Override
    void reconcile(String namespace, String name) {
        var read = store.get(Kinds.CRON_JOB, namespace, name).orElse(null);
        if (read == null) {
            return;
        }
        var cronJob = Json.copy(read);
        var jobs = store.list(Kinds.JOB, namespace).stream().filter(job -> Owners.controls(cronJob, job)).toList();
        deleteOld(cronJob, jobs);
        noteFinished(cronJob, jobs);
        try {
            if (!Pods.isTerminating(cronJob) && !Json.truth(cronJob, "spec", "suspend")) {
                schedule(cronJob);
            }
        } finally {
            writeStatus(read, cronJob);
        }
    }

    private void writeStatus(Map<String, Object> read, Map<String, Object> cronJob) {
        if (!Json.same(read.get("status"), cronJob.get("status"))) {
            registry.updateStatus(Kinds.CRON_JOB, namespace(cronJob), name(cronJob), MANAGER, fresh -> {
                fresh.put("status", cronJob.get("status"));
                return fresh;
            });
        }
    }

    // The Jobs that there are

    private void deleteOld(Map<String, Object> cronJob, List<Map<String, Object>> jobs) {
        for (var limit : Map.of("Complete", "successfulJobsHistoryLimit", "Failed", "failedJobsHistoryLimit").entrySet()) {
            if (Json.at(cronJob, "spec", limit.getValue()) instanceof Number most) {
                var finished = jobs.stream().filter(job -> Conditions.isTrue(Json.map(job, "status"), limit.getKey()))
                        .sorted(Comparator.comparing((Map<String, Object> job) -> Json.text(job, "status", "startTime"))
                                .thenComparing(CronJobController::name)).toList();
                finished.stream().limit(Math.max(0, finished.size() - most.longValue()))
                        .filter(job -> !Pods.isTerminating(job)).forEach(job -> delete(cronJob, job));
            }
        }
    }

    private void delete(Map<String, Object> cronJob, Map<String, Object> job) {
        registry.delete(Kinds.JOB, namespace(cronJob), name(job), Deletion.background());
        removeActive(cronJob, Json.text(job, "metadata", "uid"));
        events.normal(cronJob, "SuccessfulDelete", "Deleted job " + name(job));
    }

    private void noteFinished(Map<String, Object> cronJob, List<Map<String, Object>> jobs) {
        for (var job : jobs) {
            var uid = Json.text(job, "metadata", "uid");
            var listed = active(cronJob).stream().anyMatch(reference -> uid.equals(reference.get("uid")));
            if (!JobStatus.isFinished(job)) {
                if (!listed) {
                    events.warning(cronJob, "UnexpectedJob",
                            "Saw a job that the controller did not create or forgot: " + name(job));
                }
                continue;
            }
            var succeeded = Conditions.isTrue(Json.map(job, "status"), "Complete");
            if (listed) {
                removeActive(cronJob, uid);
                events.normal(cronJob, "SawCompletedJob", "Saw completed job: %s, condition: %s"
                        .formatted(name(job), succeeded ? "Complete" : "Failed"));
            }
            var end = Json.text(job, "status", "completionTime");
            if (succeeded && end.compareTo(Json.text(cronJob, "status", "lastSuccessfulTime")) > 0) {
                Json.set(cronJob, end, "status", "lastSuccessfulTime");
            }
        }
        for (var reference : active(cronJob)) {
            if (store.get(Kinds.JOB, namespace(cronJob), Json.text(reference, "name")).isEmpty()) {
                events.normal(cronJob, "MissingJob", "Active job went missing: " + reference.get("name"));
                removeActive(cronJob, Json.text(reference, "uid"));
            }
        }
    }

    private static List<Map<String, Object>> active(Map<String, Object> cronJob) {
        return Json.maps(cronJob, "status", "active");
    }

    private static void removeActive(Map<String, Object> cronJob, String uid) {
        var left = new ArrayList<Object>(active(cronJob));
        left.removeIf(reference -> uid.equals(Json.text(reference, "uid")));
        Json.set(cronJob, left.isEmpty() ? null : left, "status", "active");
    }

    // The next Job

    private void schedule(Map<String, Object> cronJob) {
        CronSchedule schedule;
        try {
            schedule = CronSchedule.parse(Json.text(cronJob, "spec", "schedule"));
        } catch (IllegalArgumentException unparseable) {
            events.warning(cronJob, "UnparseableSchedule", "unparseable schedule: \"%s\" : %s"
                    .formatted(Json.text(cronJob, "spec", "schedule"), unparseable.getMessage()));
            return;
        }
        var now = time.now(cronJob).atZone(zone(cronJob));
        var last = time.last(cronJob).atZone(zone(cronJob));
        var deadline = Json.number(cronJob, Long.MAX_VALUE, "spec", "startingDeadlineSeconds");
        var due = due(cronJob, schedule, last, now);
        schedule.next(due == null ? last : due).ifPresent(next -> enqueueAfter(
                Duration.between(now, next).plus(PADDING), namespace(cronJob), name(cronJob)));
        if (due != null && Duration.between(due, now).getSeconds() <= deadline) {
            start(cronJob, due);
        }
    }

    private static ZoneId zone(Map<String, Object> cronJob) {
        var zone = Json.text(cronJob, "spec", "timeZone");
        return zone.isEmpty() ? ZoneOffset.UTC : ZoneId.of(zone);
    }

    /** The latest time that is due; null when none is. */
    private ZonedDateTime due(Map<String, Object> cronJob, CronSchedule schedule, ZonedDateTime last,
                              ZonedDateTime now) {
        ZonedDateTime due = null;
        var missed = 0;
        for (var next = schedule.next(last); next.isPresent() && !next.get().isAfter(now); next = schedule.next(due)) {
            due = next.get();
            missed++;
        }
        if (missed > MANY && Json.at(cronJob, "spec", "startingDeadlineSeconds") == null) {
            events.warning(cronJob, "TooManyMissedTimes", "too many missed start times. Set or decrease "
                    + ".spec.startingDeadlineSeconds or check clock skew");
        }
        return due;
    }

    private void start(Map<String, Object> cronJob, ZonedDateTime due) {
        var policy = Json.text(cronJob, "spec", "concurrencyPolicy");
        if (policy.equals("Forbid") && !active(cronJob).isEmpty()) {
            events.normal(cronJob, "JobAlreadyActive",
                    "Not starting job because prior execution is running and concurrency policy is Forbid");
            return;
        }
        if (policy.equals("Replace")) {
            active(cronJob).forEach(reference -> store.get(Kinds.JOB, namespace(cronJob), Json.text(reference, "name"))
                    .ifPresent(job -> delete(cronJob, job)));
        }
        var job = job(cronJob, due);
        Map<String, Object> created;
        try {
            created = registry.create(Kinds.JOB, namespace(cronJob), job, MANAGER);
            events.normal(cronJob, "SuccessfulCreate", "Created job " + name(created));
        } catch (ApiException refused) {
            created = store.get(Kinds.JOB, namespace(cronJob), name(job)).orElse(null);
            if (created == null || !Owners.controls(cronJob, created)) {
                events.warning(cronJob, "FailedCreate", "Error creating job: " + refused.getMessage());
                throw refused;
            }
        }
        time.started(cronJob, due.toInstant());
        var listed = new ArrayList<Object>(active(cronJob));
        listed.add(Json.object("kind", "Job", "namespace", namespace(cronJob), "name", name(created),
                "uid", Json.text(created, "metadata", "uid"), "apiVersion", "batch/v1",
                "resourceVersion", Json.text(created, "metadata", "resourceVersion")));
        Json.set(cronJob, listed, "status", "active");
        Json.set(cronJob, time.onTheWall(cronJob, due.toInstant()).truncatedTo(ChronoUnit.SECONDS).toString(),
                "status", "lastScheduleTime");
    }

    /** Named after the minute, so that there is one only for each. */
    private static Map<String, Object> job(Map<String, Object> cronJob, ZonedDateTime due) {
        var template = Json.map(cronJob, "spec", "jobTemplate");
        var annotations = new HashMap<>(Json.map(template, "metadata", "annotations"));
        annotations.put(SCHEDULED, due.truncatedTo(ChronoUnit.SECONDS).format(DateTimeFormatter.ISO_OFFSET_DATE_TIME));
        var metadata = Json.object("name", name(cronJob) + "-" + due.toEpochSecond() / 60, "annotations", annotations,
                "ownerReferences", List.of(Owners.reference(Kinds.CRON_JOB, cronJob)));
        Json.set(metadata, Json.copyOf(Json.at(template, "metadata", "labels")), "labels");
        return Json.object("apiVersion", "batch/v1", "kind", "Job", "metadata", metadata,
                "spec", Json.copy(Json.map(template, "spec")));
    }

    private static String namespace(Map<String, Object> object) {
        return Json.text(object, "metadata", "namespace");
    }

    private static String name(Map<String, Object> object) {
        return Json.text(object, "metadata", "name");
    }
}
