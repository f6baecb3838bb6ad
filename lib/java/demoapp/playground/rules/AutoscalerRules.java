package demoapp.playground.rules;

import java.util.List;
import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.store.Registry;

/** HorizontalPodAutoscaler: stored only; nothing measures, so nothing scales. */
final class AutoscalerRules extends Rules {
    private static final int USUAL_UTILIZATION = 80;

    @Override
    public void defaults(Map<String, Object> object) {
        var spec = Json.child(object, "spec");
        spec.putIfAbsent("minReplicas", 1);
        if (Json.list(spec, "metrics").isEmpty()) {
            spec.put("metrics", List.of(Json.object("type", "Resource", "resource", Json.object("name", "cpu", "target",
                    Json.object("type", "Utilization", "averageUtilization", USUAL_UTILIZATION)))));
        }
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
        for (var field : List.of("kind", "name")) {
            var text = Json.text(object, "spec", "scaleTargetRef", field);
            if (text.isEmpty()) {
                causes.required("spec.scaleTargetRef." + field);
            }
            causes.invalid("spec.scaleTargetRef." + field, text, Names.pathStep(text));
        }
    }
}
