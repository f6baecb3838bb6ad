package demoapp.playground.rules;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import demoapp.json.Json;
import demoapp.playground.schema.GoTypes;
import demoapp.playground.schema.Quantity;

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
                .map(e -> "v1.LabelSelectorRequirement{Key:%s, Operator:%s, Values:%s}".formatted(
                        Json.string(e.get("key")), Json.string(e.get("operator")), e.get("values") == null
                                ? "[]string(nil)" : texts(Json.texts(e, "values"))))
                .collect(Collectors.joining(", ", "[]v1.LabelSelectorRequirement{", "}"));
        var labels = Json.at(selector, "matchLabels") instanceof Map<?, ?> none && none.isEmpty() ? "map[string]string{}"
                : map(Json.map(selector, "matchLabels"));
        return new Causes.Quoted("v1.LabelSelector{MatchLabels:%s, MatchExpressions:%s}".formatted(labels, list));
    }

    private static String texts(List<String> texts) {
        return texts.stream().map(Json::string).collect(Collectors.joining(", ", "[]string{", "}"));
    }

    /** A slice of a type of its own that is a string. */
    static Causes.Quoted named(String type, List<String> texts) {
        return new Causes.Quoted(texts(texts).replaceFirst("string", type));
    }

    static Causes.Quoted strings(List<String> texts) {
        return new Causes.Quoted(texts(texts));
    }

    /** A resource.Quantity that is small enough for an int64. */
    static Causes.Quoted quantity(String text) {
        var value = Quantity.value(text).stripTrailingZeros();
        return new Causes.Quoted(("resource.Quantity{i:resource.int64Amount{value:%s, scale:%d}, d:resource."
                + "infDecAmount{Dec:(*inf.Dec)(nil)}, s:\"\", Format:\"DecimalSI\"}").formatted(value.unscaledValue(),
                -value.scale()));
    }

    /** A small decimal one that has been printed before: it keeps its text, and its digits as they were written. */
    static Causes.Quoted shownQuantity(String text) {
        var plain = new BigDecimal(text.replaceFirst("[a-zA-Z]+$", ""));
        var milli = text.endsWith("m") ? 3 : 0;
        return text.matches("[-0-9.]+m?") ? new Causes.Quoted(("resource.Quantity{i:resource.int64Amount{value:%s, scale:%d}, "
                + "d:resource.infDecAmount{Dec:(*inf.Dec)(nil)}, s:%s, Format:\"DecimalSI\"}").formatted(
                        plain.unscaledValue(), -plain.scale() - milli, Json.string(text))) : quantity(text);
    }

    /** A core.ResourceList. */
    static Causes.Quoted amounts(Map<String, Object> amounts) {
        return new Causes.Quoted(new TreeMap<>(amounts).entrySet().stream()
                .map(e -> Json.string(e.getKey()) + ":" + shownQuantity(e.getValue().toString()).text())
                .collect(Collectors.joining(", ", "core.ResourceList{", "}")));
    }

    static Causes.Quoted owners(List<Map<String, Object>> owners) {
        return new Causes.Quoted(owners.stream().map(owner -> owner(owner).text())
                .collect(Collectors.joining(", ", "[]v1.OwnerReference{", "}")));
    }

    /** Go prints its pointers' addresses: no two answers of the real server are alike. */
    static Causes.Quoted owner(Map<String, Object> owner) {
        return new Causes.Quoted("v1.OwnerReference{APIVersion:%s, Kind:%s, Name:%s, UID:%s, Controller:%s, "
                .formatted(Json.string(Json.text(owner, "apiVersion")), Json.string(Json.text(owner, "kind")),
                        Json.string(Json.text(owner, "name")), Json.string(Json.text(owner, "uid")),
                        pointer(owner.get("controller"))) + "BlockOwnerDeletion:"
                + pointer(owner.get("blockOwnerDeletion")) + "}");
    }

    /** A pointer: Go prints where it leads to, and no two answers are alike there. */
    static String address(Object value) {
        return value == null ? "nil" : "0xc000000000";
    }

    private static String pointer(Object value) {
        return value == null ? "(*bool)(nil)" : "(*bool)(0xc000000000)";
    }

    static Causes.Quoted intOrString(Object value) {
        return new Causes.Quoted(value instanceof String text
                ? "intstr.IntOrString{Type:1, IntVal:0, StrVal:%s}".formatted(Json.string(text))
                : "intstr.IntOrString{Type:0, IntVal:%s, StrVal:\"\"}".formatted(value));
    }

    /** A struct of the API: see GoTypes. */
    static Causes.Quoted dump(String type, Object value) {
        return new Causes.Quoted(GoTypes.dump(type, value));
    }

    static Causes.Quoted terms(List<Map<String, Object>> terms) {
        return new Causes.Quoted(terms.isEmpty() ? "[]core.NodeSelectorTerm(nil)" : terms.stream()
                .map(term -> GoTypes.dump("NodeSelectorTerm", term))
                .collect(Collectors.joining(", ", "[]core.NodeSelectorTerm{", "}")));
    }
}
