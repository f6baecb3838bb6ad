package demoapp.playground.rules;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import demoapp.json.Json;

/** Finds fault with a Job's podFailurePolicy and successPolicy. */
final class FailurePolicyRules {
    private FailurePolicyRules() { }

    static void validate(Map<String, Object> spec, String field, Causes causes) {
        var containers = Stream.of("containers", "initContainers")
                .flatMap(list -> Json.maps(spec, "template", "spec", list).stream())
                .map(container -> Json.text(container, "name")).toList();
        Causes.each(Json.maps(spec, "podFailurePolicy", "rules"), field + ".podFailurePolicy.rules",
                (rule, at) -> rule(spec, rule, containers, at, causes));
        if (spec.get("successPolicy") == null) {
            return;
        }
        if (!"Indexed".equals(spec.get("completionMode"))) {
            causes.invalid(field + ".successPolicy", SuccessRules.dump(Json.map(spec, "successPolicy")),
                    "requires indexed completion mode");
            return;
        }
        var rules = Json.maps(spec, "successPolicy", "rules");
        if (rules.isEmpty()) {
            causes.required(field + ".successPolicy.rules",
                    "at least one rules must be specified when the successPolicy is specified");
        }
        Causes.each(rules, field + ".successPolicy.rules", (rule, at) -> {
            if (rule.get("succeededCount") == null && rule.get("succeededIndexes") == null) {
                causes.required(at, "at least one of succeededCount or succeededIndexes must be specified");
            }
            SuccessRules.validate(rule, Json.number(spec, 0, "completions"), at, causes);
        });
    }

    private static void rule(Map<String, Object> spec, Map<String, Object> rule, List<String> containers, String at,
                             Causes causes) {
        var action = Json.text(rule, "action");
        if (action.isEmpty()) {
            causes.required(at + ".action", "valid values: [\"Count\" \"FailIndex\" \"FailJob\" \"Ignore\"]");
        } else if (action.equals("FailIndex") && spec.get("backoffLimitPerIndex") == null) {
            causes.invalid(at + ".action", action, "requires the backoffLimitPerIndex to be set");
        } else {
            causes.oneOf(at + ".action", action, "Count", "FailIndex", "FailJob", "Ignore");
        }
        var byCode = rule.get("onExitCodes") != null;
        if (byCode) {
            exitCodes(Json.map(rule, "onExitCodes"), containers, at + ".onExitCodes", causes);
        }
        var conditions = Json.maps(rule, "onPodConditions");
        Causes.each(conditions, at + ".onPodConditions", (pattern, here) -> {
            causes.invalid(here + ".type", pattern.get("type"), Names.qualified(Json.text(pattern, "type")));
            if (Json.text(pattern, "status").isEmpty()) {
                causes.required(here + ".status", "valid values: [\"False\" \"True\" \"Unknown\"]");
            } else {
                causes.oneOf(here + ".status", pattern.get("status"), "False", "True", "Unknown");
            }
        });
        if (byCode == !conditions.isEmpty()) {
            causes.invalid(at, "specifying " + (byCode ? "both OnExitCodes and OnPodConditions is not supported"
                    : "one of OnExitCodes and OnPodConditions is required"));
        }
    }

    private static void exitCodes(Map<String, Object> codes, List<String> containers, String at, Causes causes) {
        var operator = Json.text(codes, "operator");
        if (operator.isEmpty()) {
            causes.required(at + ".operator", "valid values: [\"In\" \"NotIn\"]");
        } else {
            causes.oneOf(at + ".operator", operator, "In", "NotIn");
        }
        var container = codes.get("containerName");
        if (container != null && !containers.contains(container)) {
            causes.invalid(at + ".containerName", container,
                    "must be one of the container or initContainer names in the pod template");
        }
        var values = Json.list(codes, "values");
        if (values.isEmpty()) {
            causes.invalid(at + ".values", new Causes.Quoted("[]int32{}"), "at least one value is required");
        }
        var seen = new HashSet<Object>();
        var ordered = true;
        for (var i = 0; i < values.size(); i++) {
            if (operator.equals("In") && Json.same(values.get(i), 0)) {
                causes.invalid(at + ".values[" + i + "]", values.get(i), "must not be 0 for the In operator");
            }
            if (!seen.add(values.get(i))) {
                causes.duplicate(at + ".values[" + i + "]", values.get(i));
            }
            ordered &= i == 0 || Json.number(values.get(i - 1), 0) <= Json.number(values.get(i), 0);
        }
        if (!ordered) {
            causes.invalid(at + ".values", new Causes.Quoted("[]int32{" + String.join(", ",
                    values.stream().map(String::valueOf).toList()) + "}"), "must be ordered");
        }
    }
}
