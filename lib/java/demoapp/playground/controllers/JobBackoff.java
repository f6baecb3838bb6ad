package demoapp.playground.controllers;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.store.Clock;
import demoapp.playground.store.Store;

/**
 * How long a Job waits before the next pod: 10, 20, 40 … simulated seconds from the end of the pod that failed last,
 * twice as long with each failure since the last success.
 * See https://github.com/kubernetes/kubernetes/blob/v1.32.0/pkg/controller/job/backoff_utils.go
 */
final class JobBackoff {
    private static final Duration FIRST = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    /** @param last when a pod failed last; null: none has */
    record Failures(int number, Instant last) {
        static final Failures NONE = new Failures(0, null);
    }

    private final Moments moments;
    private final Map<String, Failures> failures = new HashMap<>();

    JobBackoff(Clock clock) {
        moments = new Moments(clock);
    }

    /** Notes exactly when pods end. */
    void changed(Store.Change change) {
        var uid = Json.text(change.object(), "metadata", "uid");
        if (change.type().equals("DELETED")) {
            moments.forget(uid);
        } else if (change.before() != null && !hasEnded(change.before()) && hasEnded(change.object())) {
            moments.mark(uid);
        }
    }

    private static boolean hasEnded(Map<String, Object> pod) {
        var statuses = Json.maps(pod, "status", "containerStatuses");
        return Pods.isTerminating(pod) || !statuses.isEmpty() && statuses.stream()
                .allMatch(status -> Json.at(status, "state", "terminated") != null);
    }

    private Instant end(Map<String, Object> pod) {
        return moments.when(Json.text(pod, "metadata", "uid"), Json.maps(pod, "status", "containerStatuses").stream()
                .map(status -> Json.text(status, "state", "terminated", "finishedAt")).filter(time -> !time.isEmpty())
                .max(Comparator.naturalOrder()).orElse(Json.text(pod, "metadata", "creationTimestamp")));
    }

    /** The Job's failures with these pods, which have not been counted yet. */
    Failures with(String job, List<Map<String, Object>> succeeded, List<Map<String, Object>> failed) {
        var before = succeeded.isEmpty() ? failures.getOrDefault(job, Failures.NONE) : Failures.NONE;
        var success = succeeded.stream().map(this::end).max(Comparator.naturalOrder()).orElse(Instant.MIN);
        var later = new ArrayList<>(failed.stream().map(this::end).filter(end -> end.isAfter(success)).toList());
        return later.isEmpty() ? before
                : new Failures(before.number + later.size(), later.stream().max(Comparator.naturalOrder()).get());
    }

    void remember(String job, Failures now) {
        failures.put(job, now);
    }

    void forget(String job) {
        failures.remove(job);
    }

    /** How long to wait yet; when not positive, no longer. */
    Duration left(Failures failures) {
        if (failures.number == 0) {
            return Duration.ZERO;
        }
        var wait = FIRST.multipliedBy(1L << Math.min(failures.number - 1, 10));
        return (wait.compareTo(LONGEST) > 0 ? LONGEST : wait).minus(moments.since(failures.last));
    }

    /** The same for one index of a Job with backoffLimitPerIndex; null: it has not failed. */
    Duration left(Map<String, Object> lastOfIndex) {
        return lastOfIndex == null ? Duration.ZERO : left(new Failures(
                (int) (JobIndexes.failures(lastOfIndex) + JobIndexes.ignoredFailures(lastOfIndex)) + 1,
                end(lastOfIndex)));
    }

    static boolean isPositive(Duration duration) {
        return !duration.isNegative() && !duration.isZero();
    }
}
