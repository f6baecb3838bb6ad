package demoapp.playground.controllers;

import java.util.List;
import java.util.Map;

import demoapp.json.Json;

/** Label selectors of the API's objects: `matchLabels` and `matchExpressions`. */
public final class Selectors {
    private Selectors() { }

    /** Whether the labels satisfy the LabelSelector; an absent or empty one matches nothing here, as in apps/v1. */
    static boolean matches(Object selector, Map<String, Object> labels) {
        var wanted = Json.map(selector, "matchLabels");
        var expressions = Json.maps(selector, "matchExpressions");
        return !(wanted.isEmpty() && expressions.isEmpty())
                && contains(labels, wanted)
                && expressions.stream().allMatch(expression -> satisfies(expression, labels));
    }

    /** As matches, but an empty one matches all, as in policy/v1. */
    public static boolean matchesOrAll(Object selector, Map<String, Object> labels) {
        return selector instanceof Map<?, ?> map && map.isEmpty() || matches(selector, labels);
    }

    /** Whether the labels hold all that is wanted: a Service's selector, a pod's nodeSelector. */
    public static boolean contains(Map<String, Object> labels, Map<String, Object> wanted) {
        return wanted.entrySet().stream().allMatch(e -> e.getValue().equals(labels.get(e.getKey())));
    }

    /** One of `matchExpressions`, of a label selector or of a node affinity. */
    public static boolean satisfies(Map<String, Object> expression, Map<String, Object> labels) {
        var value = labels.get(Json.text(expression, "key"));
        List<Object> values = Json.list(expression, "values");
        return switch (Json.text(expression, "operator")) {
            case "In" -> value != null && values.contains(value);
            case "NotIn" -> value == null || !values.contains(value);
            case "Exists" -> value != null;
            case "DoesNotExist" -> value == null;
            default -> false;
        };
    }
}
