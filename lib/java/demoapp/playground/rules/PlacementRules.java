package demoapp.playground.rules;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import demoapp.json.Json;

/** Finds fault with tolerations and with constraints on how pods spread. */
final class PlacementRules {
    private PlacementRules() { }

    static void tolerations(List<Map<String, Object>> tolerations, String field, Causes causes) {
        Causes.each(tolerations, field, (toleration, at) -> {
            var key = Json.text(toleration, "key");
            var operator = Json.text(toleration, "operator");
            var value = Json.text(toleration, "value");
            if (!key.isEmpty()) {
                causes.invalid(at + ".key", key, Names.qualified(key));
            } else if (!operator.equals("Exists")) {
                causes.invalid(at + ".operator", operator,
                        "operator must be Exists when `key` is empty, which means \"match all values and all keys\"");
            }
            if (toleration.get("tolerationSeconds") != null && !"NoExecute".equals(toleration.get("effect"))) {
                causes.invalid(at + ".effect", Json.text(toleration, "effect"),
                        "effect must be 'NoExecute' when `tolerationSeconds` is set");
            }
            switch (operator) {
                case "", "Equal" -> {
                    if (!Names.labelValue(value).isEmpty()) {
                        causes.invalid(at + ".operator", value, String.join(";", Names.labelValue(value)));
                    }
                }
                case "Exists" -> {
                    if (!value.isEmpty()) {
                        causes.invalid(at + ".operator", value, "value must be empty when `operator` is 'Exists'");
                    }
                }
                default -> causes.notSupported(at + ".operator", operator, "Equal", "Exists");
            }
            if (!Json.text(toleration, "effect").isEmpty()) {
                causes.oneOf(at + ".effect", toleration.get("effect"), "NoSchedule", "PreferNoSchedule", "NoExecute");
            }
        });
    }

    static void spread(List<Map<String, Object>> constraints, String field, Causes causes) {
        for (var i = 0; i < constraints.size(); i++) {
            var constraint = constraints.get(i);
            var at = field + "[" + i + "]";
            if (Json.number(constraint, 0, "maxSkew") <= 0) {
                causes.invalid(at + ".maxSkew", Json.number(constraint, 0, "maxSkew"), "must be greater than zero");
            }
            if (Json.text(constraint, "topologyKey").isEmpty()) {
                causes.required(at + ".topologyKey", "can not be empty");
            }
            causes.oneOf(at + ".whenUnsatisfiable", constraint.get("whenUnsatisfiable"), "DoNotSchedule",
                    "ScheduleAnyway");
            if (constraints.subList(i + 1, constraints.size()).stream().anyMatch(later -> pair(later)
                    .equals(pair(constraint)))) {
                causes.duplicate(at + ".{topologyKey, whenUnsatisfiable}", pair(constraint));
            }
            domains(constraint, at, causes);
            for (var policy : List.of("nodeAffinityPolicy", "nodeTaintsPolicy")) {
                if (constraint.get(policy) != null) {
                    causes.oneOf(at + "." + policy, constraint.get(policy), "Honor", "Ignore");
                }
            }
            labels(constraint, at, causes);
        }
    }

    private static String pair(Map<String, Object> constraint) {
        return "{%s, %s}".formatted(Json.text(constraint, "topologyKey"), Json.text(constraint, "whenUnsatisfiable"));
    }

    private static void domains(Map<String, Object> constraint, String at, Causes causes) {
        var domains = constraint.get("minDomains");
        if (domains instanceof Number number && number.longValue() <= 0) {
            causes.invalid(at + ".minDomains", domains, "must be greater than zero");
        }
        if (domains != null && !"DoNotSchedule".equals(constraint.get("whenUnsatisfiable"))) {
            causes.invalid(at + ".minDomains", domains, "can only use minDomains if whenUnsatisfiable=DoNotSchedule, "
                    + "not " + Json.text(constraint, "whenUnsatisfiable"));
        }
    }

    private static Set<String> selected(Map<String, Object> selector) {
        return Stream.concat(Json.map(selector, "matchLabels").keySet().stream(), Json.maps(selector, "matchExpressions")
                .stream().map(expression -> Json.text(expression, "key"))).collect(Collectors.toSet());
    }

    private static void labels(Map<String, Object> constraint, String at, Causes causes) {
        var keys = Json.texts(constraint, "matchLabelKeys");
        if (!keys.isEmpty() && constraint.get("labelSelector") == null) {
            causes.forbidden(at + ".matchLabelKeys", "must not be specified when labelSelector is not set");
        }
        for (var i = 0; i < keys.size(); i++) {
            causes.invalid(at + ".matchLabelKeys[" + i + "]", keys.get(i), Names.qualified(keys.get(i)));
            if (selected(Json.map(constraint, "labelSelector")).contains(keys.get(i))) {
                causes.invalid(at + ".matchLabelKeys[" + i + "]", keys.get(i),
                        "exists in both matchLabelKeys and labelSelector");
            }
        }
        SelectorRules.validate(Json.map(constraint, "labelSelector"), at + ".labelSelector", causes);
    }
}
