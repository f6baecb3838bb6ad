package demoapp.playground.controllers;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

import demoapp.json.Json;
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

    /**
     * Which pods to delete first: not assigned, pending, not ready, cheap (pod-deletion-cost), ready for a shorter
     * time, restarted more often, younger. See ActivePodsWithRanks in Kubernetes' controller_utils.go.
     */
    static Comparator<Map<String, Object>> deletedFirst() {
        return Comparator.<Map<String, Object>, Boolean>comparing(p -> !Json.text(p, "spec", "nodeName").isEmpty())
                .thenComparing(p -> PHASES_BY_PROGRESS.indexOf(Json.text(p, "status", "phase")))
                .thenComparing(Pods::isReady)
                .thenComparing(Pods::deletionCost)
                .thenComparing(Pods::readySince, Comparator.reverseOrder())
                .thenComparing(Pods::restarts, Comparator.reverseOrder())
                .thenComparing(p -> Json.text(p, "metadata", "creationTimestamp"), Comparator.reverseOrder());
    }

    private static int deletionCost(Map<String, Object> pod) {
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
