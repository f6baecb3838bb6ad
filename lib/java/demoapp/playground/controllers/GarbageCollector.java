package demoapp.playground.controllers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import demoapp.json.Json;
import demoapp.playground.store.ApiException;
import demoapp.playground.store.Deletion;
import demoapp.playground.store.Kind;
import demoapp.playground.store.Kinds;
import demoapp.playground.store.Registry;
import demoapp.playground.store.Store;

/**
 * Deletes what belongs to an owner that is gone (background), deletes dependents before their owner (finalizer
 * foregroundDeletion), or lets them go on without it (finalizer orphan).
 * See https://kubernetes.io/docs/concepts/architecture/garbage-collection/
 */
final class GarbageCollector extends Controller {
    private static final String FOREGROUND = "foregroundDeletion";
    private static final String ORPHAN = "orphan";

    private record Id(Kind kind, String namespace, String name) { }

    /** Who is who by uid, and the uids of whose dependents. */
    private final Map<String, Id> objects = new HashMap<>();
    private final Map<String, Set<String>> dependents = new HashMap<>();

    GarbageCollector(Registry registry, WorkQueue queue) {
        super(registry, queue);
    }

    @Override
    void changed(Store.Change change) {
        var object = change.object();
        var uid = uid(object);
        if (change.type().equals("DELETED")) {
            objects.remove(uid);
            enqueue("", uid);
            for (var owner : owners(object)) {
                dependents.getOrDefault(owner, new HashSet<>()).remove(uid);
                enqueue("", owner); // in foreground deletion it may wait for this
            }
        } else {
            owners(object).forEach(owner -> dependents.computeIfAbsent(owner, o -> new LinkedHashSet<>()).add(uid));
            objects.put(uid, new Id(change.kind(), Json.text(object, "metadata", "namespace"),
                    Json.text(object, "metadata", "name")));
            var finalizers = Json.list(object, "metadata", "finalizers");
            if (change.type().equals("ADDED") && !owners(object).isEmpty()
                    || finalizers.contains(FOREGROUND) || finalizers.contains(ORPHAN)) {
                enqueue("", uid);
            }
        }
    }

    /** One object, by its uid. */
    @Override
    void reconcile(String none, String uid) {
        var object = find(uid);
        if (object == null) {
            dependentsOf(uid).forEach(dependent -> ownerGone(dependent, uid));
            dependents.remove(uid);
            return;
        }
        if (Pods.isTerminating(object)) {
            var finalizers = Json.list(object, "metadata", "finalizers");
            if (finalizers.contains(ORPHAN)) {
                dependentsOf(uid).forEach(dependent -> change(dependent, o -> Owners.removeReference(o, uid)));
                removeFinalizer(object, ORPHAN);
            } else if (finalizers.contains(FOREGROUND)) {
                deleteDependentsFirst(object);
            }
        } else {
            deleteIfOwnersAreGone(object);
        }
    }

    private void deleteDependentsFirst(Map<String, Object> owner) {
        var blocking = dependentsOf(uid(owner)).stream().filter(dependent -> blocks(dependent, uid(owner))).toList();
        if (blocking.isEmpty()) {
            removeFinalizer(owner, FOREGROUND);
        }
        for (var dependent : blocking) {
            if (!Pods.isTerminating(dependent)) {
                var policy = dependentsOf(uid(dependent)).isEmpty() ? "Background" : "Foreground";
                delete(dependent, new Deletion(policy, null, uid(dependent), null, false));
            }
        }
    }

    private static boolean blocks(Map<String, Object> dependent, String owner) {
        return Json.maps(dependent, "metadata", "ownerReferences").stream()
                .anyMatch(ref -> owner.equals(ref.get("uid")) && Json.truth(ref, "blockOwnerDeletion"));
    }

    private void ownerGone(Map<String, Object> dependent, String owner) {
        if (Pods.isTerminating(dependent)) {
            return;
        }
        if (owners(dependent).stream().allMatch(uid -> find(uid) == null)) {
            delete(dependent, new Deletion("Background", null, uid(dependent), null, false));
        } else {
            change(dependent, o -> Owners.removeReference(o, owner));
        }
    }

    private void deleteIfOwnersAreGone(Map<String, Object> object) {
        var owners = owners(object);
        if (!owners.isEmpty() && owners.stream().allMatch(owner -> find(owner) == null)) {
            delete(object, new Deletion("Background", null, uid(object), null, false));
        }
    }

    private List<Map<String, Object>> dependentsOf(String owner) {
        return List.copyOf(dependents.getOrDefault(owner, Set.of())).stream().map(this::find)
                .filter(object -> object != null && owners(object).contains(owner)).toList();
    }

    /** The object with that uid as it is now; null when it is gone. */
    private Map<String, Object> find(String uid) {
        var id = objects.get(uid);
        return id == null ? null
                : store.get(id.kind, id.namespace, id.name).filter(object -> uid.equals(uid(object))).orElse(null);
    }

    private void delete(Map<String, Object> object, Deletion how) {
        unlessGone(() -> registry.delete(kind(object), Json.text(object, "metadata", "namespace"),
                Json.text(object, "metadata", "name"), how));
    }

    private void change(Map<String, Object> object, Consumer<Map<String, Object>> change) {
        unlessGone(() -> registry.update(kind(object), Json.text(object, "metadata", "namespace"),
                Json.text(object, "metadata", "name"), MANAGER, fresh -> {
                    change.accept(fresh);
                    return fresh;
                }));
    }

    private static void unlessGone(Runnable write) {
        try {
            write.run();
        } catch (ApiException refused) {
            if (!refused.notFound() && !refused.reason().equals("Conflict")) {
                throw refused;
            }
        }
    }

    private void removeFinalizer(Map<String, Object> object, String finalizer) {
        change(object, fresh -> {
            var kept = new ArrayList<Object>(Json.list(fresh, "metadata", "finalizers"));
            kept.remove(finalizer);
            Json.set(fresh, kept.isEmpty() ? null : kept, "metadata", "finalizers");
        });
    }

    private static Kind kind(Map<String, Object> object) {
        return Kinds.of(object).orElseThrow();
    }

    private static String uid(Map<String, Object> object) {
        return Json.text(object, "metadata", "uid");
    }

    private static List<String> owners(Map<String, Object> object) {
        return Json.maps(object, "metadata", "ownerReferences").stream().map(ref -> Json.text(ref, "uid")).toList();
    }
}
