package demoapp.playground.rules;

import java.util.List;
import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.schema.Quantity;

/**
 * Finds fault with a HorizontalPodAutoscaler's metrics. As in
 * https://github.com/kubernetes/kubernetes/blob/v1.32.13/pkg/apis/autoscaling/validation/validation.go
 */
final class MetricRules {
    /** In the order in which the API server looks at them. */
    private static final List<String> SOURCES = List.of("object", "external", "pods", "resource", "containerResource");
    private static final String[] TYPES = {"ContainerResource", "External", "Object", "Pods", "Resource"};

    private MetricRules() { }

    static void validate(Map<String, Object> metric, String at, Causes causes) {
        var type = Json.text(metric, "type");
        if (type.isEmpty()) {
            causes.required(at + ".type", "must specify a metric source type");
        }
        causes.oneOf(at + ".type", type, TYPES);
        var present = SOURCES.stream().filter(source -> metric.get(source) != null).toList();
        if (!present.isEmpty()) {
            source(present.get(0), Json.map(metric, present.get(0)), at + "." + present.get(0), causes);
        }
        var expected = type.isEmpty() ? "" : type.substring(0, 1).toLowerCase() + type.substring(1);
        if (!List.of(TYPES).contains(type)) {
            causes.oneOf(at + ".type", type, TYPES);
        } else if (!present.contains(expected)) {
            causes.required(at + "." + expected, "must populate information for the given metric source");
        }
        if (present.size() > 1) {
            present.stream().filter(source -> !source.equals(expected)).forEach(source ->
                    causes.forbidden(at + "." + source, "must populate the given metric source only"));
        }
    }

    private static void source(String kind, Map<String, Object> source, String at, Causes causes) {
        var target = Json.map(source, "target");
        var value = target.get("value") != null;
        var average = target.get("averageValue") != null;
        if (kind.equals("object")) {
            AutoscalerRules.reference(Json.map(source, "describedObject"), at + ".describedObject", causes);
        }
        if (kind.toLowerCase().endsWith("resource")) {
            resource(kind, source, at, causes);
        } else {
            identifier(Json.map(source, "metric"), at + ".metric", causes);
        }
        target(target, at + ".target", causes);
        switch (kind) {
            case "object" -> {
                if (!value && !average) {
                    causes.required(at + ".target.averageValue", "must set either a target value or averageValue");
                }
            }
            case "external" -> {
                if (!value && !average) {
                    causes.required(at + ".target.averageValue",
                            "must set either a target value for metric or a per-pod target");
                } else if (value && average) {
                    causes.forbidden(at + ".target.value",
                            "may not set both a target value for metric and a per-pod target");
                }
            }
            case "pods" -> {
                if (!average) {
                    causes.required(at + ".target.averageValue", "must specify a positive target averageValue");
                }
            }
            default -> {
                var share = target.get("averageUtilization") != null;
                if (!share && !average) {
                    causes.required(at + ".target.averageUtilization",
                            "must set either a target raw value or a target utilization");
                } else if (share && average) {
                    causes.forbidden(at + ".target.averageValue",
                            "may not set both a target raw value and a target utilization");
                }
            }
        }
    }

    private static void resource(String kind, Map<String, Object> source, String at, Causes causes) {
        var name = Json.text(source, "name");
        if (name.isEmpty()) {
            causes.required(at + ".name", "must specify a resource name");
        }
        if (kind.equals("containerResource")) {
            if (!name.isEmpty()) {
                ResourceRules.nameInContainer(name, at + ".name", causes);
            }
            if (Json.text(source, "container").isEmpty()) {
                causes.required(at + ".container", "must specify a container");
            } else {
                causes.invalid(at + ".container", source.get("container"), Names.label(Json.text(source, "container")));
            }
        }
    }

    private static void identifier(Map<String, Object> metric, String at, Causes causes) {
        var name = Json.text(metric, "name");
        if (name.isEmpty()) {
            causes.required(at + ".name", "must specify a metric name");
        }
        causes.invalid(at + ".name", name, Names.pathStep(name));
    }

    private static void target(Map<String, Object> target, String at, Causes causes) {
        var type = Json.text(target, "type");
        if (type.isEmpty()) {
            causes.required(at + ".type", "must specify a metric target type");
        }
        if (!List.of("Utilization", "Value", "AverageValue").contains(type)) {
            causes.invalid(at + ".type", type, "must be either Utilization, Value, or AverageValue");
        }
        for (var amount : List.of("value", "averageValue")) {
            if (target.get(amount) != null && Quantity.value(Json.text(target, amount)).signum() != 1) {
                causes.invalid(at + "." + amount, target.get(amount), "must be positive");
            }
        }
        if (target.get("averageUtilization") != null && Json.number(target, 0, "averageUtilization") < 1) {
            causes.invalid(at + ".averageUtilization", target.get("averageUtilization"), "must be greater than 0");
        }
    }
}
