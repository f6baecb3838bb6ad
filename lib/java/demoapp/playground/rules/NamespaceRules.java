package demoapp.playground.rules;

import java.util.ArrayList;
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

    /** An update cannot change them; their own subresource does. */
    @Override
    public void prepare(Map<String, Object> object, Map<String, Object> old) {
        if (old != null) {
            Json.set(object, Json.at(old, "spec", "finalizers"), "spec", "finalizers");
        }
    }

    @Override
    void validateNew(Map<String, Object> object, Causes causes) {
        for (var finalizer : Json.texts(object, "spec", "finalizers")) {
            causes.invalid("spec.finalizers", finalizer, Names.qualified(finalizer));
            if (!finalizer.contains("/") && !List.of("orphan", "foregroundDeletion", "kubernetes").contains(finalizer)) {
                causes.invalid("spec.finalizers", finalizer,
                        "name is neither a standard finalizer name nor is it fully qualified");
            }
        }
    }

    @Override
    public void admit(Map<String, Object> object, Registry registry) {
        var finalizers = new ArrayList<Object>(Json.list(object, "spec", "finalizers"));
        if (!finalizers.contains("kubernetes")) {
            finalizers.add("kubernetes");
        }
        Json.set(object, finalizers, "spec", "finalizers");
        object.put("status", Json.object("phase", "Active"));
    }
}
