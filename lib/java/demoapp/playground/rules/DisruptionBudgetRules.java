package demoapp.playground.rules;

import java.util.List;
import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.store.Registry;

/** PodDisruptionBudget: until it has been counted it allows nothing. */
final class DisruptionBudgetRules extends Rules {
    /** Any that can be a step of a path. */
    @Override
    List<String> nameFaults(String name) {
        return Names.pathStep(name);
    }

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

    private static Causes.Quoted dump(Map<String, Object> spec) {
        return new Causes.Quoted(("policy.PodDisruptionBudgetSpec{MinAvailable:(*intstr.IntOrString)(%s), "
                + "Selector:(*v1.LabelSelector)(%s), MaxUnavailable:(*intstr.IntOrString)(%s), "
                + "UnhealthyPodEvictionPolicy:(*policy.UnhealthyPodEvictionPolicyType)(%s)}").formatted(
                GoStructs.address(spec.get("minAvailable")), GoStructs.address(spec.get("selector")),
                GoStructs.address(spec.get("maxUnavailable")), GoStructs.address(spec.get("unhealthyPodEvictionPolicy"))));
    }

    @Override
    void validate(Map<String, Object> object, Causes causes) {
        var spec = Json.map(object, "spec");
        if (spec.get("minAvailable") != null && spec.get("maxUnavailable") != null) {
            causes.invalid("spec", dump(spec),
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
