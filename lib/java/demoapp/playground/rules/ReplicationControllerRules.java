package demoapp.playground.rules;

import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.store.Registry;

/** ReplicationController: stored only; its selector is a map, and its template's labels unless it says another. */
final class ReplicationControllerRules extends Rules {
    @Override
    boolean counted() {
        return true;
    }

    @Override
    public void defaults(Map<String, Object> object) {
        var spec = Json.child(object, "spec");
        spec.putIfAbsent("replicas", 1);
        if (spec.get("template") == null) {
            return;
        }
        PodSpecDefaults.fill(Json.child(Json.child(spec, "template"), "spec"));
        var labels = Json.map(spec, "template", "metadata", "labels");
        if (!labels.isEmpty()) {
            spec.putIfAbsent("selector", Json.copy(labels));
            if (Json.map(object, "metadata", "labels").isEmpty()) {
                Json.set(object, Json.copy(labels), "metadata", "labels");
            }
        }
    }

    @Override
    public void admit(Map<String, Object> object, Registry registry) {
        object.put("status", Json.object("replicas", 0));
        Json.set(object, 1, "metadata", "generation");
    }

    @Override
    void validate(Map<String, Object> object, Causes causes) {
        var spec = Json.map(object, "spec");
        causes.notNegative("spec.minReadySeconds", spec.get("minReadySeconds"));
        var selector = Json.map(spec, "selector");
        if (selector.isEmpty()) {
            causes.required("spec.selector");
        }
        causes.notNegative("spec.replicas", spec.get("replicas"));
        if (spec.get("template") == null) {
            causes.required("spec.template");
            return;
        }
        var labels = Json.map(spec, "template", "metadata", "labels");
        if (!labels.entrySet().containsAll(selector.entrySet())) {
            causes.invalid("spec.template.metadata.labels", GoStructs.labels(labels),
                    "`selector` does not match template `labels`");
        }
        TemplateRules.validate(Json.map(spec, "template"), "spec.template", causes);
        TemplateRules.onlyAlways(Json.map(spec, "template"), "ReplicationController", causes);
    }
}
