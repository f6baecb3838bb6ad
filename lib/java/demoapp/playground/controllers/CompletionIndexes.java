package demoapp.playground.controllers;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import demoapp.json.Json;
import demoapp.playground.store.Kinds;

/** What has become of an Indexed Job's indexes, as its status and its pods tell in one look. */
final class CompletionIndexes {
    private final Map<String, Object> job;
    private final List<Map<String, Object>> pods;
    private final BitSet active;
    private final BitSet succeeded = new BitSet();
    private final BitSet failed = new BitSet();

    /** Of a Job that is not Indexed there are none. */
    CompletionIndexes(Map<String, Object> job, List<Map<String, Object>> pods, List<Map<String, Object>> activePods) {
        this.job = job;
        this.pods = pods;
        active = JobIndexes.of(activePods, job);
        if (!JobStatus.isIndexed(job)) {
            return;
        }
        var tracked = pods.stream().filter(JobStatus::isTracked).toList();
        succeeded.or(JobIndexes.parse(Json.text(job, "status", "completedIndexes"), job));
        succeeded.or(JobIndexes.of(tracked.stream().filter(JobStatus::hasSucceeded).toList(), job));
        if (JobStatus.hasLimitPerIndex(job)) {
            failed.or(JobIndexes.parse(Json.text(job, "status", "failedIndexes"), job));
            failed.or(JobIndexes.of(tracked.stream().filter(this::failsIndex).toList(), job));
        }
    }

    private boolean failsIndex(Map<String, Object> pod) {
        if (!JobStatus.hasFailed(pod, job)) {
            return false;
        }
        var action = JobPolicies.failure(job, pod).map(JobPolicies.Failure::action).orElse("Count");
        return action.equals("FailIndex") || !action.equals("Ignore")
                && JobIndexes.failures(pod) >= Json.number(job, 0, "spec", "backoffLimitPerIndex");
    }

    long succeeded() {
        return succeeded.cardinality();
    }

    long failed() {
        return failed.cardinality();
    }

    Optional<String> successPolicyMet() {
        return JobPolicies.success(job, succeeded);
    }

    /** Of several pods with one index all but the best, which comes last; and those without a valid one. */
    List<Map<String, Object>> surplus(List<Map<String, Object>> byWorth) {
        var surplus = new ArrayList<Map<String, Object>>();
        var taken = new BitSet();
        for (var i = byWorth.size() - 1; i >= 0 && JobStatus.isIndexed(job); i--) {
            var index = JobIndexes.of(byWorth.get(i), job);
            if (index < 0 || taken.get(index)) {
                surplus.add(byWorth.get(i));
            } else {
                taken.set(index);
            }
        }
        return surplus;
    }

    /** The first indexes, so many of them, that need a pod. */
    List<Integer> pending(int number) {
        var completions = (int) Json.number(job, 0, "spec", "completions");
        var taken = (BitSet) active.clone();
        taken.or(succeeded);
        taken.or(failed);
        if (JobStatus.replacesOnlyFailed(job)) {
            taken.or(JobIndexes.of(pods.stream().filter(pod -> Pods.isTerminating(pod) && !Pods.isFinished(pod))
                    .toList(), job));
        }
        taken.flip(0, completions);
        return taken.stream().takeWhile(index -> index < completions).limit(number).boxed().toList();
    }

    /** The failed pod that the index's next one replaces; it keeps its finalizer until then. Null: there is none. */
    Map<String, Object> last(int index) {
        return index < 0 || succeeded.get(index) || failed.get(index) || active.get(index) ? null : pods.stream()
                .filter(pod -> JobIndexes.of(pod, job) == index && JobStatus.isTracked(pod)
                        && JobStatus.hasFailed(pod, job))
                .max(Comparator.comparing(pod -> JobIndexes.failures(pod) + JobIndexes.ignoredFailures(pod)))
                .orElse(null);
    }

    /** The index's next pod. */
    Map<String, Object> pod(int index) {
        var pod = Pods.fromTemplate(Kinds.JOB, job);
        JobIndexes.assign(pod, job, index);
        if (JobStatus.hasLimitPerIndex(job)) {
            var before = last(index);
            var ignored = before != null && !JobPolicies.counts(job, before);
            var failures = before == null ? 0 : JobIndexes.failures(before) + (ignored ? 0 : 1);
            var ignoredFailures = before == null ? 0 : JobIndexes.ignoredFailures(before) + (ignored ? 1 : 0);
            Json.set(pod, Long.toString(failures), "metadata", "annotations", JobIndexes.FAILURES);
            Json.set(pod, ignoredFailures == 0 ? null : Long.toString(ignoredFailures),
                    "metadata", "annotations", JobIndexes.IGNORED_FAILURES);
        }
        return pod;
    }

    /** Says whether anything changed. */
    boolean write(Map<String, Object> status) {
        if (!JobStatus.isIndexed(job)) {
            return false;
        }
        var before = Json.text(status, "completedIndexes") + "/" + status.get("failedIndexes");
        JobStatus.count(status, "succeeded", succeeded());
        Json.set(status, succeeded.isEmpty() ? null : JobIndexes.text(succeeded), "completedIndexes");
        if (JobStatus.hasLimitPerIndex(job)) {
            status.put("failedIndexes", JobIndexes.text(failed));
        }
        return !before.equals(Json.text(status, "completedIndexes") + "/" + status.get("failedIndexes"));
    }
}
