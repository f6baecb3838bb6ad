package demoapp.playground.controllers;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import demoapp.json.Json;
import demoapp.playground.store.ApiException;
import demoapp.playground.store.Kinds;
import demoapp.playground.store.Registry;

/**
 * Writes core/v1 Events as client-go's recorder does: the same event again counts up, and from the tenth different
 * message of one object and reason on they are combined.
 * See https://github.com/kubernetes/client-go/blob/v0.32.0/tools/record/events_cache.go
 */
public final class Events {
    private static final int DIFFERENT_MESSAGES = 10;

    private final Registry registry;
    private final String component;
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, Set<String>> messages = new HashMap<>();
    private long lastName;

    /** @param component who reports: `deployment-controller`, `kubelet` … */
    public Events(Registry registry, String component) {
        this.registry = registry;
        this.component = component;
    }

    public void normal(Map<String, Object> object, String reason, String message) {
        record(object, "", "Normal", reason, message);
    }

    public void warning(Map<String, Object> object, String reason, String message) {
        record(object, "", "Warning", reason, message);
    }

    /** @param fieldPath the part of the object that is meant: `spec.containers{web}`, or "" */
    public void record(Map<String, Object> object, String fieldPath, String type, String reason, String message) {
        var group = String.join("|", Json.text(object, "metadata", "uid"), type, reason);
        var different = messages.computeIfAbsent(group, g -> new HashSet<>());
        different.add(message);
        var combined = different.size() >= DIFFERENT_MESSAGES;
        var key = combined ? group : String.join("|", group, fieldPath, message);
        var text = combined ? "(combined from similar events): " + message : message;
        try {
            if (!countUp(namespace(object), names.get(key), text)) {
                names.put(key, create(object, fieldPath, type, reason, text));
            }
        } catch (ApiException refused) {
            // The namespace is being deleted: nobody will read it.
        }
    }

    private boolean countUp(String namespace, String name, String message) {
        if (name == null || registry.store().get(Kinds.EVENT, namespace, name).isEmpty()) {
            return false;
        }
        registry.update(Kinds.EVENT, namespace, name, manager(), event -> {
            event.put("count", Json.number(event, 0, "count") + 1);
            event.put("lastTimestamp", registry.clock().timestamp());
            event.put("message", message);
            return event;
        });
        return true;
    }

    private String create(Map<String, Object> object, String fieldPath, String type, String reason, String message) {
        var event = about(object, fieldPath, type, reason, message);
        var now = registry.clock().timestamp();
        event.put("source", kubelet() ? Json.object("component", component, "host", "playground")
                : Json.object("component", component));
        event.put("firstTimestamp", now);
        event.put("lastTimestamp", now);
        event.put("count", 1);
        event.put("eventTime", null);
        event.put("reportingInstance", kubelet() ? "playground" : "");
        return Json.text(registry.create(Kinds.EVENT, namespace(object), event, manager()), "metadata", "name");
    }

    /**
     * An event of the newer events.k8s.io API, as the scheduler writes them: with an action, and no count. The same
     * again, about an object that has not changed, becomes a series.
     */
    public void recordAction(Map<String, Object> object, String type, String reason, String action, String message) {
        var event = about(object, "", type, reason, message);
        var now = registry.clock().now().truncatedTo(ChronoUnit.MICROS).toString();
        var key = String.join("|", Json.text(object, "metadata", "uid"),
                Json.text(object, "metadata", "resourceVersion"), reason, message);
        event.put("source", Map.of());
        event.put("firstTimestamp", null);
        event.put("lastTimestamp", null);
        event.put("eventTime", now);
        event.put("action", action);
        event.put("reportingInstance", component + "-playground");
        try {
            if (!continueSeries(namespace(object), names.get(key), now)) {
                names.put(key, Json.text(registry.create(Kinds.EVENT, namespace(object), event, manager()),
                        "metadata", "name"));
            }
        } catch (ApiException refused) {
            // The namespace is being deleted: nobody will read it.
        }
    }

    private boolean continueSeries(String namespace, String name, String now) {
        if (name == null || registry.store().get(Kinds.EVENT, namespace, name).isEmpty()) {
            return false;
        }
        registry.update(Kinds.EVENT, namespace, name, manager(), event -> {
            event.put("series", Json.object("count", Json.number(event, 1, "series", "count") + 1,
                    "lastObservedTime", now));
            return event;
        });
        return true;
    }

    private Map<String, Object> about(Map<String, Object> object, String fieldPath, String type, String reason,
                                      String message) {
        var involved = Json.object("kind", object.get("kind"));
        if (!Json.text(object, "metadata", "namespace").isEmpty()) {
            involved.put("namespace", namespace(object));
        }
        involved.put("name", Json.text(object, "metadata", "name"));
        involved.put("uid", Json.text(object, "metadata", "uid"));
        involved.put("apiVersion", object.get("apiVersion"));
        involved.put("resourceVersion", Json.text(object, "metadata", "resourceVersion"));
        if (!fieldPath.isEmpty()) {
            involved.put("fieldPath", fieldPath);
        }
        var metadata = Json.object("name", Json.text(object, "metadata", "name") + "." + unique(),
                "namespace", namespace(object));
        return Json.object("apiVersion", "v1", "kind", "Event", "metadata", metadata, "involvedObject", involved,
                "reason", reason, "message", message, "type", type, "reportingComponent", component);
    }

    /** Nanoseconds since 1970 in hex, as client-go names events, but never the same twice. */
    private String unique() {
        var now = ChronoUnit.NANOS.between(Instant.EPOCH, registry.clock().now());
        lastName = Math.max(now, lastName + 1);
        return Long.toHexString(lastName);
    }

    private static String namespace(Map<String, Object> object) {
        var namespace = Json.text(object, "metadata", "namespace");
        return namespace.isEmpty() ? "default" : namespace;
    }

    private boolean kubelet() {
        return component.equals("kubelet");
    }

    private String manager() {
        return switch (component) {
            case "kubelet" -> "kubelet";
            case "default-scheduler" -> "kube-scheduler";
            default -> Controller.MANAGER;
        };
    }
}
