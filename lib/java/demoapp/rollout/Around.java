package demoapp.rollout;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

import demoapp.json.Json;

/**
 * What a namespace holds around the objects that are waited for.
 *
 * @param mayGrow whether nodes may be added, as cloud providers' autoscalers do
 */
record Around(List<Map<String, Object>> replicaSets, List<Map<String, Object>> pods, List<Map<String, Object>> claims,
        List<Map<String, Object>> events, boolean mayGrow) {

    /** The pods of an object's newest revision, the youngest last; older ones say nothing of what is being rolled out. */
    List<Map<String, Object>> newest(Map<String, Object> object) {
        var name = Json.text(object, "metadata", "name");
        return switch (Json.text(object, "kind")) {
            case "Deployment" -> {
                var revision = revision(object);
                yield owned(object, replicaSets).stream()
                        .filter(set -> revision(set).equals(revision))
                        .flatMap(set -> owned(set, pods).stream()).toList();
            }
            case "StatefulSet" -> labelled(object, "controller-revision-hash", Json.text(object, "status", "updateRevision"));
            case "DaemonSet" -> labelled(object, "pod-template-generation",
                    annotation(object, "deprecated.daemonset.template.generation"));
            case "Job" -> owned(object, pods);
            case "Pod" -> pods.stream().filter(pod -> Json.text(pod, "metadata", "name").equals(name)).toList();
            default -> List.of();
        };
    }

    /** A Deployment's ReplicaSets that have pods, or are to have some. */
    List<Map<String, Object>> revisions(Map<String, Object> deployment) {
        return owned(deployment, replicaSets).stream().filter(set -> Json.number(set, 0, "spec", "replicas") > 0
                || Json.number(set, 0, "status", "replicas") > 0 || !pods(set).isEmpty()).toList();
    }

    /** All of a Deployment's ReplicaSets. */
    List<Map<String, Object>> replicaSets(Map<String, Object> deployment) {
        return owned(deployment, replicaSets);
    }

    List<Map<String, Object>> pods(Map<String, Object> owner) {
        return owned(owner, pods);
    }

    /** The pods of all of an object's revisions. */
    List<Map<String, Object>> all(Map<String, Object> object) {
        return Json.text(object, "kind").equals("Deployment")
                ? owned(object, replicaSets).stream().flatMap(set -> owned(set, pods).stream()).toList() : owned(object, pods);
    }

    /** Whether any pod of the object, of whatever revision, is on its way out and so makes room. */
    boolean makesRoom(Map<String, Object> object) {
        return all(object).stream().anyMatch(pod -> !Json.text(pod, "metadata", "deletionTimestamp").isEmpty());
    }

    /** The volume claims that a pod mounts. */
    List<Map<String, Object>> claims(Map<String, Object> pod) {
        var names = Json.maps(pod, "spec", "volumes").stream()
                .map(volume -> Json.text(volume, "persistentVolumeClaim", "claimName")).toList();
        return claims.stream().filter(claim -> names.contains(Json.text(claim, "metadata", "name"))).toList();
    }

    Events about(Map<String, Object> object) {
        return Events.about(object, events);
    }

    private List<Map<String, Object>> labelled(Map<String, Object> owner, String label, String value) {
        return owned(owner, pods).stream()
                .filter(pod -> Json.text(pod, "metadata", "labels", label).equals(value)).toList();
    }

    private static List<Map<String, Object>> owned(Map<String, Object> owner, List<Map<String, Object>> objects) {
        var uid = Json.text(owner, "metadata", "uid");
        return objects.stream().filter(object -> Json.maps(object, "metadata", "ownerReferences").stream()
                        .anyMatch(reference -> Json.text(reference, "uid").equals(uid)))
                .sorted(Comparator.comparing(object -> Json.text(object, "metadata", "creationTimestamp"))).toList();
    }

    /** The number of a Deployment's revision, or of that which a ReplicaSet is. */
    static String revision(Map<String, Object> object) {
        return annotation(object, "deployment.kubernetes.io/revision");
    }

    private static String annotation(Map<String, Object> object, String name) {
        return Json.text(object, "metadata", "annotations", name);
    }
}
