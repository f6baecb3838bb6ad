package demoapp.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import demoapp.json.Json;

/** What `kubectl get pods` shows of a pod. @param status the word of its STATUS column */
record PodSummary(String name, String status, long ready, long containers, long restarts, String age) {
    static PodSummary of(Map<String, Object> pod) {
        var statuses = Json.maps(pod, "status", "containerStatuses");
        var created = Json.text(pod, "metadata", "creationTimestamp");
        return new PodSummary(Json.text(pod, "metadata", "name"), status(pod, statuses),
                statuses.stream().filter(status -> Json.truth(status, "ready")).count(),
                Json.list(pod, "spec", "containers").size(),
                statuses.stream().mapToLong(status -> Json.number(status, 0, "restartCount")).sum(),
                created.isEmpty() ? "" : age(Duration.between(Instant.parse(created), Instant.now())));
    }

    boolean isReady() {
        return ready == containers && status.equals("Running") || status.equals("Completed") || status.equals("Succeeded");
    }

    boolean isEnding() {
        return status.equals("Terminating");
    }

    /** Whether the word is one that tells of trouble. */
    boolean isInTrouble() {
        return status.matches(".*(Err|BackOff|Invalid|OOMKilled|Evicted|Failed|Unknown|Cannot).*");
    }

    private static String status(Map<String, Object> pod, List<Map<String, Object>> statuses) {
        if (!Json.text(pod, "metadata", "deletionTimestamp").isEmpty()) {
            return "Terminating";
        }
        var phase = Json.text(pod, "status", "phase");
        var initial = phase.equals("Pending") ? initial(pod) : "";
        var whole = Json.text(pod, "status", "reason");
        return !initial.isEmpty() ? initial : statuses.stream().map(PodSummary::reason).filter(reason -> !reason.isEmpty())
                .findFirst().orElse(whole.isEmpty() ? phase : whole);
    }

    /** The first init container that is not done: its trouble, or how many are. */
    private static String initial(Map<String, Object> pod) {
        var statuses = Json.maps(pod, "status", "initContainerStatuses");
        var done = statuses.stream().filter(status -> Json.text(status, "state", "terminated", "reason").equals("Completed")
                || Json.truth(status, "started")).count();
        if (done == statuses.size()) {
            return "";
        }
        var reason = statuses.stream().map(PodSummary::reason).filter(text -> !text.matches("|Completed|PodInitializing"))
                .findFirst();
        return "Init:" + reason.orElse(done + "/" + Json.list(pod, "spec", "initContainers").size());
    }

    private static String reason(Map<String, Object> status) {
        var waits = Json.text(status, "state", "waiting", "reason");
        return waits.isEmpty() ? Json.text(status, "state", "terminated", "reason") : waits;
    }

    private static String age(Duration age) {
        return age.toSeconds() < 120 ? Math.max(0, age.toSeconds()) + "s" : age.toMinutes() < 120 ? age.toMinutes() + "m"
                : age.toHours() < 48 ? age.toHours() + "h" : age.toDays() + "d";
    }
}
