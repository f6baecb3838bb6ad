package demoapp.playground.rules;

import java.util.List;
import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.store.Registry;

/** Namespace: it carries its name as a label, and a finalizer of its own in its spec. */
final class NamespaceRules extends Rules {
    @Override
    List<String> nameFaults(String name) {
        return Names.label(name);
    }

    @Override
    public void defaults(Map<String, Object> object) {
        var name = Json.text(object, "metadata", "name");
        if (!name.isEmpty()) {
            Json.set(object, name, "metadata", "labels", "kubernetes.io/metadata.name");
        }
    }

    @Override
    public void admit(Map<String, Object> object, Registry registry) {
        Json.set(object, List.of("kubernetes"), "spec", "finalizers");
        object.put("status", Json.object("phase", "Active"));
    }
}
