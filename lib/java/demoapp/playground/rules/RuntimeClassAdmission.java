package demoapp.playground.rules;

import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.store.ApiException;
import demoapp.playground.store.Kinds;
import demoapp.playground.store.Registry;

/** What the admission plugin RuntimeClass makes of a new pod: the class must exist, and says what it costs and needs. */
final class RuntimeClassAdmission {
    private RuntimeClassAdmission() { }

    static void admit(Map<String, Object> pod, Registry registry) {
        var spec = Json.child(pod, "spec");
        if (spec.get("runtimeClassName") == null) {
            return;
        }
        var name = Json.text(spec, "runtimeClassName");
        if (name.isEmpty()) {
            throw new ApiException(500, "", "resource name may not be empty", null);
        }
        var found = registry.store().get(Kinds.RUNTIME_CLASS, "", name).orElseThrow(() -> rejected(pod,
                "RuntimeClass \"%s\" not found".formatted(name)));
        Json.set(spec, Json.copyOf(Json.at(found, "overhead", "podFixed")), "overhead");
        Json.map(found, "scheduling", "nodeSelector").forEach((key, value) -> Json.set(spec, value, "nodeSelector", key));
    }

    /** Validated after all else: an overhead that no class has. */
    static void check(Map<String, Object> pod) {
        var spec = Json.map(pod, "spec");
        if (spec.get("runtimeClassName") == null && spec.get("overhead") != null) {
            throw rejected(pod, "Pod Overhead set without corresponding RuntimeClass defined Overhead");
        }
    }

    private static ApiException rejected(Map<String, Object> pod, String why) {
        return ApiException.forbidden(Kinds.POD, Json.text(pod, "metadata", "name"), "pod rejected: " + why);
    }
}
