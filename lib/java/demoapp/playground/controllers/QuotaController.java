package demoapp.playground.controllers;

import java.util.TreeMap;

import demoapp.json.Json;
import demoapp.playground.rules.QuotaUsage;
import demoapp.playground.schema.Quantity;
import demoapp.playground.store.Kinds;
import demoapp.playground.store.Registry;
import demoapp.playground.store.Store;

/**
 * Counts what is used of a ResourceQuota when it is new or changed, and when something is given back; what is taken is
 * counted by admission. See
 * https://github.com/kubernetes/kubernetes/blob/v1.32.0/pkg/controller/resourcequota/resource_quota_controller.go
 */
final class QuotaController extends Controller {
    QuotaController(Registry registry, WorkQueue queue) {
        super(registry, queue);
    }

    @Override
    void changed(Store.Change change) {
        var namespace = Json.text(change.object(), "metadata", "namespace");
        if (change.kind() == Kinds.RESOURCE_QUOTA && !change.type().equals("DELETED")) {
            enqueue(namespace, Json.text(change.object(), "metadata", "name"));
        }
        if (change.kind().namespaced() && givesBack(change)) {
            store.list(Kinds.RESOURCE_QUOTA, namespace)
                    .forEach(quota -> enqueue(namespace, Json.text(quota, "metadata", "name")));
        }
    }

    private static boolean givesBack(Store.Change change) {
        return change.type().equals("DELETED") || change.before() != null
                && (change.kind() == Kinds.POD && Pods.isFinished(change.object()) && !Pods.isFinished(change.before())
                || change.kind() == Kinds.SERVICE || change.kind() == Kinds.PVC);
    }

    @Override
    void reconcile(String namespace, String name) {
        store.get(Kinds.RESOURCE_QUOTA, namespace, name).ifPresent(quota -> {
            var hard = Json.map(quota, "spec", "hard");
            var used = new TreeMap<String, String>();
            hard.keySet().forEach(resource -> used.put(resource, "0"));
            for (var kind : Kinds.all()) {
                if (kind.namespaced()) {
                    store.list(kind, namespace).stream().filter(object -> QuotaUsage.concerns(quota, kind, object))
                            .forEach(object -> QuotaUsage.of(kind, object).forEach((resource, amount) ->
                                    used.computeIfPresent(resource, (r, sum) -> Quantity.add(sum, amount))));
                }
            }
            registry.updateStatus(Kinds.RESOURCE_QUOTA, namespace, name, MANAGER, fresh -> {
                fresh.put("status", Json.object("hard", Json.copy(hard), "used", Json.object()));
                used.forEach((resource, amount) -> Json.set(fresh, amount, "status", "used", resource));
                return fresh;
            });
        });
    }
}
