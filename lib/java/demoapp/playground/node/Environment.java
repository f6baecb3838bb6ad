package demoapp.playground.node;

import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import demoapp.json.Json;
import demoapp.playground.schema.Quantity;
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

    private static final Pattern REFERENCE = Pattern.compile("\\$\\$|\\$\\(([^)]*)\\)");

    private final Store store;
    private final Map<String, Object> pod;

    Environment(Store store, Map<String, Object> pod) {
        this.store = store;
        this.pod = pod;
    }

    /** @throws Missing a ConfigMap, Secret or key that is not optional is not there */
    Map<String, String> of(Map<String, Object> container, String podIp, String hostIp) {
        var variables = new LinkedHashMap<String, String>();
        variables.put("HOSTNAME", Json.text(pod, "metadata", "name"));
        variables.putAll(ServiceEnvironment.of(store, pod));
        for (var source : Json.maps(container, "envFrom")) {
            var prefix = Json.text(source, "prefix");
            all(Kinds.CONFIG_MAP, Json.map(source, "configMapRef"))
                    .forEach((name, value) -> variables.put(prefix + name, value));
            all(Kinds.SECRET, Json.map(source, "secretRef"))
                    .forEach((name, value) -> variables.put(prefix + name, value));
        }
        for (var variable : Json.maps(container, "env")) {
            var from = Json.map(variable, "valueFrom");
            var value = from.isEmpty() ? expanded(Json.text(variable, "value"), variables)
                    : valueFrom(from, container, podIp, hostIp);
            if (value != null) {
                variables.put(Json.text(variable, "name"), value);
            }
        }
        return variables;
    }

    /** The text with every `$(NAME)` of a known variable replaced; `$$(NAME)` stands for `$(NAME)` itself. */
    static String expanded(String text, Map<String, String> variables) {
        return REFERENCE.matcher(text).replaceAll(match -> Matcher.quoteReplacement(match.group().equals("$$") ? "$"
                : variables.getOrDefault(match.group(1), match.group())));
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
    private String valueFrom(Map<String, Object> from, Map<String, Object> container, String podIp, String hostIp) {
        if (from.containsKey("fieldRef")) {
            var path = Json.text(from, "fieldRef", "fieldPath");
            return switch (path) {
                case "status.podIP", "status.podIPs" -> podIp;
                case "status.hostIP", "status.hostIPs" -> hostIp;
                default -> field(path);
            };
        }
        if (from.containsKey("resourceFieldRef")) {
            return resource(container, Json.map(from, "resourceFieldRef"));
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

    /** A container's request or limit, rounded up, in units of the divisor; without a limit it is what the node has. */
    String resource(Map<String, Object> container, Map<String, Object> reference) {
        var name = Json.text(reference, "resource");
        var dot = name.indexOf('.');
        var value = Json.text(container, "resources", name.substring(0, dot), name.substring(dot + 1));
        if (value.isEmpty() && name.startsWith("limits.")) {
            value = store.get(Kinds.NODE, "", Json.text(pod, "spec", "nodeName"))
                    .map(node -> Json.text(node, "status", "allocatable", name.substring(dot + 1))).orElse("");
        }
        var divisor = Json.text(reference, "divisor");
        return Quantity.value(value.isEmpty() ? "0" : value)
                .divide(Quantity.value(divisor.isEmpty() || divisor.equals("0") ? "1" : divisor), 0, RoundingMode.CEILING)
                .toBigInteger().toString();
    }

    /** What a fieldRef's path leads to in the pod; a map as lines `key="value"`. */
    String field(String path) {
        var key = path.indexOf("['"); // metadata.labels['app.kubernetes.io/name']
        if (key < 0) {
            var steps = (Object[]) path.split("\\.");
            return Json.at(pod, steps) instanceof Map<?, ?> map ? map.entrySet().stream()
                    .map(entry -> entry.getKey() + "=" + Json.string(entry.getValue())).sorted()
                    .collect(Collectors.joining("\n")) : Json.text(pod, steps);
        }
        var map = path.substring("metadata.".length(), key);
        return Json.text(pod, "metadata", map, path.substring(key + 2, path.length() - 2));
    }
}
