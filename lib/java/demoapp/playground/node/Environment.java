package demoapp.playground.node;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.store.Kind;
import demoapp.playground.store.Kinds;
import demoapp.playground.store.Store;

/** A container's environment variables, from `env` and `envFrom`. */
final class Environment {
    /** What the kubelet calls CreateContainerConfigError. */
    static final class Missing extends RuntimeException {
        Missing(String message) {
            super(message, null, false, false);
        }
    }

    private final Store store;
    private final Map<String, Object> pod;

    Environment(Store store, Map<String, Object> pod) {
        this.store = store;
        this.pod = pod;
    }

    /** @throws Missing a ConfigMap, Secret or key that is not optional is not there */
    Map<String, String> of(Map<String, Object> container) {
        var variables = new LinkedHashMap<String, String>();
        variables.put("HOSTNAME", Json.text(pod, "metadata", "name"));
        for (var source : Json.maps(container, "envFrom")) {
            var prefix = Json.text(source, "prefix");
            all(Kinds.CONFIG_MAP, Json.map(source, "configMapRef"))
                    .forEach((name, value) -> variables.put(prefix + name, value));
            all(Kinds.SECRET, Json.map(source, "secretRef"))
                    .forEach((name, value) -> variables.put(prefix + name, value));
        }
        for (var variable : Json.maps(container, "env")) {
            var from = Json.map(variable, "valueFrom");
            var value = from.isEmpty() ? Json.text(variable, "value") : valueFrom(from);
            if (value != null) {
                variables.put(Json.text(variable, "name"), value);
            }
        }
        return variables;
    }

    private Map<String, String> all(Kind kind, Map<String, Object> reference) {
        if (reference.isEmpty()) {
            return Map.of();
        }
        var name = Json.text(reference, "name");
        var object = store.get(kind, Json.text(pod, "metadata", "namespace"), name);
        if (object.isEmpty() && !Json.truth(reference, "optional")) {
            throw new Missing("%s \"%s\" not found".formatted(kind.singular(), name));
        }
        var values = new LinkedHashMap<String, String>();
        object.ifPresent(source -> Json.map(source, "data").forEach((key, value) ->
                values.put(key, kind == Kinds.SECRET ? decoded(String.valueOf(value)) : String.valueOf(value))));
        return values;
    }

    private static String decoded(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }

    /** null: an optional one that is not there. */
    private String valueFrom(Map<String, Object> from) {
        if (from.containsKey("fieldRef")) {
            return field(Json.text(from, "fieldRef", "fieldPath"));
        }
        var secret = from.containsKey("secretKeyRef");
        var reference = Json.map(from, secret ? "secretKeyRef" : "configMapKeyRef");
        if (reference.isEmpty()) {
            return "";
        }
        var kind = secret ? Kinds.SECRET : Kinds.CONFIG_MAP;
        var key = Json.text(reference, "key");
        var value = all(kind, reference).get(key);
        if (value == null && !Json.truth(reference, "optional")) {
            throw new Missing("couldn't find key %s in %s %s/%s".formatted(key, kind.name(),
                    Json.text(pod, "metadata", "namespace"), Json.text(reference, "name")));
        }
        return value;
    }

    /** What a fieldRef's path leads to in the pod. */
    String field(String path) {
        var key = path.indexOf("['"); // metadata.labels['app.kubernetes.io/name']
        if (key < 0) {
            return Json.text(pod, (Object[]) path.split("\\."));
        }
        var map = path.substring("metadata.".length(), key);
        return Json.text(pod, "metadata", map, path.substring(key + 2, path.length() - 2));
    }
}
