package demoapp.playground.controllers;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Stream;

import demoapp.json.Json;
import demoapp.playground.store.Kinds;

/**
 * One look at a Job: what its pods have come to, whether it goes on, ends well or fails, and the status that follows.
 * The order of decisions is that of syncJob, see
 * https://github.com/kubernetes/kubernetes/blob/v1.32.0/pkg/controller/job/job_controller.go
 */
final class JobSync {
    private final JobController controller;
    private final JobBackoff backoff;
    private final Map<String, Object> job;
    private final Map<String, Object> status;
    private final List<Map<String, Object>> pods;
    private final List<Map<String, Object>> activePods;
    private final JobBackoff.Failures failures;
    private final CompletionIndexes indexes;
    private long active;
    private long ready;
    private long terminating;
    private long succeeded;
    private final long failed;
    private Map<String, Object> verdict;

    /** @param job a copy of its own, whose status is brought up to date */
    JobSync(JobController controller, JobBackoff backoff, Map<String, Object> job, List<Map<String, Object>> pods) {
        this.controller = controller;
        this.backoff = backoff;
        this.job = job;
        this.status = Json.child(job, "status");
        this.pods = pods.stream().sorted(Comparator.comparing(pod -> JobIndexes.of(pod, job))).toList();
        activePods = this.pods.stream().filter(Pods::isActive).toList();
        indexes = new CompletionIndexes(job, this.pods, activePods);
        active = activePods.size();
        ready = activePods.stream().filter(Pods::isReady).count();
        terminating = pods.stream().filter(pod -> Pods.isTerminating(pod) && !Pods.isFinished(pod)).count();
        var newlySucceeded = uncounted("succeeded").stream().filter(JobStatus::hasSucceeded).toList();
        var newlyFailed = uncounted("failed").stream().filter(pod -> JobStatus.hasFailed(pod, job)).toList();
        succeeded = Json.number(status, 0, "succeeded") + newlySucceeded.size()
                + JobStatus.uncounted(status, "succeeded").size();
        failed = Json.number(status, 0, "failed") + JobStatus.uncounted(status, "failed").size()
                + newlyFailed.stream().filter(pod -> JobPolicies.counts(job, pod)).count();
        failures = backoff.with(JobStatus.uid(job), newlySucceeded, newlyFailed);
        status.putIfAbsent("uncountedTerminatedPods", Json.object());
    }

    private List<Map<String, Object>> uncounted(String how) {
        var noted = JobStatus.uncounted(status, how);
        return pods.stream().filter(pod -> JobStatus.isTracked(pod) && !noted.contains(JobStatus.uid(pod)))
                .filter(pod -> !JobStatus.isIndexed(job) || JobIndexes.of(pod, job) >= 0).toList();
    }

    void run() {
        if (!status.containsKey("startTime") && !JobStatus.isSuspended(job)) {
            controller.begin(job);
        }
        judgeEarlierVerdict();
        judgeFailure();
        judgeIndexes();
        var changed = false;
        RuntimeException refused = null; // then the queue tries again, later and later
        if (verdict != null) {
            delete(activePods, false);
        } else {
            if (!isDeleted()) {
                try {
                    managePods();
                } catch (RuntimeException failure) {
                    refused = failure;
                }
            }
            if (isEnough()) {
                verdict = JobStatus.condition("SuccessCriteriaMet", "CompletionsReached",
                        "Reached expected number of succeeded pods");
            } else if (!isDeleted()) {
                changed = controller.noteSuspension(job);
            }
        }
        changed |= active != Json.number(status, 0, "active") || ready != Json.number(status, -1, "ready")
                || terminating != Json.number(status, -1, "terminating");
        JobStatus.count(status, "active", active);
        status.put("ready", ready);
        status.put("terminating", terminating);
        countPods(changed);
        if (refused != null) {
            throw refused;
        }
    }

    private boolean isDeleted() {
        return Pods.isTerminating(job);
    }

    private void fail(String reason, String message) {
        verdict = JobStatus.condition("FailureTarget", reason, message);
    }

    // The verdict

    private void judgeEarlierVerdict() {
        for (var type : List.of("SuccessCriteriaMet", "FailureTarget")) {
            var earlier = Conditions.find(status, type);
            if (verdict == null && "True".equals(earlier.get("status"))) {
                verdict = JobStatus.condition(type.equals("FailureTarget") ? "Failed" : type,
                        Json.text(earlier, "reason"), Json.text(earlier, "message"));
            }
        }
    }

    private void judgeFailure() {
        if (verdict == null) {
            pods.stream().filter(pod -> JobStatus.hasFailed(pod, job)).flatMap(pod ->
                    JobPolicies.failure(job, pod).stream()).filter(failure -> failure.action().equals("FailJob"))
                    .findFirst().ifPresent(failure -> fail("PodFailurePolicy", failure.message()));
        }
        if (verdict != null) {
            return;
        }
        if (failed > Json.number(job, 6, "spec", "backoffLimit") || JobStatus.restartedTooOften(job, pods)) {
            fail("BackoffLimitExceeded", "Job has reached the specified backoff limit");
        } else if (Json.at(job, "spec", "activeDeadlineSeconds") instanceof Number seconds
                && !JobStatus.isSuspended(job)) {
            var left = Duration.ofSeconds(seconds.longValue()).minus(controller.age(job));
            if (left.isNegative() || left.isZero()) {
                fail("DeadlineExceeded", "Job was active longer than specified deadline");
            } else {
                controller.syncAfter(left, job);
            }
        }
    }

    private void judgeIndexes() {
        if (!JobStatus.isIndexed(job)) {
            return;
        }
        succeeded = indexes.succeeded();
        if (verdict == null && indexes.failed() > Json.number(job, Long.MAX_VALUE, "spec", "maxFailedIndexes")) {
            fail("MaxFailedIndexesExceeded", "Job has exceeded the specified maximal number of failed indexes");
        } else if (verdict == null && indexes.failed() > 0
                && indexes.failed() + succeeded >= Json.number(job, 0, "spec", "completions")) {
            fail("FailedIndexes", "Job has failed indexes");
        }
        if (verdict == null) {
            indexes.successPolicyMet().ifPresent(message ->
                    verdict = JobStatus.condition("SuccessCriteriaMet", "SuccessPolicy", message));
        }
    }

    /** Without spec.completions one success is enough, once no pod runs any more. */
    private boolean isEnough() {
        return active == 0 && (Json.at(job, "spec", "completions") instanceof Number completions
                ? succeeded >= completions.longValue() : succeeded > 0);
    }

    // The pods

    private void managePods() {
        if (JobStatus.isSuspended(job)) {
            delete(activePods, true);
            return;
        }
        var parallelism = Json.number(job, 1, "spec", "parallelism");
        var wanted = Json.at(job, "spec", "completions") instanceof Number completions
                ? Math.max(0, Math.min(parallelism, completions.longValue() - succeeded))
                : succeeded > 0 ? active : parallelism;
        var tooMany = tooMany(active - wanted);
        var missing = wanted - active - (JobStatus.replacesOnlyFailed(job) ? terminating : 0);
        if (!tooMany.isEmpty()) {
            delete(tooMany, true);
        } else if (missing > 0) {
            create((int) missing);
        }
    }

    private List<Map<String, Object>> tooMany(long atLeast) {
        var byWorth = activePods.stream().sorted(controller.times.deletedFirstExactly()).toList();
        var surplus = indexes.surplus(byWorth);
        return Stream.concat(surplus.stream(), byWorth.stream().filter(pod -> !surplus.contains(pod))
                .limit(Math.max(0, atLeast - surplus.size()))).toList();
    }

    private void create(int missing) {
        if (!JobStatus.isIndexed(job)) {
            createAfter(backoff.left(failures), missing, i -> Pods.fromTemplate(Kinds.JOB, job));
            return;
        }
        var pending = indexes.pending(missing);
        var waiting = backoff.left(failures);
        if (JobStatus.hasLimitPerIndex(job)) {
            var now = pending.stream().filter(index -> !JobBackoff.isPositive(backoff.left(indexes.last(index)))).toList();
            waiting = pending.stream().map(index -> backoff.left(indexes.last(index)))
                    .min(Comparator.naturalOrder()).orElse(Duration.ZERO);
            pending = now;
        }
        var which = pending;
        createAfter(waiting, which.size(), i -> indexes.pod(which.get(i)));
    }

    private void createAfter(Duration wait, int number, IntFunction<Map<String, Object>> pod) {
        if (JobBackoff.isPositive(wait)) {
            active = 0; // as Kubernetes has it
            controller.syncAfter(wait, job);
        } else {
            Pods.inBatches(number, i -> {
                controller.create(job, pod.apply(i));
                active++;
            });
        }
    }

    /** @param untrack whether nobody is to count them */
    private void delete(List<Map<String, Object>> which, boolean untrack) {
        for (var pod : which) {
            if (untrack) {
                controller.untrack(pod);
            }
            controller.delete(job, pod);
            active--;
            terminating++;
            ready -= Pods.isReady(pod) ? 1 : 0;
        }
    }

    // The status

    /** Notes the pods that are over, takes their finalizers off, counts them; then the Job itself may be over. */
    private void countPods(boolean changed) {
        var tracked = new HashSet<String>();
        pods.stream().filter(JobStatus::isTracked).forEach(pod -> tracked.add(JobStatus.uid(pod)));
        var write = JobStatus.count(status, tracked) | changed;
        var over = pods.stream().filter(pod -> JobStatus.isTracked(pod) && isOver(pod)).toList();
        for (var pod : over) {
            write |= note(pod);
        }
        write |= indexes.write(status);
        if (verdict != null && List.of("FailureTarget", "SuccessCriteriaMet").contains(verdict.get("type"))) {
            write |= JobStatus.set(status, verdict, controller.clock.timestamp());
            verdict = JobStatus.condition(verdict.get("type").equals("FailureTarget") ? "Failed" : "Complete",
                    Json.text(verdict, "reason"), Json.text(verdict, "message"));
        }
        if (write) {
            controller.write(job);
            backoff.remember(JobStatus.uid(job), failures);
        }
        over.forEach(controller::untrack);
        over.forEach(pod -> tracked.remove(JobStatus.uid(pod)));
        write = JobStatus.count(status, tracked);
        var ends = verdict != null && terminating == 0 && Json.map(status, "uncountedTerminatedPods").isEmpty();
        if (ends) {
            JobStatus.set(status, verdict, controller.clock.timestamp());
            if (verdict.get("type").equals("Complete")) {
                status.put("completionTime", controller.clock.timestamp());
            }
        }
        if (write || ends) {
            controller.write(job);
        }
        if (ends) {
            controller.finished(job, verdict);
        }
    }

    private boolean isOver(Map<String, Object> pod) {
        return isDeleted() || verdict != null || JobStatus.hasSucceeded(pod) || JobStatus.hasFailed(pod, job)
                && !(JobStatus.hasLimitPerIndex(job) && indexes.last(JobIndexes.of(pod, job)) == pod);
    }

    private boolean note(Map<String, Object> pod) {
        var isIndexed = JobStatus.isIndexed(job);
        var index = JobIndexes.of(pod, job);
        var noted = JobStatus.uncounted(status, "failed").contains(JobStatus.uid(pod));
        if (JobStatus.hasSucceeded(pod) && !noted) {
            if (isIndexed || JobStatus.uncounted(status, "succeeded").contains(JobStatus.uid(pod))) {
                return false; // of an index its completion is noted, see CompletionIndexes
            }
            JobStatus.note(status, "succeeded", pod);
            return true;
        }
        var counts = JobStatus.hasFailed(pod, job)
                || verdict != null && !List.of("SuccessCriteriaMet", "Complete").contains(verdict.get("type"));
        if (!counts || noted || isIndexed && index < 0 || !JobPolicies.counts(job, pod)) {
            return false;
        }
        JobStatus.note(status, "failed", pod);
        return true;
    }
}
