package demoapp.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import demoapp.json.Json;

/**
 * What keeps a pod from becoming ready: a pure function of its status and its events. Lasting is what no waiting mends;
 * what often heals (a registry that hiccups, a first crash, a full node) is told, and becomes lasting only when it repeats.
 */
final class PodTrouble {
    /** So many crashes, or pulls that failed for a reason that may pass, are a trend. */
    private static final int TRIES = 3;
    /** A volume is tried again after 0.5, 1, 2, 4 and 8 seconds. */
    private static final int MOUNTS = 5;
    private static final String READINESS = "Readiness probe";
    /** The kubelet forgets a container's crashes when it has run for so long. */
    private static final Duration SOUND = Duration.ofMinutes(10);
    /** What registries and runtimes say of an image that is not there. */
    private static final Pattern NO_IMAGE =
            Pattern.compile("(?i)not found|notfound|manifest unknown|does not exist|no such image");
    private static final Pattern NO_SOURCE = Pattern.compile(
            "(?i)(configmap|secret)s? .*not found|non-existent (config|secret) key|references non-existent");
    /** No room helps a pod whose volume claim does not exist. */
    private static final Pattern NO_CLAIM = Pattern.compile("persistentvolumeclaim \"[^\"]*\" not found");
    /** What a drained or restarting node, or a volume on its way, says; it passes. */
    private static final Pattern PASSING = Pattern.compile("were unschedulable|not-ready|unreachable|pressure"
            + "|unbound immediate PersistentVolumeClaims|no nodes available|uninitialized");

    private final Map<String, Object> pod;
    private final Events events;
    private final boolean roomMayCome;

    private PodTrouble(Map<String, Object> pod, Events events, boolean roomMayCome) {
        this.pod = pod;
        this.events = events;
        this.roomMayCome = roomMayCome;
    }

    /**
     * @param roomMayCome whether a pod that fits on no node may yet find room: other pods are going, or nodes may be added
     * @return the worst of it; empty when nothing is wrong so far
     */
    static Optional<Trouble> of(Map<String, Object> pod, Events events, boolean roomMayCome) {
        return new PodTrouble(pod, events, roomMayCome).all()
                .reduce((a, b) -> b.lasting() && !a.lasting() ? b : a);
    }

    private Stream<Trouble> all() {
        if (pod.isEmpty() || !Json.text(pod, "metadata", "deletionTimestamp").isEmpty()) {
            return Stream.empty();
        }
        return Stream.of(whole(), containers("initContainerStatuses"), containers("containerStatuses"), volumes())
                .flatMap(troubles -> troubles);
    }

    private Stream<Trouble> whole() {
        var ended = Json.text(pod, "status", "reason"); // Evicted, DeadlineExceeded …
        if (!ended.isEmpty()) {
            return Stream.of(trouble("", false, ended, Json.text(pod, "status", "message")));
        }
        var scheduled = Verdict.condition(pod, "PodScheduled");
        if (!Json.text(scheduled, "reason").equals("Unschedulable")) {
            return Stream.empty();
        }
        var message = Json.text(scheduled, "message");
        return Stream.of(trouble("", NO_CLAIM.matcher(message).find() || !roomMayCome && !PASSING.matcher(message).find(),
                "Unschedulable", message));
    }

    private Stream<Trouble> containers(String statuses) {
        return Json.maps(pod, "status", statuses).stream().flatMap(status -> container(status).stream());
    }

    private Optional<Trouble> container(Map<String, Object> status) {
        var name = Json.text(status, "name");
        var reason = Json.text(status, "state", "waiting", "reason");
        var message = Json.text(status, "state", "waiting", "message");
        return switch (reason) {
            case "ErrImageNeverPull", "InvalidImageName" -> Optional.of(trouble(name, true, reason, message));
            case "ErrImagePull", "ImagePullBackOff" -> Optional.of(image(name, reason, message));
            case "CreateContainerConfigError" ->
                // The kubelet's cache is behind for a moment, https://github.com/Shopify/krane/pull/885
                Optional.of(trouble(name, !message.contains("failed to sync"), reason, message));
            case "CrashLoopBackOff" -> Optional.of(crash(status, "lastState", reason));
            case "", "ContainerCreating", "PodInitializing" -> ended(status).or(() -> unready(status));
            default -> Optional.of(trouble(name, failures(name, "Error: ") >= TRIES, reason, message));
        };
    }

    /** An image that is not there stays so; other failures (a registry's limit, the network) may pass. */
    private Trouble image(String container, String reason, String message) {
        var told = events.last("Failed", text -> text.startsWith("Failed to pull image"));
        // Older kubelets say why in events only.
        var why = message.matches("Back-off pulling image \\S+|") && !told.isEmpty() ? told : message;
        var lasting = NO_IMAGE.matcher(why).find() || failures(container, "Failed to pull image") >= TRIES;
        return trouble(container, lasting, reason, why);
    }

    private long failures(String container, String start) {
        return events.with("Failed").filter(event -> Json.text(event, "message").startsWith(start)
                && Json.text(event, "involvedObject", "fieldPath").endsWith("{" + container + "}"))
                .mapToLong(Events::count).sum();
    }

    /** A container that has ended and is to be started again; one that ended well as it should is no trouble. */
    private Optional<Trouble> ended(Map<String, Object> status) {
        var state = Json.map(status, "state", "terminated");
        var code = Json.number(state, 0, "exitCode");
        var again = !Json.text(pod, "spec", "restartPolicy").equals("Never")
                && Json.maps(pod, "status", "containerStatuses").contains(status);
        return state.isEmpty() || code == 0 && !(again && Json.number(status, 0, "restartCount") > 0)
                ? Optional.empty() : Optional.of(crash(status, "state", "Error"));
    }

    private Trouble crash(Map<String, Object> status, String where, String reason) {
        var name = Json.text(status, "name");
        var end = Json.map(status, where, "terminated");
        var times = Json.number(status, 0, "restartCount") + 1;
        // A Job's pods are tried as often as its backoffLimit says: its conditions tell.
        var lasting = Json.text(pod, "spec", "restartPolicy").equals("Always") && times >= TRIES && !ranSoundly(end);
        var oom = Json.text(end, "reason").equals("OOMKilled");
        var killed = events.last("Killing", text -> text.contains(name) && text.contains("probe"));
        var how = oom ? "over its memory limit" + limit(name) : exit(end);
        // The runtime could not even start it: there is no log, its message says all.
        var unstarted = Json.text(end, "reason").equals("StartError");
        return trouble(name, lasting, oom ? "OOMKilled" : unstarted ? "StartError" : reason,
                how + (times == 1 ? "" : ", " + times + " times")
                + (killed.isEmpty() ? "" : "; " + killed + ": " + probe(name)));
    }

    private String exit(Map<String, Object> end) {
        var code = Json.number(end, 0, "exitCode");
        var signal = Json.number(end, code > 128 && code < 160 ? code - 128 : 0, "signal");
        var message = Json.text(end, "message").strip();
        return "exit code " + code + (signal == 0 ? "" : " (signal " + signal + ")") + (message.isEmpty() ? "" : ": " + message);
    }

    private String limit(String container) {
        var limit = Json.maps(pod, "spec", "containers").stream().filter(c -> Json.text(c, "name").equals(container))
                .map(c -> Json.text(c, "resources", "limits", "memory")).findFirst().orElse("");
        return limit.isEmpty() ? "" : " of " + limit;
    }

    private static boolean ranSoundly(Map<String, Object> end) {
        var from = Json.text(end, "startedAt");
        var to = Json.text(end, "finishedAt");
        return !from.isEmpty() && !to.isEmpty()
                && Duration.between(Instant.parse(from), Instant.parse(to)).compareTo(SOUND) > 0;
    }

    /** A container that runs, but fails its probes: slow starts look like that, so it never is lasting. */
    private Optional<Trouble> unready(Map<String, Object> status) {
        var name = Json.text(status, "name");
        var said = Json.at(status, "state", "running") == null || Json.truth(status, "ready") ? "" : probe(name);
        return said.isEmpty() ? Optional.empty() : Optional.of(trouble(name, false, "Unhealthy", said));
    }

    /** The readiness probe's words before the liveness probe's: both by turns would be news without end. */
    private String probe(String container) {
        return events.with("Unhealthy")
                .filter(event -> Json.text(event, "involvedObject", "fieldPath").endsWith("{" + container + "}"))
                .map(event -> Json.text(event, "message"))
                .reduce("", (a, b) -> a.startsWith(READINESS) && !b.startsWith(READINESS) ? a : b);
    }

    private Stream<Trouble> volumes() {
        if (!Json.text(pod, "status", "phase").equals("Pending")) {
            return Stream.empty();
        }
        return Stream.of("FailedMount", "FailedAttachVolume").map(reason -> {
            var message = events.last(reason, text -> !text.contains("failed to sync"));
            var times = events.count(reason, message::equals);
            return trouble("", NO_SOURCE.matcher(message).find() || times >= MOUNTS, reason, message);
        }).filter(trouble -> !trouble.message().isEmpty());
    }

    private Trouble trouble(String container, boolean lasting, String reason, String message) {
        return new Trouble(lasting, reason, message, Json.text(pod, "metadata", "name"), container);
    }
}
