package demoapp.playground.rules;

import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.store.Registry;

/** EndpointSlice: it has no spec; its generation counts the changes of all but its metadata. */
final class EndpointSliceRules extends Rules {
    @Override
    int looks() {
        return 3;
    }

    @Override
    public void admit(Map<String, Object> object, Registry registry) {
        Json.set(object, 1, "metadata", "generation");
    }

    @Override
    public boolean changesGeneration(Map<String, Object> old, Map<String, Object> object) {
        return !Json.same(old.get("endpoints"), object.get("endpoints"))
                || !Json.same(old.get("ports"), object.get("ports"));
    }
}
