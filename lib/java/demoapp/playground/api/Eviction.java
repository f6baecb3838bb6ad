package demoapp.playground.api;

import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.store.ApiException;
import demoapp.playground.store.Deletion;
import demoapp.playground.store.Kinds;
import demoapp.playground.store.Registry;

/** POST …/pods/NAME/eviction, as `kubectl drain` asks for it: a deletion. Disruption budgets do not count yet. */
final class Eviction {
    private Eviction() { }

    static void create(Call call, Registry registry, Target target) {
        if (registry.store().get(Kinds.POD, target.namespace(), target.name()).isEmpty()) {
            throw ApiException.notFound(Kinds.POD, target.name());
        }
        registry.delete(Kinds.POD, target.namespace(), target.name(), new Deletion(null, null, null, null, false));
        call.answer(201, Json.object("kind", "Status", "apiVersion", "v1", "metadata", Map.of(), "status", "Success",
                "code", 201));
    }
}
