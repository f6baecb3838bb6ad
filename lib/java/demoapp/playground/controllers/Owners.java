package demoapp.playground.controllers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import demoapp.json.Json;
import demoapp.playground.store.Kind;
import demoapp.playground.store.Registry;

/** metadata.ownerReferences: whose an object is. */
public final class Owners {
    private Owners() { }

    /** The reference to the object's controller; an empty map when it has none. */
    public static Map<String, Object> controllerOf(Map<String, Object> object) {
        return Json.maps(object, "metadata", "ownerReferences").stream()
                .filter(reference -> Json.truth(reference, "controller")).findFirst().orElse(Map.of());
    }

    static boolean controls(Map<String, Object> owner, Map<String, Object> object) {
        return Json.text(owner, "metadata", "uid").equals(controllerOf(object).get("uid"));
    }

    static Map<String, Object> reference(Kind kind, Map<String, Object> owner) {
        return Json.object("apiVersion", kind.apiVersion(), "kind", kind.name(),
                "name", Json.text(owner, "metadata", "name"), "uid", Json.text(owner, "metadata", "uid"),
                "controller", true, "blockOwnerDeletion", true);
    }

    /** Takes the references to the owner out of the object (a copy that is being changed). */
    static void removeReference(Map<String, Object> object, String uid) {
        var kept = new ArrayList<Object>(Json.list(object, "metadata", "ownerReferences"));
        kept.removeIf(reference -> uid.equals(Json.text(reference, "uid")));
        Json.set(object, kept.isEmpty() ? null : kept, "metadata", "ownerReferences");
    }

    /**
     * The owner's objects of that kind, as its spec.selector finds them: an orphan that matches is adopted, one of
     * its own that does not match any more is released. See Kubernetes' ControllerRefManager.
     */
    static List<Map<String, Object>> claim(Registry registry, Kind ownerKind, Map<String, Object> owner, Kind kind) {
        var claimed = new ArrayList<Map<String, Object>>();
        for (var object : registry.store().list(kind, Json.text(owner, "metadata", "namespace"))) {
            claim(registry, ownerKind, owner, kind, object).ifPresent(claimed::add);
        }
        return claimed;
    }

    private static Optional<Map<String, Object>> claim(Registry registry, Kind ownerKind, Map<String, Object> owner,
                                                       Kind kind, Map<String, Object> object) {
        var matches = Selectors.matches(Json.at(owner, "spec", "selector"), Json.map(object, "metadata", "labels"));
        var ownerGoes = Json.at(owner, "metadata", "deletionTimestamp") != null;
        if (controls(owner, object)) {
            if (matches || ownerGoes) {
                return Optional.of(object);
            }
            change(registry, kind, object, o -> removeReference(o, Json.text(owner, "metadata", "uid")));
            return Optional.empty();
        }
        var orphan = controllerOf(object).isEmpty() && Json.at(object, "metadata", "deletionTimestamp") == null;
        if (!matches || !orphan || ownerGoes) {
            return Optional.empty();
        }
        return Optional.of(change(registry, kind, object, o -> {
            var references = new ArrayList<Object>(Json.list(o, "metadata", "ownerReferences"));
            references.add(reference(ownerKind, owner));
            Json.set(o, references, "metadata", "ownerReferences");
        }));
    }

    private static Map<String, Object> change(Registry registry, Kind kind, Map<String, Object> object,
                                              Consumer<Map<String, Object>> change) {
        return registry.update(kind, Json.text(object, "metadata", "namespace"),
                Json.text(object, "metadata", "name"), Controller.MANAGER, fresh -> {
                    change.accept(fresh);
                    return fresh;
                });
    }
}
