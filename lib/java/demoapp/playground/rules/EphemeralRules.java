package demoapp.playground.rules;

import java.util.HashSet;
import java.util.List;
import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.store.ApiException;
import demoapp.playground.store.Kinds;

/**
 * Ephemeral containers: added to a pod by their own subresource, for debugging; they stay. As in
 * https://github.com/kubernetes/kubernetes/blob/v1.32.13/pkg/apis/core/validation/validation.go
 */
public final class EphemeralRules {
    private static final List<String> NOT_THESE = List.of("ports", "resources", "resizePolicy", "restartPolicy",
            "livenessProbe", "readinessProbe", "startupProbe", "lifecycle");

    private EphemeralRules() { }

    /** Finds fault with them; the pod's other containers may bear none of their names. */
    static void validate(Map<String, Object> spec, String field, Map<String, Map<String, Object>> volumes, Causes causes) {
        var others = new HashSet<String>();
        for (var list : List.of("containers", "initContainers")) {
            Json.maps(spec, list).forEach(container -> others.add(Json.text(container, "name")));
        }
        var names = new HashSet<>(others);
        Causes.each(Json.maps(spec, "ephemeralContainers"), field + ".ephemeralContainers", (container, at) -> {
            ContainerRules.common(container, at, volumes, causes);
            ContainerRules.untrimmed(container, at, causes);
            if (!names.add(Json.text(container, "name"))) {
                causes.duplicate(at + ".name", container.get("name"));
            }
            var target = Json.text(container, "targetContainerName");
            if (!target.isEmpty() && !others.contains(target)) {
                causes.notFound(at + ".targetContainerName", target);
            }
            for (var one : NOT_THESE) {
                if (container.get(one) != null && !Map.of().equals(container.get(one))
                        || one.endsWith("Probe") && container.get(one) != null) {
                    causes.forbidden(at + "." + one, "cannot be set for an Ephemeral Container");
                }
            }
            Causes.each(Json.maps(container, "volumeMounts"), at + ".volumeMounts", (mount, here) -> {
                for (var path : List.of("subPath", "subPathExpr")) {
                    if (!Json.text(mount, path).isEmpty()) {
                        causes.forbidden(here + "." + path, "cannot be set for an Ephemeral Container");
                    }
                }
            });
        });
    }

    /** Those that are there can neither be changed nor removed. */
    public static void checkUpdate(Map<String, Object> pod, Map<String, Object> old) {
        var causes = new Causes();
        Rules.of(Kinds.POD).validate(pod, causes);
        for (var before : Json.maps(old, "spec", "ephemeralContainers")) {
            var name = Json.text(before, "name");
            var now = Json.maps(pod, "spec", "ephemeralContainers").stream()
                    .filter(container -> name.equals(container.get("name"))).findFirst();
            if (now.isEmpty()) {
                causes.forbidden("spec.ephemeralContainers",
                        "existing ephemeral containers \"%s\" may not be removed\n".formatted(name));
            } else if (!Json.same(now.get(), before)) {
                causes.forbidden("spec.ephemeralContainers",
                        "existing ephemeral containers \"%s\" may not be changed\n".formatted(name));
            }
        }
        if (!causes.isEmpty()) {
            throw ApiException.invalid(Kinds.POD, Json.text(pod, "metadata", "name"), causes.all());
        }
    }
}
