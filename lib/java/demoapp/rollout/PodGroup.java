package demoapp.rollout;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import demoapp.json.Json;

/**
 * One revision of a workload and its pods: a ReplicaSet, or what a StatefulSet or DaemonSet has of one template.
 *
 * @param fresh  whether it is the newest revision
 * @param counts how many pods are wanted, there and ready
 */
record PodGroup(String name, boolean fresh, String counts, String images, List<PodSummary> pods) {
    /** Those that have pods, or are to have some; the newest last. */
    static List<PodGroup> of(Map<String, Object> object, Around around) {
        var newest = around.newest(object);
        var groups = new ArrayList<PodGroup>();
        if (Json.text(object, "kind").equals("Deployment")) {
            for (var set : around.revisions(object)) {
                var isNew = Around.revision(set).equals(Around.revision(object));
                groups.add(isNew ? groups.size() : 0, new PodGroup("replicaset/" + Json.text(set, "metadata", "name"), isNew,
                        "%d wanted, %d there, %d ready".formatted(Json.number(set, 0, "spec", "replicas"),
                                Json.number(set, 0, "status", "replicas"), Json.number(set, 0, "status", "readyReplicas")),
                        images(Json.map(set, "spec", "template", "spec")), summaries(around.pods(set))));
            }
            return groups;
        }
        var byRevision = new LinkedHashMap<String, List<Map<String, Object>>>();
        around.all(object).forEach(pod -> byRevision.computeIfAbsent(Json.text(pod, "metadata", "labels",
                "controller-revision-hash"), hash -> new ArrayList<>()).add(pod));
        byRevision.forEach((hash, pods) -> {
            var isNew = newest.contains(pods.get(0));
            var all = summaries(pods);
            groups.add(isNew ? groups.size() : 0, new PodGroup("revision " + hash, isNew, all.size() + " there, "
                    + all.stream().filter(PodSummary::isReady).count() + " ready", images(Json.map(pods.get(0), "spec")), all));
        });
        return groups;
    }

    private static String images(Map<String, Object> spec) {
        return String.join(",", Json.maps(spec, "containers").stream().map(container -> Json.text(container, "image")).toList());
    }

    private static List<PodSummary> summaries(List<Map<String, Object>> pods) {
        return pods.stream().map(PodSummary::of).toList();
    }
}
