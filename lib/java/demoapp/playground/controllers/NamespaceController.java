package demoapp.playground.controllers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import demoapp.json.Json;
import demoapp.playground.store.ApiException;
import demoapp.playground.store.Deletion;
import demoapp.playground.store.Kind;
import demoapp.playground.store.Kinds;
import demoapp.playground.store.Registry;
import demoapp.playground.store.Store;

/**
 * Gives every namespace its ServiceAccount `default` and ConfigMap `kube-root-ca.crt` (copied from kube-system), and
 * empties a namespace that is being deleted.
 */
final class NamespaceController extends Controller {
    private static final String ROOT_CA = "kube-root-ca.crt";
    /** Kubernetes waits so long before it deletes the content. */
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final String DESCRIPTION = "Contains a CA bundle that can be used to verify the kube-apiserver when "
            + "using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is "
            + "guaranteed across distributions of Kubernetes clusters.";

    private final Moments deleted;

    NamespaceController(Registry registry, WorkQueue queue) {
        super(registry, queue);
        deleted = new Moments(clock);
    }

    @Override
    void changed(Store.Change change) {
        var name = Json.text(change.object(), "metadata", "name");
        if (change.kind() == Kinds.NAMESPACE) {
            if (change.before() != null && !Pods.isTerminating(change.before())) {
                deleted.mark(Json.text(change.object(), "metadata", "uid"));
            }
            enqueue("", name);
        } else if (change.kind() == Kinds.CONFIG_MAP && name.equals(ROOT_CA)
                && Json.text(change.object(), "metadata", "namespace").equals("kube-system")) {
            store.list(Kinds.NAMESPACE, "").forEach(space -> enqueue("", Json.text(space, "metadata", "name")));
        } else if (change.type().equals("DELETED") && change.kind().namespaced()) {
            enqueue("", Json.text(change.object(), "metadata", "namespace"));
        }
    }

    @Override
    void reconcile(String none, String name) {
        var namespace = store.get(Kinds.NAMESPACE, "", name).orElse(null);
        if (namespace == null) {
            return;
        }
        if (Json.at(namespace, "metadata", "deletionTimestamp") == null) {
            furnish(name);
            return;
        }
        var since = deleted.since(Json.text(namespace, "metadata", "uid"),
                Json.text(namespace, "metadata", "deletionTimestamp"));
        if (since.compareTo(GRACE) < 0) {
            enqueueAfter(GRACE.minus(since).plusMillis(50), "", name);
        } else {
            empty(name);
        }
    }

    private void furnish(String namespace) {
        if (store.get(Kinds.SERVICE_ACCOUNT, namespace, "default").isEmpty()) {
            registry.create(Kinds.SERVICE_ACCOUNT, namespace, Json.object("apiVersion", "v1",
                    "kind", "ServiceAccount", "metadata", Json.object("name", "default")), MANAGER);
        }
        var original = store.get(Kinds.CONFIG_MAP, "kube-system", ROOT_CA);
        if (original.isPresent() && store.get(Kinds.CONFIG_MAP, namespace, ROOT_CA).isEmpty()) {
            registry.create(Kinds.CONFIG_MAP, namespace, Json.object("apiVersion", "v1", "kind", "ConfigMap",
                    "metadata", Json.object("name", ROOT_CA, "annotations",
                            Json.object("kubernetes.io/description", DESCRIPTION)),
                    "data", Json.copyOf(original.get().get("data"))), MANAGER);
        }
    }

    private void empty(String namespace) {
        for (var kind : Kinds.all()) {
            if (kind.namespaced()) {
                store.list(kind, namespace).forEach(object -> delete(kind, namespace, object));
            }
        }
        var left = new LinkedHashMap<Kind, List<Map<String, Object>>>();
        Kinds.all().stream().filter(Kind::namespaced).forEach(kind -> left.put(kind, store.list(kind, namespace)));
        left.values().removeIf(List::isEmpty);
        if (left.isEmpty()) {
            var finalize = new Registry.Write(MANAGER, "finalize", false, true);
            registry.update(Kinds.NAMESPACE, "", namespace, finalize, fresh -> {
                Json.set(fresh, new ArrayList<>(), "spec", "finalizers");
                return fresh;
            });
        } else {
            writeWhatIsLeft(namespace, left);
        }
    }

    private void delete(Kind kind, String namespace, Map<String, Object> object) {
        if (Pods.isTerminating(object)) {
            return;
        }
        try {
            registry.delete(kind, namespace, Json.text(object, "metadata", "name"), Deletion.background());
        } catch (ApiException gone) {
            if (!gone.notFound()) {
                throw gone;
            }
        }
    }

    private void writeWhatIsLeft(String namespace, Map<Kind, List<Map<String, Object>>> left) {
        var resources = left.entrySet().stream()
                .map(e -> "%s has %d resource instances".formatted(e.getKey().resource() + ".", e.getValue().size()))
                .collect(Collectors.joining(", "));
        var finalizers = new TreeMap<String, Integer>();
        left.values().forEach(objects -> objects.forEach(object -> Json.texts(object, "metadata", "finalizers")
                .forEach(finalizer -> finalizers.merge(finalizer, 1, Integer::sum))));
        registry.updateStatus(Kinds.NAMESPACE, "", namespace, MANAGER, fresh -> {
            var status = Json.child(fresh, "status");
            set(status, "NamespaceDeletionDiscoveryFailure", "False", "ResourcesDiscovered",
                    "All resources successfully discovered");
            set(status, "NamespaceDeletionGroupVersionParsingFailure", "False", "ParsedGroupVersions",
                    "All legacy kube types successfully parsed");
            set(status, "NamespaceDeletionContentFailure", "False", "ContentDeleted",
                    "All content successfully deleted, may be waiting on finalization");
            set(status, "NamespaceContentRemaining", "True", "SomeResourcesRemain",
                    "Some resources are remaining: " + resources);
            if (finalizers.isEmpty()) {
                set(status, "NamespaceFinalizersRemaining", "False", "ContentHasNoFinalizers",
                        "All content-preserving finalizers finished");
            } else {
                set(status, "NamespaceFinalizersRemaining", "True", "SomeFinalizersRemain",
                        "Some content in the namespace has finalizers remaining: " + finalizers.entrySet().stream()
                                .map(e -> "%s in %d resource instances".formatted(e.getKey(), e.getValue()))
                                .collect(Collectors.joining(", ")));
            }
            return fresh;
        });
    }

    private void set(Map<String, Object> status, String type, String value, String reason, String message) {
        Conditions.set(status, Conditions.of(type, value, reason, message), clock.timestamp(), "lastTransitionTime");
    }
}
