package demoapp.playground.rules;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import demoapp.json.Json;
import demoapp.playground.schema.GoText;

/** Values as Go's %#v prints them in some of the API server's messages. */
final class GoStructs {
    private GoStructs() { }

    static Causes.Quoted labels(Map<String, Object> labels) {
        return new Causes.Quoted(map(labels));
    }

    private static String map(Map<String, Object> labels) {
        if (labels.isEmpty()) {
            return "map[string]string(nil)";
        }
        return new TreeMap<>(labels).entrySet().stream()
                .map(e -> Json.string(e.getKey()) + ":" + Json.string(e.getValue()))
                .collect(Collectors.joining(", ", "map[string]string{", "}"));
    }

    /** A metav1.LabelSelector; null prints as the API server prints a nil pointer. */
    static Object selector(Object selector) {
        if (selector == null) {
            return "null";
        }
        var expressions = Json.maps(selector, "matchExpressions");
        var list = expressions.isEmpty() ? "[]v1.LabelSelectorRequirement(nil)" : expressions.stream()
                .map(e -> "v1.LabelSelectorRequirement{Key:%s, Operator:%s, Values:[]string{%s}}".formatted(
                        Json.string(e.get("key")), Json.string(e.get("operator")), Json.texts(e, "values").stream()
                                .map(Json::string).collect(Collectors.joining(", "))))
                .collect(Collectors.joining(", ", "[]v1.LabelSelectorRequirement{", "}"));
        return new Causes.Quoted("v1.LabelSelector{MatchLabels:%s, MatchExpressions:%s}"
                .formatted(map(Json.map(selector, "matchLabels")), list));
    }

    static Causes.Quoted intOrString(Object value) {
        return new Causes.Quoted(value instanceof String text
                ? "intstr.IntOrString{Type:1, IntVal:0, StrVal:%s}".formatted(Json.string(text))
                : "intstr.IntOrString{Type:0, IntVal:%s, StrVal:\"\"}".formatted(value));
    }

    /** Any struct, roughly: who reads these dumps reads the field's name. */
    static Causes.Quoted struct(String type, Object value) {
        return new Causes.Quoted(type + "{" + GoText.of(value) + "}");
    }
}
