package demoapp.playground.controllers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

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
    private final BitSet countedIndexes = new BitSet();
    private final BitSet succeededIndexes = new BitSet();
    private final BitSet failedIndexes = new BitSet();
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
        active = activePods.size();
        ready = activePods.stream().filter(Pods::isReady).count();
        terminating = pods.stream().filter(pod -> Pods.isTerminating(pod) && !Pods.isFinished(pod)).count();
        var newlySucceeded = uncounted("succeeded").stream().filter(JobStatus::hasSucceeded).toList();
        var newlyFailed = uncounted("failed").stream().filter(pod -> JobStatus.hasFailed(pod, job)).toList();
        succeeded = Json.number(status, 0, "succeeded") + newlySucceeded.size()
                + JobStatus.uncounted(status, "succeeded").size();
        failed = Json.number(status, 0, "failed") + JobStatus.uncounted(status, "failed").size()
                + newlyFailed.stream().filter(pod -> JobPolicies.counts(job, pod)).count();
        failures = backoff.with(uid(job), newlySucceeded, newlyFailed);
        status.putIfAbsent("uncountedTerminatedPods", Json.object());
    }

    private List<Map<String, Object>> uncounted(String how) {
        var noted = JobStatus.uncounted(status, how);
        return pods.stream().filter(pod -> JobStatus.isTracked(pod) && !noted.contains(uid(pod)))
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
        RuntimeException refused = null;
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
            throw refused; // the queue tries again, later and later
        }
    }

    private boolean isDeleted() {
        return Pods.isTerminating(job);
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
        countedIndexes.or(JobIndexes.parse(Json.text(status, "completedIndexes"), job));
        succeededIndexes.or(countedIndexes);
        succeededIndexes.or(JobIndexes.of(pods.stream()
                .filter(pod -> JobStatus.hasSucceeded(pod) && JobStatus.isTracked(pod)).toList(), job));
        succeeded = succeededIndexes.cardinality();
        if (JobStatus.hasLimitPerIndex(job)) {
            failedIndexes.or(JobIndexes.parse(Json.text(status, "failedIndexes"), job));
            failedIndexes.or(JobIndexes.of(pods.stream().filter(pod -> JobStatus.isTracked(pod) && failsIndex(pod))
                    .toList(), job));
            if (verdict == null
                    && failedIndexes.cardinality() > Json.number(job, Long.MAX_VALUE, "spec", "maxFailedIndexes")) {
                fail("MaxFailedIndexesExceeded", "Job has exceeded the specified maximal number of failed indexes");
            } else if (verdict == null && !failedIndexes.isEmpty() && failedIndexes.cardinality() + succeeded
                    >= Json.number(job, 0, "spec", "completions")) {
                fail("FailedIndexes", "Job has failed indexes");
            }
        }
        if (verdict == null) {
            JobPolicies.success(job, succeededIndexes).ifPresent(message ->
                    verdict = JobStatus.condition("SuccessCriteriaMet", "SuccessPolicy", message));
        }
    }

    private boolean failsIndex(Map<String, Object> pod) {
        if (!JobStatus.hasFailed(pod, job)) {
            return false;
        }
        var policy = JobPolicies.failure(job, pod);
        return policy.filter(failure -> failure.action().equals("FailIndex")).isPresent()
                || policy.filter(failure -> failure.action().equals("Ignore")).isEmpty()
                && JobIndexes.failures(pod) >= Json.number(job, 0, "spec", "backoffLimitPerIndex");
    }

    private void fail(String reason, String message) {
        verdict = JobStatus.condition("FailureTarget", reason, message);
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
        var first = new ArrayList<Map<String, Object>>();
        var left = new ArrayList<Map<String, Object>>();
        var taken = new BitSet();
        var byWorth = activePods.stream().sorted(controller.times.deletedFirstExactly()).toList();
        for (var i = byWorth.size() - 1; i >= 0; i--) { // of two pods with one index the better one stays
            var index = JobIndexes.of(byWorth.get(i), job);
            var surplus = JobStatus.isIndexed(job) && (index < 0 || taken.get(index));
            (surplus ? first : left).add(0, byWorth.get(i));
            taken.set(Math.max(0, index));
        }
        left.stream().limit(Math.max(0, atLeast - first.size())).forEach(first::add);
        return first;
    }

    private void create(int missing) {
        var waiting = JobStatus.hasLimitPerIndex(job) ? Duration.ZERO : backoff.left(failures);
        var indexes = JobStatus.isIndexed(job) ? pendingIndexes(missing) : List.<Integer>of();
        if (JobStatus.hasLimitPerIndex(job)) {
            var now = indexes.stream().filter(index -> !isPositive(backoff.left(lastOf(index)))).toList();
            if (now.isEmpty()) {
                waiting = indexes.stream().map(index -> backoff.left(lastOf(index))).min(Comparator.naturalOrder())
                        .orElse(Duration.ZERO);
            }
            indexes = now;
        }
        if (isPositive(waiting)) {
            active = 0; // as Kubernetes has it
            controller.syncAfter(waiting, job);
            return;
        }
        var which = indexes;
        Pods.inBatches(JobStatus.isIndexed(job) ? which.size() : missing, i -> {
            var pod = Pods.fromTemplate(Kinds.JOB, job);
            if (JobStatus.isIndexed(job)) {
                JobIndexes.assign(pod, job, which.get(i));
                if (JobStatus.hasLimitPerIndex(job)) {
                    countFailures(pod, lastOf(which.get(i)));
                }
            }
            controller.create(job, pod);
            active++;
        });
    }

    private static boolean isPositive(Duration duration) {
        return !duration.isNegative() && !duration.isZero();
    }

    private List<Integer> pendingIndexes(int number) {
        var taken = JobIndexes.of(activePods, job);
        taken.or(succeededIndexes);
        taken.or(failedIndexes);
        if (JobStatus.replacesOnlyFailed(job)) {
            taken.or(JobIndexes.of(pods.stream().filter(pod -> Pods.isTerminating(pod) && !Pods.isFinished(pod))
                    .toList(), job));
        }
        taken.flip(0, (int) Json.number(job, 0, "spec", "completions"));
        taken.clear((int) Json.number(job, 0, "spec", "completions"), Math.max(taken.length(),
                (int) Json.number(job, 0, "spec", "completions")));
        return taken.stream().limit(number).boxed().toList();
    }

    /** The failed pod that the index's next one replaces; it keeps its finalizer until then. Null: there is none. */
    private Map<String, Object> lastOf(int index) {
        return index < 0 || succeededIndexes.get(index) || failedIndexes.get(index)
                || JobIndexes.of(activePods, job).get(index) ? null : pods.stream()
                .filter(pod -> JobIndexes.of(pod, job) == index && JobStatus.isTracked(pod)
                        && JobStatus.hasFailed(pod, job))
                .max(Comparator.comparing(pod -> JobIndexes.failures(pod) + JobIndexes.ignoredFailures(pod)))
                .orElse(null);
    }

    private void countFailures(Map<String, Object> pod, Map<String, Object> before) {
        var failed = before == null ? 0 : JobIndexes.failures(before);
        var ignored = before == null ? 0 : JobIndexes.ignoredFailures(before);
        if (before != null && JobPolicies.counts(job, before)) {
            failed++;
        } else if (before != null) {
            ignored++;
        }
        Json.set(pod, Long.toString(failed), "metadata", "annotations", JobIndexes.FAILURES);
        if (ignored > 0) {
            Json.set(pod, Long.toString(ignored), "metadata", "annotations", JobIndexes.IGNORED_FAILURES);
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
        pods.stream().filter(JobStatus::isTracked).forEach(pod -> tracked.add(uid(pod)));
        var write = JobStatus.count(status, tracked) | changed;
        var over = pods.stream().filter(pod -> JobStatus.isTracked(pod) && isOver(pod)).toList();
        for (var pod : over) {
            write |= note(pod);
        }
        write |= noteIndexes();
        if (verdict != null && List.of("FailureTarget", "SuccessCriteriaMet").contains(verdict.get("type"))) {
            write |= JobStatus.set(status, verdict, controller.clock.timestamp());
            verdict = JobStatus.condition(verdict.get("type").equals("FailureTarget") ? "Failed" : "Complete",
                    Json.text(verdict, "reason"), Json.text(verdict, "message"));
        }
        if (write) {
            controller.write(job);
            backoff.remember(uid(job), failures);
        }
        over.forEach(controller::untrack);
        over.forEach(pod -> tracked.remove(uid(pod)));
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
                && !(JobStatus.hasLimitPerIndex(job) && lastOf(JobIndexes.of(pod, job)) == pod);
    }

    private boolean note(Map<String, Object> pod) {
        var isIndexed = JobStatus.isIndexed(job);
        var index = JobIndexes.of(pod, job);
        var noted = JobStatus.uncounted(status, "failed").contains(uid(pod));
        if (JobStatus.hasSucceeded(pod) && !noted) {
            if (isIndexed) {
                var fresh = index >= 0 && !countedIndexes.get(index);
                countedIndexes.set(index < 0 ? 0 : index, index < 0 ? 0 : index + 1);
                return fresh;
            }
            if (JobStatus.uncounted(status, "succeeded").contains(uid(pod))) {
                return false;
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

    private boolean noteIndexes() {
        if (!JobStatus.isIndexed(job)) {
            return false;
        }
        var before = Json.text(status, "completedIndexes") + "/" + status.get("failedIndexes");
        JobStatus.count(status, "succeeded", succeededIndexes.cardinality());
        Json.set(status, succeededIndexes.isEmpty() ? null : JobIndexes.text(succeededIndexes), "completedIndexes");
        if (JobStatus.hasLimitPerIndex(job)) {
            status.put("failedIndexes", JobIndexes.text(failedIndexes));
        }
        return !before.equals(Json.text(status, "completedIndexes") + "/" + status.get("failedIndexes"));
    }

    private static String uid(Map<String, Object> object) {
        return Json.text(object, "metadata", "uid");
    }
}
