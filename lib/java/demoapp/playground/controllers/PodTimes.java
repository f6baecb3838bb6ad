package demoapp.playground.controllers;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.store.Clock;
import demoapp.playground.store.Store;

/** For how long pods have existed and been ready, in simulated time, and which of them go first when some must go. */
final class PodTimes {
    private final Moments moments;

    PodTimes(Clock clock) {
        moments = new Moments(clock);
    }

    /** To be told of every change of a pod. */
    void changed(Store.Change change) {
        var uid = Json.text(change.object(), "metadata", "uid");
        if (change.type().equals("DELETED")) {
            moments.forget(uid + "/ready");
            moments.forget(uid + "/created");
        } else if (change.before() != null && !Pods.isReady(change.before()) && Pods.isReady(change.object())) {
            moments.mark(uid + "/ready");
        } else if (change.before() == null && change.type().equals("ADDED")
                && Json.at(change.object(), "status", "startTime") == null) {
            moments.mark(uid + "/created");
        }
    }

    Duration readyFor(Map<String, Object> pod) {
        return readyFor(pod, moments.now());
    }

    private Duration readyFor(Map<String, Object> pod, Instant now) {
        return moments.between(moments.when(Json.text(pod, "metadata", "uid") + "/ready", Pods.readySince(pod)), now);
    }

    private Duration age(Map<String, Object> pod, Instant now) {
        return moments.between(moments.when(Json.text(pod, "metadata", "uid") + "/created",
                Json.text(pod, "metadata", "creationTimestamp")), now);
    }

    /**
     * Which pods to delete first: not assigned, pending, not ready, cheap (pod-deletion-cost), ready for a shorter
     * time, restarted more often, younger. Times are compared by their order of magnitude; where that is the same
     * chance decides, by uid. See ActivePodsWithRanks in Kubernetes' controller_utils.go.
     */
    Comparator<Map<String, Object>> deletedFirst() {
        var now = moments.now();
        return Pods.byState().thenComparing(Pods::deletionCost)
                .thenComparing(pod -> Pods.isReady(pod) ? magnitude(readyFor(pod, now)) : 0)
                .thenComparing(Pods::restarts, Comparator.reverseOrder())
                .thenComparing(pod -> magnitude(age(pod, now)))
                .thenComparing(pod -> Json.text(pod, "metadata", "uid"));
    }

    /** As deletedFirst, but by the times themselves. See ActivePods there. */
    Comparator<Map<String, Object>> deletedFirstExactly() {
        var now = moments.now();
        return Pods.byState().thenComparing(pod -> Pods.isReady(pod) ? readyFor(pod, now) : Duration.ZERO)
                .thenComparing(Pods::restarts, Comparator.reverseOrder()).thenComparing(pod -> age(pod, now));
    }

    private static int magnitude(Duration time) {
        return 63 - Long.numberOfLeadingZeros(Math.max(1, time.toNanos()));
    }
}
