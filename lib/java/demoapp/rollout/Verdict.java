package demoapp.rollout;

import java.util.Map;
import java.util.Set;

import demoapp.json.Json;

/**
 * What an object's status says of it: in progress, ready, or failed, with the reason. Pure functions of the object; the
 * rules are those of `kubectl rollout status`, of a Job's conditions, and of a claim's phase. What keeps it from getting
 * ready is said by its pods and events: {@link Troubles}.
 *
 * @param trouble null when none is known
 */
public record Verdict(State state, String message, Trouble trouble) {
    public enum State { PROGRESSING, READY, FAILED }

    public Verdict(State state, String message) {
        this(state, message, null);
    }

    /** The kinds that become ready some time after they were applied; all others are ready once they are there. */
    public static final Set<String> AWAITED = Set.of("Deployment", "StatefulSet", "DaemonSet", "Job", "Pod",
            "PersistentVolumeClaim", "Ingress");

    /**
     * @param object             the object as the server has it, or null while it has none
     * @param waitForConsumer    the StorageClasses whose claims are bound only when a pod asks for them
     */
    public static Verdict of(Map<String, Object> object, Set<String> waitForConsumer) {
        if (object == null) {
            return progressing("not there yet");
        }
        return switch (Json.text(object, "kind")) {
            case "Deployment" -> deployment(object);
            case "StatefulSet" -> statefulSet(object);
            case "DaemonSet" -> daemonSet(object);
            case "Job" -> job(object);
            case "Pod" -> pod(object);
            case "PersistentVolumeClaim" -> claim(object, waitForConsumer);
            default -> ready("");
        };
    }

    /** The same, in the light of a trouble: one that does not heal by itself is a failure, whatever the counters say. */
    Verdict with(Trouble seen) {
        if (state == State.FAILED) {
            return new Verdict(state, message.replaceFirst("\\.$", "") + "; " + seen, seen);
        }
        return seen.lasting() ? new Verdict(State.FAILED, seen.toString(), seen)
                : new Verdict(State.PROGRESSING, message + "; " + seen, seen);
    }

    public Map<String, Object> json() {
        var json = Json.object("state", state.name().toLowerCase(), "message", message);
        if (trouble != null) {
            json.put("trouble", Json.object("reason", trouble.reason(), "message", trouble.message(),
                    "pod", trouble.pod(), "container", trouble.container()));
        }
        return json;
    }

    // https://github.com/kubernetes/kubectl/blob/master/pkg/polymorphichelpers/rollout_status.go
    private static Verdict deployment(Map<String, Object> deployment) {
        if (isUnobserved(deployment)) {
            return progressing("waiting for the controller");
        }
        var deadline = condition(deployment, "Progressing");
        if (Json.text(deadline, "reason").equals("ProgressDeadlineExceeded")) {
            return failed(Json.text(deadline, "message"));
        }
        var wanted = Json.number(deployment, 1, "spec", "replicas");
        var updated = status(deployment, "updatedReplicas");
        var all = status(deployment, "replicas");
        var available = status(deployment, "availableReplicas");
        var paused = Json.truth(deployment, "spec", "paused") ? ", paused" : "";
        if (updated < wanted) {
            return progressing(updated + " of " + wanted + " updated" + paused);
        }
        if (all > updated) {
            return progressing((all - updated) + " old to go" + paused);
        }
        if (available < wanted) {
            return progressing(available + " of " + wanted + " available" + paused);
        }
        return ready(available + " of " + wanted + " available");
    }

    private static Verdict statefulSet(Map<String, Object> set) {
        if (isUnobserved(set)) {
            return progressing("waiting for the controller");
        }
        var wanted = Json.number(set, 1, "spec", "replicas");
        var partition = Json.number(set, 0, "spec", "updateStrategy", "rollingUpdate", "partition");
        var updated = status(set, "updatedReplicas");
        var ready = status(set, "readyReplicas");
        if (ready < wanted) {
            return progressing(ready + " of " + wanted + " ready");
        }
        if (!Json.text(set, "spec", "updateStrategy", "type").equals("OnDelete") && updated < wanted - partition
                && !Json.text(set, "status", "updateRevision").equals(Json.text(set, "status", "currentRevision"))) {
            return progressing(updated + " of " + (wanted - partition) + " updated");
        }
        return ready(ready + " of " + wanted + " ready");
    }

    private static Verdict daemonSet(Map<String, Object> set) {
        if (isUnobserved(set)) {
            return progressing("waiting for the controller");
        }
        var wanted = status(set, "desiredNumberScheduled");
        var updated = status(set, "updatedNumberScheduled");
        var available = status(set, "numberAvailable");
        if (updated < wanted && !Json.text(set, "spec", "updateStrategy", "type").equals("OnDelete")) {
            return progressing(updated + " of " + wanted + " updated");
        }
        if (available < wanted) {
            return progressing(available + " of " + wanted + " available");
        }
        return ready(available + " of " + wanted + " available");
    }

    /** By its conditions only: `failed >= backoffLimit` would be true at 0 >= 0. */
    private static Verdict job(Map<String, Object> job) {
        if (isTrue(condition(job, "Complete"))) {
            return ready("complete");
        }
        var failed = condition(job, "Failed");
        if (isTrue(failed)) {
            return failed(Json.text(failed, "reason") + ": " + Json.text(failed, "message"));
        }
        if (Json.truth(job, "spec", "suspend")) {
            return progressing("suspended");
        }
        var failures = status(job, "failed");
        return progressing(status(job, "active") + " running" + (failures == 0 ? "" : ", " + failures + " failed"));
    }

    private static Verdict pod(Map<String, Object> pod) {
        var phase = Json.text(pod, "status", "phase");
        if (phase.equals("Failed")) {
            return failed(Json.text(pod, "status", "reason") + " " + Json.text(pod, "status", "message"));
        }
        if (phase.equals("Succeeded") || isTrue(condition(pod, "Ready"))) {
            return ready(phase);
        }
        return progressing(phase);
    }

    private static Verdict claim(Map<String, Object> claim, Set<String> waitForConsumer) {
        return switch (Json.text(claim, "status", "phase")) {
            case "Bound" -> ready("bound");
            case "Lost" -> failed("its volume is lost");
            default -> waitForConsumer.contains(Json.text(claim, "spec", "storageClassName"))
                    ? ready("waits for its first pod") : progressing("waiting for a volume");
        };
    }

    /** Whether availability means that something has answered: all containers have readiness probes, or none is waited for. */
    static boolean isProbed(Map<String, Object> object) {
        return Json.maps(object, "spec", "template", "spec", "containers").stream()
                .allMatch(container -> container.containsKey("readinessProbe")) || Json.text(object, "kind").equals("Job");
    }

    private static boolean isUnobserved(Map<String, Object> object) {
        return status(object, "observedGeneration") < Json.number(object, 0, "metadata", "generation");
    }

    private static long status(Map<String, Object> object, String field) {
        return Json.number(object, 0, "status", field);
    }

    static Map<String, Object> condition(Map<String, Object> object, String type) {
        return Json.maps(object, "status", "conditions").stream()
                .filter(condition -> Json.text(condition, "type").equals(type)).findFirst().orElse(Map.of());
    }

    private static boolean isTrue(Map<String, Object> condition) {
        return Json.text(condition, "status").equals("True");
    }

    static Verdict progressing(String message) {
        return new Verdict(State.PROGRESSING, message);
    }

    private static Verdict ready(String message) {
        return new Verdict(State.READY, message);
    }

    private static Verdict failed(String message) {
        return new Verdict(State.FAILED, message.strip());
    }
}
