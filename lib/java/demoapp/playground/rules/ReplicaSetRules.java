package demoapp.playground.rules;

import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.store.Registry;

/** ReplicaSet. */
final class ReplicaSetRules extends Rules {
    @Override
    boolean twice() {
        return true;
    }

    @Override
    boolean counted() {
        return true;
    }

    @Override
    public void defaults(Map<String, Object> object) {
        var spec = Json.child(object, "spec");
        spec.putIfAbsent("replicas", 1);
        PodSpecDefaults.fill(Json.child(Json.child(spec, "template"), "spec"));
    }

    @Override
    public void admit(Map<String, Object> object, Registry registry) {
        object.put("status", Json.object("replicas", 0));
        Json.set(object, 1, "metadata", "generation");
    }

    @Override
    void validate(Map<String, Object> object, Causes causes) {
        causes.notNegative("spec.replicas", Json.at(object, "spec", "replicas"));
        causes.notNegative("spec.minReadySeconds", Json.at(object, "spec", "minReadySeconds"));
        TemplateRules.ofReplicaSet(Json.map(object, "spec"), causes);
    }

    @Override
    void validateUpdate(Map<String, Object> object, Map<String, Object> old, Causes causes) {
        TemplateRules.immutableSelector(object, old, causes);
    }
}
