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
    public void defaults(Map<String, Object> object) {
        for (var port : Json.maps(object, "ports")) {
            port.putIfAbsent("name", "");
            port.putIfAbsent("protocol", "TCP");
        }
    }

    @Override
    void validate(Map<String, Object> object, Causes causes) {
        if (Json.text(object, "addressType").isEmpty()) {
            causes.required("addressType");
        } else {
            causes.oneOf("addressType", object.get("addressType"), "FQDN", "IPv4", "IPv6");
        }
        Causes.each(Json.maps(object, "endpoints"), "endpoints", (endpoint, at) -> {
            if (Json.list(endpoint, "addresses").isEmpty()) {
                causes.required(at + ".addresses", "must contain at least 1 address");
            }
        });
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
