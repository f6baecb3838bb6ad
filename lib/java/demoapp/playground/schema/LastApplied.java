package demoapp.playground.schema;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import tools.jackson.core.JacksonException;

import demoapp.json.Json;

/**
 * The annotation in which `kubectl apply` without --server-side keeps what it applied. When kubectl goes over to
 * server-side apply, what it applied before is no conflict. As in
 * https://github.com/kubernetes/apimachinery/blob/v0.32.1/pkg/util/managedfields/internal/lastappliedmanager.go
 */
final class LastApplied {
    private static final String ANNOTATION = "kubectl.kubernetes.io/last-applied-configuration";
    private static final String MANAGER = "kubectl";

    private LastApplied() { }

    /** The fields that the live object still has as kubectl applied them, if this manager is kubectl. */
    static FieldSet fields(Type type, String apiVersion, Map<String, Object> live, String manager) {
        var text = Json.text(live, "metadata", "annotations", ANNOTATION);
        if (!manager.equals(MANAGER) || text.isEmpty()) {
            return new FieldSet();
        }
        try {
            var applied = Json.read(text.getBytes(StandardCharsets.UTF_8));
            if (!Json.text(applied, "apiVersion").equals(apiVersion) || !TypeFaults.of(type, applied).isEmpty()) {
                return new FieldSet();
            }
            List.of("apiVersion", "kind").forEach(applied::remove);
            var comparison = Typed.compare(type, applied, live);
            return Typed.fields(type, applied).minus(comparison.modified()).minus(comparison.added())
                    .minus(comparison.removed());
        } catch (JacksonException notJson) {
            return new FieldSet();
        }
    }

    /** Brings the annotation, where there is one, up to what kubectl applied now. */
    static void update(Map<String, Object> object, Map<String, Object> configuration, String manager) {
        if (manager.equals(MANAGER) && !Json.text(object, "metadata", "annotations", ANNOTATION).isEmpty()) {
            var applied = Json.copy(configuration);
            Json.set(applied, null, "metadata", "annotations", ANNOTATION);
            if (Json.map(applied, "metadata", "annotations").isEmpty()) {
                Json.set(applied, null, "metadata", "annotations");
            }
            Json.set(object, escaped(Json.string(sorted(applied))) + "\n", "metadata", "annotations", ANNOTATION);
        }
    }

    private static Object sorted(Object value) {
        if (value instanceof Map<?, ?> map) {
            var sorted = new TreeMap<String, Object>();
            map.forEach((key, item) -> sorted.put((String) key, sorted(item)));
            return sorted;
        }
        return value instanceof List<?> list ? list.stream().map(LastApplied::sorted).toList() : value;
    }

    /** As Go writes JSON. */
    private static String escaped(String json) {
        return json.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e");
    }
}
