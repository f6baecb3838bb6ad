package demoapp.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import demoapp.json.Json;
import demoapp.rollout.Readiness.Target;

/** Looks on at what has no readiness probe: Kubernetes calls that available from its first moment. */
final class Settling {
    private static final Duration YOUNG = Duration.ofMinutes(1);

    /** Which pods run, restarted how often, and since when it is so. */
    private record Steady(String state, Instant since) { }

    private final Duration settle;
    private final Map<Target, Steady> steady = new HashMap<>();

    Settling(Duration settle) {
        this.settle = settle;
    }

    boolean isEmpty() {
        return steady.isEmpty();
    }

    /**
     * Ready once none of its young containers has been replaced or restarted for a while, and each that has died has
     * lived longer than it did then.
     */
    Verdict look(Target target, Verdict ready, List<Map<String, Object>> pods) {
        var statuses = pods.stream().flatMap(pod -> Json.maps(pod, "status", "containerStatuses").stream()).toList();
        var state = statuses.stream().map(status -> Json.text(status, "containerID") + Json.text(status, "restartCount"))
                .sorted().collect(Collectors.joining(" "));
        var now = Instant.now();
        var known = steady.get(target);
        if (known == null || !known.state.equals(state)) {
            known = new Steady(state, now);
            steady.put(target, known);
        }
        if (statuses.stream().noneMatch(status -> age(status, now).compareTo(YOUNG) < 0)) {
            return ready;
        }
        var lived = statuses.stream().filter(status -> age(status, now).compareTo(lastLife(status)) <= 0)
                .map(Settling::lastLife).max(Duration::compareTo).orElse(Duration.ZERO);
        if (!lived.isZero()) {
            return Verdict.progressing(ready.message() + "; a container died after " + lived.toSeconds()
                    + " s, so it is watched for longer than that");
        }
        return known.since.plus(settle).isAfter(now)
                ? Verdict.progressing(ready.message() + "; without a readiness probe that says little, so it is watched for "
                        + settle.toMillis() / 1000.0 + " s") : ready;
    }

    private static Duration age(Map<String, Object> status, Instant now) {
        var started = Json.text(status, "state", "running", "startedAt");
        return started.isEmpty() ? Duration.ZERO : Duration.between(Instant.parse(started), now);
    }

    /** How long the instance before this one lived; zero when there was none. */
    static Duration lastLife(Map<String, Object> status) {
        var end = Json.map(status, "lastState", "terminated");
        var from = Json.text(end, "startedAt");
        var to = Json.text(end, "finishedAt");
        return from.isEmpty() || to.isEmpty() ? Duration.ZERO : Duration.between(Instant.parse(from), Instant.parse(to));
    }
}
