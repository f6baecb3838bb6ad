package demoapp.playground;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import demoapp.json.Json;

/** An object's interesting fields, named as the recorded timelines name them. */
final class TimelineFields {
    static final Set<String> KINDS = Set.of("Deployment", "ReplicaSet", "Pod", "Job", "CronJob",
            "PersistentVolumeClaim", "Event");
    private static final String ANNOTATION = "deployment.kubernetes.io/";

    private TimelineFields() { }

    static Map<String, Object> of(Map<String, Object> object) {
        var fields = new LinkedHashMap<String, Object>();
        var kind = Json.text(object, "kind");
        put(fields, "deletionTimestamp", Json.at(object, "metadata", "deletionTimestamp") == null ? null : "<time>");
        put(fields, "deletionGracePeriodSeconds", Json.at(object, "metadata", "deletionGracePeriodSeconds"));
        put(fields, "finalizers", Json.at(object, "metadata", "finalizers"));
        switch (kind) {
            case "Deployment" -> deployment(fields, object);
            case "ReplicaSet" -> replicaSet(fields, object);
            case "Pod" -> pod(fields, object);
            case "Job" -> job(fields, object);
            case "CronJob" -> cronJob(fields, object);
            case "PersistentVolumeClaim" -> claim(fields, object);
            default -> event(fields, object);
        }
        return fields;
    }

    private static void deployment(Map<String, Object> fields, Map<String, Object> object) {
        put(fields, "revision", Json.at(object, "metadata", "annotations", ANNOTATION + "revision"));
        put(fields, "spec.replicas", Json.at(object, "spec", "replicas"));
        put(fields, "spec.paused", Json.truth(object, "spec", "paused") ? true : null);
        put(fields, "images", images(Json.map(object, "spec", "template", "spec")));
        put(fields, "generation", Json.at(object, "metadata", "generation"));
        put(fields, "observedGeneration", Json.at(object, "status", "observedGeneration"));
        for (var counter : List.of("replicas", "updatedReplicas", "readyReplicas", "availableReplicas",
                "unavailableReplicas")) {
            put(fields, "status." + counter, Json.at(object, "status", counter));
        }
        conditions(fields, object);
    }

    private static void replicaSet(Map<String, Object> fields, Map<String, Object> object) {
        put(fields, "revision", Json.at(object, "metadata", "annotations", ANNOTATION + "revision"));
        put(fields, "revision-history", Json.at(object, "metadata", "annotations", ANNOTATION + "revision-history"));
        put(fields, "change-cause", Json.at(object, "metadata", "annotations", "kubernetes.io/change-cause"));
        put(fields, "images", images(Json.map(object, "spec", "template", "spec")));
        put(fields, "desired", Json.at(object, "spec", "replicas"));
        put(fields, "current", Json.at(object, "status", "replicas"));
        put(fields, "ready", Json.at(object, "status", "readyReplicas"));
        put(fields, "available", Json.at(object, "status", "availableReplicas"));
        put(fields, "owner", owners(object));
        conditions(fields, object);
    }

    private static void pod(Map<String, Object> fields, Map<String, Object> object) {
        put(fields, "scheduled", Json.at(object, "spec", "nodeName"));
        put(fields, "phase", Json.at(object, "status", "phase"));
        put(fields, "images", images(Json.map(object, "spec")));
        put(fields, "owner", owners(object));
        conditions(fields, object);
        fields.remove("condition.PodReadyToStartContainers"); // not recorded
        containers(fields, "init", Json.maps(object, "status", "initContainerStatuses"));
        containers(fields, "container", Json.maps(object, "status", "containerStatuses"));
    }

    private static void containers(Map<String, Object> fields, String prefix, List<Map<String, Object>> statuses) {
        for (var status : statuses) {
            var name = prefix + "." + Json.text(status, "name") + ".";
            put(fields, name + "state", state(Json.map(status, "state")));
            put(fields, name + "restartCount", status.get("restartCount"));
            put(fields, name + "ready", status.get("ready"));
            put(fields, name + "started", status.get("started"));
            put(fields, name + "lastState", state(Json.map(status, "lastState")));
        }
    }

    private static Map<String, Object> state(Map<String, Object> state) {
        var shown = Json.object();
        state.forEach((how, detail) -> {
            var kept = Json.object();
            for (var field : List.of("reason", "message", "exitCode", "signal")) {
                put(kept, field, Json.at(detail, field));
            }
            shown.put(how, kept);
        });
        return shown.isEmpty() ? null : shown;
    }

    private static void job(Map<String, Object> fields, Map<String, Object> object) {
        put(fields, "suspend", Json.at(object, "spec", "suspend"));
        for (var counter : List.of("active", "ready", "terminating", "succeeded", "failed")) {
            put(fields, counter, Json.at(object, "status", counter));
        }
        for (var time : List.of("startTime", "completionTime")) {
            put(fields, time, Json.at(object, "status", time) == null ? null : "<time>");
        }
        var uncounted = Json.object();
        Json.map(object, "status", "uncountedTerminatedPods")
                .forEach((how, pods) -> uncounted.put(how, ((List<?>) pods).size()));
        put(fields, "uncounted", uncounted.isEmpty() ? null : uncounted);
        conditions(fields, object);
    }

    private static void cronJob(Map<String, Object> fields, Map<String, Object> object) {
        put(fields, "schedule", Json.at(object, "spec", "schedule"));
        put(fields, "suspend", Json.at(object, "spec", "suspend"));
        var active = Json.maps(object, "status", "active").stream().map(job -> Json.text(job, "name")).toList();
        put(fields, "active", active.isEmpty() ? null : active);
        for (var time : List.of("lastScheduleTime", "lastSuccessfulTime")) {
            put(fields, time, Json.at(object, "status", time) == null ? null : "<time>");
        }
    }

    private static void claim(Map<String, Object> fields, Map<String, Object> object) {
        put(fields, "phase", Json.at(object, "status", "phase"));
        put(fields, "storageClassName", Json.at(object, "spec", "storageClassName"));
        put(fields, "volumeName", Json.at(object, "spec", "volumeName"));
        put(fields, "capacity", Json.at(object, "status", "capacity", "storage"));
    }

    private static void event(Map<String, Object> fields, Map<String, Object> object) {
        for (var field : List.of("type", "reason", "message", "count")) {
            put(fields, field, object.get(field));
        }
        put(fields, "involvedObject", (Json.text(object, "involvedObject", "kind") + "/"
                + Json.text(object, "involvedObject", "name") + " "
                + Json.text(object, "involvedObject", "fieldPath")).strip());
        put(fields, "source", Json.at(object, "reportingComponent"));
    }

    private static void conditions(Map<String, Object> fields, Map<String, Object> object) {
        for (var condition : Json.maps(object, "status", "conditions")) {
            var shown = Json.object();
            for (var field : List.of("status", "reason", "message")) {
                put(shown, field, condition.get(field));
            }
            fields.put("condition." + condition.get("type"), shown);
        }
    }

    private static List<String> images(Map<String, Object> podSpec) {
        return Json.maps(podSpec, "containers").stream().map(container -> Json.text(container, "image")).toList();
    }

    private static List<String> owners(Map<String, Object> object) {
        var owners = Json.maps(object, "metadata", "ownerReferences").stream()
                .map(owner -> Json.text(owner, "kind") + "/" + Json.text(owner, "name")).toList();
        return owners.isEmpty() ? null : owners;
    }

    private static void put(Map<String, Object> fields, String name, Object value) {
        if (value != null && !value.equals("") && !value.equals(List.of())) {
            fields.put(name, value);
        }
    }
}
