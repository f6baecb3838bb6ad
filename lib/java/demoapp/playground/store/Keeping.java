package demoapp.playground.store;

import java.util.List;
import java.util.Map;

import demoapp.json.Json;

/** What of an object stays whatever an update says. */
final class Keeping {
    private Keeping() { }

    /** What a write cannot change: the object's identity, and the status or all but the status. */
    static void apply(Kind kind, Map<String, Object> old, Map<String, Object> fresh, Registry.Write write) {
        if (write.subresource().equals("status")) {
            var metadata = Json.copy(Json.map(fresh, "metadata")); // a Deployment's revision comes with its status
            for (var field : List.of("labels", "ownerReferences", "finalizers")) {
                Json.set(metadata, Json.at(old, "metadata", field), field);
            }
            var status = fresh.get("status");
            fresh.clear();
            fresh.putAll(Json.copy(old));
            fresh.put("metadata", metadata);
            Json.set(fresh, status, "status");
        } else if (write.subresource().equals("ephemeralcontainers")) {
            var added = Json.at(fresh, "spec", "ephemeralContainers");
            var metadata = fresh.get("metadata");
            fresh.clear();
            fresh.putAll(Json.copy(old));
            fresh.put("metadata", metadata);
            Json.set(fresh, added, "spec", "ephemeralContainers");
        } else if (kind.has("status") && !write.subresource().equals("binding")) {
            Json.set(fresh, Json.copyOf(old.get("status")), "status");
        }
        for (var field : new String[] {"name", "namespace", "uid", "creationTimestamp", "generation",
            "deletionTimestamp", "deletionGracePeriodSeconds", "resourceVersion"}) {
            Json.set(fresh, Json.at(old, "metadata", field), "metadata", field);
        }
    }
}
