package demoapp.playground.store;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import demoapp.json.Json;

/**
 * What a DELETE writes before the object goes: deletionTimestamp, the grace period of pods, and the finalizers of
 * foreground and orphan deletion.
 * See https://github.com/kubernetes/kubernetes/blob/v1.32.0/staging/src/k8s.io/apiserver/pkg/registry/rest/delete.go
 */
final class Deleting {
    private static final List<String> COLLECTOR_FINALIZERS = List.of("foregroundDeletion", "orphan");

    private Deleting() { }

    /** The object as it is once marked; with no finalizer and no grace period left it can go at once. */
    static Map<String, Object> mark(Kind kind, Map<String, Object> object, Deletion how, Clock clock) {
        checkPreconditions(kind, object, how);
        var marked = Json.copy(object);
        var metadata = Json.child(marked, "metadata");
        var finalizers = finalizers(kind, metadata, how.propagation());
        Json.set(metadata, finalizers.isEmpty() ? null : finalizers, "finalizers");
        var grace = kind == Kinds.POD ? grace(object, how) : 0;
        var already = metadata.get("deletionTimestamp") != null;
        if (already && grace >= Json.number(metadata, 0, "deletionGracePeriodSeconds")) {
            if (grace > 0 || Json.number(metadata, 0, "deletionGracePeriodSeconds") == 0) {
                return marked;
            }
        }
        if (!already && metadata.get("generation") != null) {
            metadata.put("generation", Json.number(metadata, 0, "generation") + 1);
        }
        var at = clock.now().plus(Duration.ofSeconds(grace)).truncatedTo(ChronoUnit.SECONDS);
        metadata.put("deletionTimestamp", at.toString());
        if (kind != Kinds.NAMESPACE || already) {
            metadata.put("deletionGracePeriodSeconds", grace);
        }
        if (kind == Kinds.NAMESPACE) {
            Json.set(marked, "Terminating", "status", "phase");
        }
        return marked;
    }

    private static void checkPreconditions(Kind kind, Map<String, Object> object, Deletion how) {
        var name = Json.text(object, "metadata", "name");
        check(kind, name, "UID", how.uid(), Json.text(object, "metadata", "uid"));
        check(kind, name, "ResourceVersion", how.resourceVersion(), Json.text(object, "metadata", "resourceVersion"));
    }

    private static void check(Kind kind, String name, String what, String wanted, String is) {
        if (wanted != null && !wanted.equals(is)) {
            throw ApiException.conflict(kind.name(), name, ("the %s in the precondition (%s) does not match the %s in "
                    + "record (%s). The object might have been %s").formatted(what, wanted, what, is,
                    what.equals("UID") ? "deleted and then recreated" : "modified"));
        }
    }

    private static List<Object> finalizers(Kind kind, Map<String, Object> metadata, String propagation) {
        var finalizers = new ArrayList<Object>(Json.list(metadata, "finalizers"));
        var policy = propagation != null ? propagation
                : finalizers.contains("orphan") ? "Orphan"
                : finalizers.contains("foregroundDeletion") ? "Foreground"
                : kind == Kinds.JOB ? "Orphan" // batch/v1 keeps the default of its first version
                : "Background";
        finalizers.removeAll(COLLECTOR_FINALIZERS);
        if (policy.equals("Orphan")) {
            finalizers.add("orphan");
        } else if (policy.equals("Foreground")) {
            finalizers.add("foregroundDeletion");
        }
        return finalizers;
    }

    private static long grace(Map<String, Object> pod, Deletion how) {
        var phase = Json.text(pod, "status", "phase");
        if (Json.text(pod, "spec", "nodeName").isEmpty() || phase.equals("Succeeded") || phase.equals("Failed")) {
            return 0;
        }
        var period = how.gracePeriodSeconds() != null ? how.gracePeriodSeconds()
                : Json.number(pod, 30, "spec", "terminationGracePeriodSeconds");
        return Math.max(0, period);
    }
}
