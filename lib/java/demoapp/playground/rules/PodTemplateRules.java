package demoapp.playground.rules;

import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.store.Registry;

/** PodTemplate: stored only. */
final class PodTemplateRules extends Rules {
    @Override
    public void defaults(Map<String, Object> object) {
        PodSpecDefaults.fill(Json.child(Json.child(object, "template"), "spec"));
    }

    @Override
    public void admit(Map<String, Object> object, Registry registry) {
        Json.set(object, 1, "metadata", "generation");
    }

    @Override
    public boolean changesGeneration(Map<String, Object> old, Map<String, Object> object) {
        return !Json.same(old.get("template"), object.get("template"));
    }

    @Override
    void validate(Map<String, Object> object, Causes causes) {
        TemplateRules.validate(Json.map(object, "template"), "template", causes);
    }
}
