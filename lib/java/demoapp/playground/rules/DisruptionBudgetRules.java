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
}
