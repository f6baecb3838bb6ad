package demoapp.playground.rules;

import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.store.ApiException;
import demoapp.playground.store.Kinds;
import demoapp.playground.store.Registry;

/** What would change the API itself, such as a CustomResourceDefinition: refused, since nothing here would follow. */
final class ExtensionRules extends Rules {
    @Override
    public void admit(Map<String, Object> object, Registry registry) {
        throw ApiException.forbidden(Kinds.of(object).orElseThrow(), Json.text(object, "metadata", "name"),
                "the playground cannot be extended: it serves Kubernetes' own kinds, and calls no webhooks");
    }
}
