package demoapp.playground.controllers;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

import demoapp.json.Json;
import demoapp.playground.store.ApiException;
import demoapp.playground.store.Kind;

/** What controllers ask of pods. */
public final class Pods {
    private static final List<String> PHASES_BY_PROGRESS = List.of("Pending", "Unknown", "Running");

    private Pods() { }

    public static boolean isFinished(Map<String, Object> pod) {
        var phase = Json.text(pod, "status", "phase");
        return phase.equals("Succeeded") || phase.equals("Failed");
    }

    public static boolean isTerminating(Map<String, Object> pod) {
        return Json.at(pod, "metadata", "deletionTimestamp") != null;
    }

    static boolean isActive(Map<String, Object> pod) {
        return !isFinished(pod) && !isTerminating(pod);
    }

    public static boolean isReady(Map<String, Object> pod) {
        return Conditions.isTrue(Json.map(pod, "status"), "Ready");
    }

    static String readySince(Map<String, Object> pod) {
        return Json.text(Conditions.find(Json.map(pod, "status"), "Ready"), "lastTransitionTime");
    }

    /**
     * Creates so many pods in batches of 1, 2, 4 …, so that of many that are refused only few are tried.
     *
     * @throws ApiException the first refusal, when its batch has been tried
     */
    static void inBatches(int number, IntConsumer create) {
        ApiException refused = null;
        for (int done = 0, batch = 1; done < number && refused == null; batch *= 2) {
            for (var end = Math.min(number, done + batch); done < end; done++) {
                try {
                    create.accept(done);
                } catch (ApiException failure) {
                    refused = refused == null ? failure : refused;
                }
            }
        }
        if (refused != null) {
            throw refused;
        }
    }

    /** A pod of the owner's template, named by generateName. */
    static Map<String, Object> fromTemplate(Kind ownerKind, Map<String, Object> owner) {
        var template = Json.map(owner, "spec", "template");
        var name = Json.text(owner, "metadata", "name");
        var metadata = Json.object("generateName", name + "-");
        for (var field : List.of("labels", "annotations", "finalizers")) {
            Json.set(metadata, Json.copyOf(Json.at(template, "metadata", field)), field);
        }
        metadata.put("ownerReferences", new ArrayList<>(List.of(Owners.reference(ownerKind, owner))));
        return Json.object("apiVersion", "v1", "kind", "Pod", "metadata", metadata,
                "spec", Json.copyOf(template.get("spec")));
    }

    /** Not assigned before assigned, pending before running, not ready before ready. */
    static Comparator<Map<String, Object>> byState() {
        return Comparator.<Map<String, Object>, Boolean>comparing(p -> !Json.text(p, "spec", "nodeName").isEmpty())
                .thenComparing(p -> PHASES_BY_PROGRESS.indexOf(Json.text(p, "status", "phase")))
                .thenComparing(Pods::isReady);
    }

    static int deletionCost(Map<String, Object> pod) {
        var cost = Json.text(pod, "metadata", "annotations", "controller.kubernetes.io/pod-deletion-cost");
        return cost.matches("-?\\d{1,9}") ? Integer.parseInt(cost) : 0;
    }

    /** The restarts of all of its containers. */
    static long restarts(Map<String, Object> pod) {
        return Json.maps(pod, "status", "containerStatuses").stream().mapToLong(c -> Json.number(c, 0, "restartCount"))
                .sum()
                + Json.maps(pod, "status", "initContainerStatuses").stream()
                .mapToLong(c -> Json.number(c, 0, "restartCount")).sum();
    }
}
