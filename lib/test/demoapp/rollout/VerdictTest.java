package demoapp.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Set;

import demoapp.rollout.Verdict.State;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** Literal statuses, as a cluster shows them, and what is made of them. */
class VerdictTest {
    static List<Arguments> statuses() {
        return List.of(
                status("Deployment", "PROGRESSING", "waiting for the controller",
                        "{metadata: {generation: 2}, spec: {replicas: 1}, status: {observedGeneration: 1,"
                                + " replicas: 1, updatedReplicas: 1, availableReplicas: 1}}"),
                status("Deployment", "PROGRESSING", "1 of 2 updated",
                        "{spec: {replicas: 2}, status: {replicas: 3, updatedReplicas: 1, availableReplicas: 2}}"),
                status("Deployment", "PROGRESSING", "1 old to go",
                        "{spec: {replicas: 2}, status: {replicas: 3, updatedReplicas: 2, availableReplicas: 2}}"),
                status("Deployment", "PROGRESSING", "0 of 2 available",
                        "{spec: {replicas: 2}, status: {replicas: 2, updatedReplicas: 2}}"),
                status("Deployment", "PROGRESSING", "0 of 1 updated, paused", "{spec: {replicas: 1, paused: true}, status: {}}"),
                status("Deployment", "READY", "0 of 0 available", "{spec: {replicas: 0}, status: {}}"),
                status("Deployment", "READY", "2 of 2 available",
                        "{spec: {replicas: 2}, status: {replicas: 2, updatedReplicas: 2, availableReplicas: 2}}"),
                status("Deployment", "FAILED", "has timed out", "{spec: {replicas: 2}, status: {replicas: 2, conditions:"
                        + " [{type: Progressing, status: 'False', reason: ProgressDeadlineExceeded, message: has timed out}]}}"),
                status("Job", "PROGRESSING", "1 running, 2 failed", "{spec: {backoffLimit: 0}, status: {active: 1, failed: 2}}"),
                status("Job", "PROGRESSING", "0 running", "{spec: {backoffLimit: 0}, status: {}}"),
                status("Job", "READY", "complete", "{status: {conditions: [{type: Complete, status: 'True'}]}}"),
                status("Job", "FAILED", "BackoffLimitExceeded: too often", "{status: {conditions: [{type: Failed,"
                        + " status: 'True', reason: BackoffLimitExceeded, message: too often}]}}"),
                status("Job", "PROGRESSING", "suspended", "{spec: {suspend: true}, status: {}}"),
                status("PersistentVolumeClaim", "PROGRESSING", "waiting for a volume",
                        "{spec: {storageClassName: standard}, status: {phase: Pending}}"),
                status("PersistentVolumeClaim", "READY", "waits for its first pod",
                        "{spec: {storageClassName: late}, status: {phase: Pending}}"),
                status("PersistentVolumeClaim", "READY", "bound", "{status: {phase: Bound}}"),
                status("PersistentVolumeClaim", "FAILED", "its volume is lost", "{status: {phase: Lost}}"),
                status("StatefulSet", "PROGRESSING", "1 of 3 ready", "{spec: {replicas: 3}, status: {readyReplicas: 1}}"),
                status("StatefulSet", "PROGRESSING", "1 of 3 updated", "{spec: {replicas: 3}, status: {readyReplicas: 3,"
                        + " updatedReplicas: 1, currentRevision: a, updateRevision: b}}"),
                status("StatefulSet", "READY", "3 of 3 ready", "{spec: {replicas: 3}, status: {readyReplicas: 3,"
                        + " updatedReplicas: 3, currentRevision: b, updateRevision: b}}"),
                status("DaemonSet", "PROGRESSING", "1 of 2 updated",
                        "{status: {desiredNumberScheduled: 2, updatedNumberScheduled: 1, numberAvailable: 2}}"),
                status("DaemonSet", "READY", "2 of 2 available",
                        "{status: {desiredNumberScheduled: 2, updatedNumberScheduled: 2, numberAvailable: 2}}"),
                status("Pod", "READY", "Running", "{status: {phase: Running, conditions: [{type: Ready, status: 'True'}]}}"),
                status("Pod", "PROGRESSING", "Running",
                        "{status: {phase: Running, conditions: [{type: Ready, status: 'False'}]}}"),
                status("Pod", "FAILED", "Evicted low on memory",
                        "{status: {phase: Failed, reason: Evicted, message: low on memory}}"),
                status("Ingress", "READY", "", "{status: {}}"));
    }

    private static Arguments status(String kind, String state, String message, String object) {
        return Arguments.of(kind, State.valueOf(state), message, object);
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @MethodSource("statuses")
    void says_what_the_status_says(String kind, State state, String message, String yaml) {
        Map<String, Object> object = new Yaml().load(yaml);
        object.put("kind", kind);
        assertEquals(new Verdict(state, message), Verdict.of(object, Set.of("late")));
    }
}
