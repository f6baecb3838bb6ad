package demoapp.playground.rules;

import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.controllers.Selectors;

/**
 * Finds fault with a LabelSelector. As in
 * https://github.com/kubernetes/apimachinery/blob/v0.32.1/pkg/apis/meta/v1/validation/validation.go
 */
final class SelectorRules {
    private SelectorRules() { }

    static boolean empty(Object selector) {
        return Json.map(selector, "matchLabels").isEmpty() && Json.list(selector, "matchExpressions").isEmpty();
    }

    /** Whether it can be used at all. */
    static boolean readable(Object selector) {
        var faults = new Causes();
        validate(Json.map(selector), "", faults);
        return faults.isEmpty();
    }

    /** None (null) matches nothing, an empty one all. */
    static boolean matches(Object selector, Map<String, Object> labels) {
        return selector != null && labels.entrySet().containsAll(Json.map(selector, "matchLabels").entrySet())
                && Json.maps(selector, "matchExpressions").stream().allMatch(requirement ->
                        Selectors.satisfies(requirement, labels));
    }

    static void validate(Map<String, Object> selector, String at, Causes causes) {
        MetadataRules.labels(Json.map(selector, "matchLabels"), at + ".matchLabels", causes);
        Causes.each(Json.maps(selector, "matchExpressions"), at + ".matchExpressions", (requirement, here) -> {
            operator(requirement, here, causes);
            causes.invalid(here + ".key", requirement.get("key"), Names.qualified(Json.text(requirement, "key")));
            var values = Json.texts(requirement, "values");
            for (var i = 0; i < values.size(); i++) {
                causes.invalid(here + ".values[" + i + "]", values.get(i), Names.labelValue(values.get(i)));
            }
        });
    }

    /** Whether the operator is one, and has as many values as it needs. */
    static void operator(Map<String, Object> requirement, String at, Causes causes) {
        var valued = !Json.list(requirement, "values").isEmpty();
        switch (Json.text(requirement, "operator")) {
            case "In", "NotIn" -> {
                if (!valued) {
                    causes.required(at + ".values", "must be specified when `operator` is 'In' or 'NotIn'");
                }
            }
            case "Exists", "DoesNotExist" -> {
                if (valued) {
                    causes.forbidden(at + ".values",
                            "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
                }
            }
            default -> causes.invalid(at + ".operator", requirement.get("operator"),
                    "not a valid selector operator");
        }
    }
}
