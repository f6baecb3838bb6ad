package demoapp.playground.rules;

import java.util.Map;
import java.util.Set;

import demoapp.json.Json;

/** ServiceAccount: of the Secrets that it names only the names are kept. */
final class ServiceAccountRules extends Rules {
    @Override
    public void prepare(Map<String, Object> object, Map<String, Object> old) {
        Json.maps(object, "secrets").forEach(secret -> secret.keySet().retainAll(Set.of("name")));
    }
}
