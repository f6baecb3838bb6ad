package demoapp.playground.controllers;

import java.util.List;
import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.store.Kinds;
import demoapp.playground.store.Registry;
import demoapp.playground.store.Store;

/** Gives every Ingress of the class `playground` (or of none, while that is the default) the address 127.0.0.1. */
final class IngressController extends Controller {
    private static final String CLASS = "playground";
    private static final String DEFAULT = "ingressclass.kubernetes.io/is-default-class";

    IngressController(Registry registry, WorkQueue queue) {
        super(registry, queue);
    }

    @Override
    void changed(Store.Change change) {
        if (change.kind() == Kinds.INGRESS) {
            enqueue(Json.text(change.object(), "metadata", "namespace"),
                    Json.text(change.object(), "metadata", "name"));
        }
    }

    @Override
    void reconcile(String namespace, String name) {
        var ingress = store.get(Kinds.INGRESS, namespace, name).orElse(null);
        if (ingress == null || !isOurs(ingress)) {
            return;
        }
        registry.updateStatus(Kinds.INGRESS, namespace, name, "playground-ingress", fresh -> {
            fresh.put("status", Json.object("loadBalancer",
                    Json.object("ingress", List.of(Json.object("ip", "127.0.0.1")))));
            return fresh;
        });
    }

    private boolean isOurs(Map<String, Object> ingress) {
        var className = Json.text(ingress, "spec", "ingressClassName");
        if (className.isEmpty()) {
            className = Json.text(ingress, "metadata", "annotations", "kubernetes.io/ingress.class");
        }
        return className.equals(CLASS) || className.isEmpty() && store.get(Kinds.INGRESS_CLASS, "", CLASS)
                .filter(c -> Json.text(c, "metadata", "annotations", DEFAULT).equals("true")).isPresent();
    }
}
