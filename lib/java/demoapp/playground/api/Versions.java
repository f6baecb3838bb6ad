package demoapp.playground.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import tools.jackson.core.JacksonException;

import demoapp.json.Json;
import demoapp.playground.store.Kind;
import demoapp.playground.store.Kinds;

/** Kinds that are another version of a stored one: autoscaling/v1 of autoscaling/v2, events.k8s.io/v1 of v1. */
final class Versions {
    /** A v1 Event's fields and what events.k8s.io calls them. */
    private static final Map<String, String> EVENT_FIELDS = Map.of("involvedObject", "regarding", "message", "note",
            "source", "deprecatedSource", "firstTimestamp", "deprecatedFirstTimestamp", "lastTimestamp",
            "deprecatedLastTimestamp", "count", "deprecatedCount", "reportingComponent", "reportingController");
    private static final String METRICS = "autoscaling.alpha.kubernetes.io/metrics";
    private static final String BEHAVIOR = "autoscaling.alpha.kubernetes.io/behavior";

    private Versions() { }

    /** The kind as which objects of this kind are stored: mostly itself. */
    static Kind stored(Kind kind) {
        return kind == Kinds.EVENTS_EVENT ? Kinds.EVENT
                : kind == Kinds.HORIZONTAL_POD_AUTOSCALER_V1 ? Kinds.HORIZONTAL_POD_AUTOSCALER : kind;
    }

    /** An object, or a list, of the stored kind as this kind. */
    static Map<String, Object> shown(Kind kind, Map<String, Object> object) {
        if (stored(kind) == kind || object == null) {
            return object;
        }
        var shown = new LinkedHashMap<>(object);
        if (object.get("items") instanceof List<?>) {
            shown.put("items", Json.maps(object, "items").stream().map(item -> converted(kind, item, true)).toList());
        } else {
            shown = converted(kind, object, true);
        }
        if (shown.containsKey("apiVersion")) {
            shown.put("apiVersion", kind.apiVersion());
        }
        return shown;
    }

    /** An object of this kind as the stored kind. */
    static Map<String, Object> toStored(Kind kind, Map<String, Object> object) {
        if (stored(kind) == kind) {
            return object;
        }
        var fresh = converted(kind, object, false);
        fresh.put("apiVersion", stored(kind).apiVersion());
        return fresh;
    }

    private static LinkedHashMap<String, Object> converted(Kind kind, Map<String, Object> object, boolean shown) {
        var fresh = new LinkedHashMap<>(Json.copy(object));
        if (kind == Kinds.EVENTS_EVENT) {
            EVENT_FIELDS.forEach((core, events) -> rename(fresh, shown ? core : events, shown ? events : core));
        } else if (shown) {
            olderAutoscaler(fresh);
        } else {
            newerAutoscaler(fresh);
        }
        return fresh;
    }

    private static void rename(Map<String, Object> object, String from, String to) {
        if (object.containsKey(from)) {
            object.put(to, object.remove(from));
        }
    }

    /** What version 1 has no field for goes into annotations. */
    private static void olderAutoscaler(Map<String, Object> object) {
        var spec = Json.child(object, "spec");
        var others = new ArrayList<Map<String, Object>>();
        for (var metric : Json.maps(spec, "metrics")) {
            var use = Json.at(metric, "resource", "target", "averageUtilization");
            if (use != null && "cpu".equals(Json.text(metric, "resource", "name"))) {
                spec.put("targetCPUUtilizationPercentage", use);
            } else {
                others.add(metric);
            }
        }
        spec.remove("metrics");
        if (!others.isEmpty()) {
            Json.set(object, Json.string(others), "metadata", "annotations", METRICS);
        }
        if (spec.remove("behavior") instanceof Map<?, ?> behavior) {
            Json.set(object, Json.string(behavior), "metadata", "annotations", BEHAVIOR);
        }
        var status = Json.child(object, "status");
        status.keySet().removeAll(List.of("currentMetrics", "conditions"));
        status.putIfAbsent("currentReplicas", 0);
    }

    private static void newerAutoscaler(Map<String, Object> object) {
        var spec = Json.child(object, "spec");
        var metrics = new ArrayList<Object>();
        var use = spec.remove("targetCPUUtilizationPercentage");
        if (use != null) {
            metrics.add(Json.object("type", "Resource", "resource", Json.object("name", "cpu", "target",
                    Json.object("type", "Utilization", "averageUtilization", use))));
        }
        var annotations = Json.child(Json.child(object, "metadata"), "annotations");
        try {
            if (annotations.remove(METRICS) instanceof String text
                    && Json.mapper().readValue(text, Object.class) instanceof List<?> others) {
                metrics.addAll(others);
            }
            if (annotations.remove(BEHAVIOR) instanceof String behavior) {
                spec.put("behavior", Json.mapper().readValue(behavior, Map.class));
            }
        } catch (JacksonException notOurs) {
            // An annotation that somebody wrote by hand: it is dropped, as the API server drops it.
        }
        Json.set(object, annotations.isEmpty() ? null : annotations, "metadata", "annotations");
        Json.set(spec, metrics.isEmpty() ? null : metrics, "metrics");
    }
}
