package demoapp.playground.rules;

import java.util.List;
import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.store.Registry;

/** HorizontalPodAutoscaler: stored only; nothing measures, so nothing scales. */
final class AutoscalerRules extends Rules {
    private static final int USUAL_UTILIZATION = 80;
    private static final int LONGEST_WINDOW = 3600;
    private static final int LONGEST_PERIOD = 1800;

    @Override
    public void defaults(Map<String, Object> object) {
        var spec = Json.child(object, "spec");
        spec.putIfAbsent("minReplicas", 1);
        if (Json.list(spec, "metrics").isEmpty()) {
            spec.put("metrics", List.of(Json.object("type", "Resource", "resource", Json.object("name", "cpu", "target",
                    Json.object("type", "Utilization", "averageUtilization", USUAL_UTILIZATION)))));
        }
        if (spec.get("behavior") != null) {
            var behavior = Json.child(spec, "behavior");
            scaling(Json.child(behavior, "scaleUp"), 0, List.of(policy("Pods", 4), policy("Percent", 100)));
            scaling(Json.child(behavior, "scaleDown"), null, List.of(policy("Percent", 100)));
        }
    }

    private static void scaling(Map<String, Object> rules, Integer window, List<Map<String, Object>> policies) {
        if (window != null) {
            rules.putIfAbsent("stabilizationWindowSeconds", window);
        }
        rules.putIfAbsent("selectPolicy", "Max");
        rules.putIfAbsent("policies", policies);
    }

    private static Map<String, Object> policy(String type, int value) {
        return Json.object("type", type, "value", value, "periodSeconds", 15);
    }

    @Override
    public void admit(Map<String, Object> object, Registry registry) {
        object.put("status", Json.object("desiredReplicas", 0, "currentMetrics", null));
    }

    @Override
    void validate(Map<String, Object> object, Causes causes) {
        var least = Json.number(object, 1, "spec", "minReplicas");
        var most = Json.number(object, 0, "spec", "maxReplicas");
        if (least < 1) {
            causes.invalid("spec.minReplicas", least, "must be greater than or equal to 1");
        }
        if (most < 1) {
            causes.invalid("spec.maxReplicas", most, "must be greater than 0");
        }
        if (most < least) {
            causes.invalid("spec.maxReplicas", most, "must be greater than or equal to `minReplicas`");
        }
        reference(Json.map(object, "spec", "scaleTargetRef"), "spec.scaleTargetRef", causes);
        Causes.each(Json.maps(object, "spec", "metrics"), "spec.metrics", (metric, at) ->
                MetricRules.validate(metric, at, causes));
        for (var direction : List.of("scaleUp", "scaleDown")) {
            if (Json.at(object, "spec", "behavior", direction) != null) {
                rules(Json.map(object, "spec", "behavior", direction), "spec.behavior." + direction, causes);
            }
        }
    }

    static void reference(Map<String, Object> reference, String at, Causes causes) {
        for (var field : List.of("kind", "name")) {
            var text = Json.text(reference, field);
            if (text.isEmpty()) {
                causes.required(at + "." + field);
            }
            causes.invalid(at + "." + field, text, Names.pathStep(text));
        }
    }

    private static void rules(Map<String, Object> rules, String at, Causes causes) {
        var window = Json.number(rules, 0, "stabilizationWindowSeconds");
        if (window < 0) {
            causes.invalid(at + ".stabilizationWindowSeconds", window, "must be greater than or equal to zero");
        } else if (window > LONGEST_WINDOW) {
            causes.invalid(at + ".stabilizationWindowSeconds", window, "must be less than or equal to " + LONGEST_WINDOW);
        }
        causes.oneOf(at + ".selectPolicy", rules.get("selectPolicy"), "Disabled", "Max", "Min");
        var policies = Json.maps(rules, "policies");
        if (policies.isEmpty()) {
            causes.required(at + ".policies", "must specify at least one Policy");
        }
        Causes.each(policies, at + ".policies", (policy, here) -> {
            causes.oneOf(here + ".type", Json.text(policy, "type"), "Percent", "Pods");
            for (var amount : List.of("value", "periodSeconds")) {
                if (Json.number(policy, 0, amount) <= 0) {
                    causes.invalid(here + "." + amount, Json.number(policy, 0, amount), "must be greater than zero");
                }
            }
            if (Json.number(policy, 0, "periodSeconds") > LONGEST_PERIOD) {
                causes.invalid(here + ".periodSeconds", policy.get("periodSeconds"),
                        "must be less than or equal to " + LONGEST_PERIOD);
            }
        });
    }
}
