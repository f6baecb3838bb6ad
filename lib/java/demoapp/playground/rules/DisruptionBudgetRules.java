package demoapp.playground.rules;

import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.store.Registry;

/** PodDisruptionBudget: until it has been counted it allows nothing. */
final class DisruptionBudgetRules extends Rules {
    @Override
    boolean counted() {
        return true;
    }

    @Override
    public void admit(Map<String, Object> object, Registry registry) {
        object.put("status", Json.object("disruptionsAllowed", 0, "currentHealthy", 0, "desiredHealthy", 0,
                "expectedPods", 0));
        Json.set(object, 1, "metadata", "generation");
    }

    @Override
    void validate(Map<String, Object> object, Causes causes) {
        var spec = Json.map(object, "spec");
        if (spec.get("minAvailable") != null && spec.get("maxUnavailable") != null) {
            causes.invalid("spec", GoStructs.struct("policy.PodDisruptionBudgetSpec", spec),
                    "minAvailable and maxUnavailable cannot be both set");
        }
        for (var field : new String[] {"minAvailable", "maxUnavailable"}) {
            Amounts.validate(spec.get(field), "spec." + field, causes);
            Amounts.notAboveAll(spec.get(field), "spec." + field, causes);
        }
        SelectorRules.validate(Json.map(spec, "selector"), "spec.selector", causes);
        if (spec.get("unhealthyPodEvictionPolicy") != null) {
            causes.oneOf("spec.unhealthyPodEvictionPolicy", spec.get("unhealthyPodEvictionPolicy"), "AlwaysAllow",
                    "IfHealthyBudget");
        }
    }
}
