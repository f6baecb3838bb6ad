package demoapp.playground.rules;

import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.store.Registry;

/** DaemonSet. */
final class DaemonSetRules extends Rules {
    @Override
    boolean counted() {
        return true;
    }

    @Override
    public void defaults(Map<String, Object> object) {
        var spec = Json.child(object, "spec");
        spec.putIfAbsent("revisionHistoryLimit", 10);
        var strategy = Json.child(spec, "updateStrategy");
        strategy.putIfAbsent("type", "RollingUpdate");
        if (strategy.get("type").equals("RollingUpdate")) {
            var rolling = Json.child(strategy, "rollingUpdate");
            rolling.putIfAbsent("maxUnavailable", 1);
            rolling.putIfAbsent("maxSurge", 0);
        }
        PodSpecDefaults.fill(Json.child(Json.child(spec, "template"), "spec"));
    }

    @Override
    public void admit(Map<String, Object> object, Registry registry) {
        object.put("status", Json.object("currentNumberScheduled", 0, "numberMisscheduled", 0,
                "desiredNumberScheduled", 0, "numberReady", 0));
        Json.set(object, 1, "metadata", "generation");
    }

    @Override
    void validate(Map<String, Object> object, Causes causes) {
        TemplateRules.validateSelector(object, causes);
        TemplateRules.validate(Json.map(object, "spec", "template"), "spec.template", "Always", causes);
    }

    @Override
    void validateUpdate(Map<String, Object> object, Map<String, Object> old, Causes causes) {
        TemplateRules.immutableSelector(object, old, causes);
    }
}
