package demoapp.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import demoapp.json.Json;
import demoapp.rollout.Readiness;
import demoapp.rollout.Timeline;

/**
 * What happened while puma went from one image to the next.
 *
 * @param strategy how many pods more and fewer there might be
 * @param requests null when nobody asked
 */
public record Story(Readiness.Outcome outcome, String tag, String strategy, List<Pod> pods,
        PumaRequests.Count requests, Timeline timeline) {

    /**
     * One of puma's pods. Times are seconds from the start; null: it did not come to that.
     *
     * @param waitedFor before it came to migrations, or ""
     */
    record Pod(String name, boolean isNew, double since, Double ready, Double ending, long restarts, MigrationFate fate,
            String waitedFor) {
        Map<String, Object> json() {
            return Json.object("name", name, "new", isNew, "since", since, "ready", ready, "ending", ending, "restarts", restarts,
                    "migration", isNew ? fate.kind().name().toLowerCase() : null, "words", fate.words(), "waitedFor", waitedFor);
        }

        private String text() {
            if (!isNew) {
                return ending == null ? "stays" : "ended at %.1f s".formatted(ending);
            }
            return (ready == null ? "not ready" : "came at %.1f s, ready at %.1f s".formatted(since, ready))
                    + (restarts == 0 ? "" : ", restarted " + restarts + " times")
                    + (waitedFor.isEmpty() ? "" : ", had to wait for " + waitedFor) + "; " + fate.kind().text
                    + (fate.words().isEmpty() ? "" : ":\n      " + fate.words());
        }
    }

    /** How many of the new pods ended so. */
    long count(MigrationFate.Kind kind) {
        return pods.stream().filter(Pod::isNew).filter(pod -> pod.fate.kind() == kind).count();
    }

    /** The Deployment's part of a timeline. */
    static Map<String, Object> puma(Timeline timeline) {
        return Json.maps(timeline.json(), "objects").stream()
                .filter(object -> Json.text(object, "object").endsWith("/" + Application.PUMA)).findFirst().orElse(Map.of());
    }

    private List<Map<String, Object>> scalings() {
        return Json.maps(puma(timeline), "scalings");
    }

    /** Whether there was a rollout at all. */
    private boolean isIdle() {
        return scalings().isEmpty() && pods.stream().allMatch(pod -> pod.since == 0);
    }

    /** With picocli's markup. */
    public List<String> lines() {
        var lines = new ArrayList<String>();
        lines.add("@|bold What happened|@ (" + strategy + "; " + Math.round(outcome.took().toMillis() / 1000.0) + " s)");
        if (isIdle()) {
            lines.add("  nothing: puma had tag " + tag + " already");
        } else {
            scalings().forEach(scaling -> lines.add("  %5.1f s  ReplicaSet %s: %s → %s".formatted(((Number) scaling.get("at"))
                    .doubleValue(), scaling.get("replicaSet"), scaling.get("from"), scaling.get("to"))));
            pods.forEach(pod -> lines.add("  " + (pod.isNew ? "new " : "old ") + pod.name + ": " + pod.text()));
            if (count(MigrationFate.Kind.MIGRATED) > 0) {
                lines.add("  So " + count(MigrationFate.Kind.MIGRATED) + " of " + pods.stream().filter(Pod::isNew).count()
                        + " new pods migrated, " + count(MigrationFate.Kind.SKIPPED) + " skipped, "
                        + count(MigrationFate.Kind.NOTHING_TO_DO) + " came when it was done");
            }
        }
        if (requests != null) {
            lines.add("  " + (requests.failed() == 0 ? "@|green " : "@|red ") + requests + "|@");
            requests.failures().forEach(failure -> lines.add("    " + failure.replace("@|", "@ |")));
        }
        return lines;
    }

    public Map<String, Object> json() {
        return Json.object("tag", tag, "ready", outcome.isReady(), "seconds", outcome.took().toMillis() / 1000.0,
                "strategy", strategy, "scalings", scalings(), "pods", pods.stream().map(Pod::json).toList(),
                "requests", requests == null ? null : requests.json(), "timeline", timeline.json());
    }
}
