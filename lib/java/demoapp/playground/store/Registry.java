package demoapp.playground.store;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import demoapp.json.Json;
import demoapp.playground.rules.EphemeralRules;
import demoapp.playground.rules.LimitAdmission;
import demoapp.playground.rules.QuotaAdmission;
import demoapp.playground.rules.Rules;
import demoapp.playground.schema.ManagedFields;
import demoapp.playground.schema.Normalize;

/**
 * What the API server does around storage: names and uids, defaults, admission, validation, generations,
 * managedFields, finalizers and graceful deletion. The HTTP side and the controllers both write through it.
 */
public final class Registry {
    private final Store store;
    private final Clock clock;
    private final Chance chance;

    /**
     * Who writes what, and how.
     *
     * @param manager in whose name it is noted in managedFields; "": it is not noted
     * @param subresource "" for the object itself, "status", "scale" or "binding"
     * @param trusted a controller of ours: immutable fields are not checked
     */
    public record Write(String manager, String subresource, boolean dryRun, boolean trusted) { }

    public Registry(Store store, Clock clock) {
        this(store, clock, 0);
    }

    /** @param seed of names, uids, addresses, ports and delays; 0: a different one each time */
    public Registry(Store store, Clock clock, long seed) {
        this.store = store;
        this.clock = clock;
        chance = new Chance(seed, store.version());
    }

    public Store store() {
        return store;
    }

    public Clock clock() {
        return clock;
    }

    public Map<String, Object> create(Kind kind, String namespace, Map<String, Object> object, String manager) {
        return create(kind, namespace, object, new Write(manager, "", false, true));
    }

    /** Creates the object (which is copied). Fills in what the API server fills in; refuses what it refuses. */
    public Map<String, Object> create(Kind kind, String namespace, Map<String, Object> object, Write write) {
        return store.locked(() -> {
            var fresh = typed(kind, object);
            var metadata = Json.child(fresh, "metadata");
            metadata.keySet().removeAll(List.of("uid", "creationTimestamp", "resourceVersion",
                    "deletionTimestamp", "deletionGracePeriodSeconds", "selfLink"));
            Json.set(metadata, kind.namespaced() ? namespace : null, "namespace");
            ManagedFields.update(kind, Map.of(), fresh, write, clock.timestamp());
            return insert(kind, namespace, fresh, object, write);
        });
    }

    private Map<String, Object> insert(Kind kind, String namespace, Map<String, Object> fresh,
                                       Map<String, Object> given, Write write) {
        var wanted = Json.text(fresh, "metadata", "name");
        var name = wanted.isEmpty() ? Json.text(fresh, "metadata", "generateName") : wanted;
        return chance.of("%s %s/%s".formatted(kind, namespace, name), () -> named(kind, namespace, fresh, given, write));
    }

    private Map<String, Object> named(Kind kind, String namespace, Map<String, Object> fresh,
                                      Map<String, Object> given, Write write) {
        var metadata = Json.child(fresh, "metadata");
        if (Json.text(metadata, "name").isEmpty() && metadata.get("generateName") instanceof String prefix) {
            metadata.put("name", generated(kind, namespace, prefix));
        }
        var name = Json.text(metadata, "name");
        if (kind.namespaced()) {
            requireNamespace(kind, namespace, name);
        }
        var rules = Rules.of(kind);
        metadata.put("uid", chance.uid());
        metadata.put("creationTimestamp", clock.timestamp());
        rules.admit(fresh, this);
        rules.prepare(fresh, null);
        rules.note(fresh, null, clock.timestamp());
        rules.check(kind, fresh, null, given);
        store.get(kind, namespace, name).ifPresent(existing -> {
            throw ApiException.alreadyExists(kind, name, Json.at(existing, "metadata", "deletionTimestamp") != null);
        });
        rules.allocate(fresh, null, this);
        LimitAdmission.check(this, kind, fresh);
        QuotaAdmission.charge(this, kind, fresh, null, write.dryRun());
        if (write.dryRun()) {
            return Normalize.ordered(fresh);
        }
        metadata.put("resourceVersion", ""); // keeps its place; the store fills it in
        return store.put(kind, Normalize.ordered(fresh));
    }

    public Map<String, Object> update(Kind kind, String namespace, String name, String manager,
                                      UnaryOperator<Map<String, Object>> change) {
        return update(kind, namespace, name, new Write(manager, "", false, true), change);
    }

    /** As update, but only the status that the change leaves is taken. */
    public Map<String, Object> updateStatus(Kind kind, String namespace, String name, String manager,
                                            UnaryOperator<Map<String, Object>> change) {
        return update(kind, namespace, name, new Write(manager, "status", false, true), change);
    }

    /**
     * Reads, changes (the change gets a copy) and writes under the lock. Equal content: nothing is written and the
     * stored object comes back.
     */
    public Map<String, Object> update(Kind kind, String namespace, String name, Write write,
                                      UnaryOperator<Map<String, Object>> change) {
        return store.locked(() -> {
            var old = existing(kind, namespace, name);
            var fresh = typed(kind, change.apply(Json.copy(old)));
            Keeping.apply(kind, old, fresh, write);
            ManagedFields.update(kind, old, fresh, write, clock.timestamp());
            return replace(kind, old, fresh, write);
        });
    }

    /** Server-side apply of a configuration: creates or merges, see ManagedFields. */
    public Applied apply(Kind kind, String namespace, String name, Map<String, Object> configuration,
                         Write write, boolean force) {
        return store.locked(() -> {
            var old = store.get(kind, namespace, name).orElse(null);
            if (old != null) {
                checkIdentity(kind, name, old, configuration);
            }
            var merged = ManagedFields.apply(kind, old, configuration, write, force, clock.timestamp());
            var fresh = typed(kind, merged);
            if (old == null) {
                Json.set(fresh, name, "metadata", "name");
                if (kind.namespaced()) {
                    Json.set(fresh, namespace, "metadata", "namespace");
                }
                return new Applied(insert(kind, namespace, fresh, configuration, write), null);
            }
            Keeping.apply(kind, old, fresh, write);
            return new Applied(replace(kind, old, fresh, write), old);
        });
    }

    /** A uid or a resourceVersion in an applied configuration must be the object's. */
    private static void checkIdentity(Kind kind, String name, Map<String, Object> old, Map<String, Object> given) {
        var uid = Json.text(given, "metadata", "uid");
        if (!uid.isEmpty() && !uid.equals(Json.text(old, "metadata", "uid"))) {
            throw ApiException.changedUid(kind, name, uid);
        }
        var version = Json.text(given, "metadata", "resourceVersion");
        if (!version.isEmpty() && !version.equals(Json.text(old, "metadata", "resourceVersion"))) {
            throw ApiException.conflict(kind, name,
                    "the object has been modified; please apply your changes to the latest version and try again");
        }
    }

    /** @param old null: it was created */
    public record Applied(Map<String, Object> object, Map<String, Object> old) {
        public boolean created() {
            return old == null;
        }
    }

    /** What the object looks like once decoded into its Go type and defaulted. */
    private static Map<String, Object> typed(Kind kind, Map<String, Object> object) {
        var fresh = Normalize.object(kind, object);
        Rules.of(kind).defaults(fresh);
        return fresh;
    }

    private Map<String, Object> replace(Kind kind, Map<String, Object> old, Map<String, Object> fresh, Write write) {
        var rules = Rules.of(kind);
        if (!write.subresource().equals("status") && rules.changesGeneration(old, fresh)) {
            Json.set(fresh, Json.number(old, 0, "metadata", "generation") + 1, "metadata", "generation");
        }
        if (write.subresource().isEmpty()) {
            rules.prepare(fresh, old);
        }
        rules.note(fresh, old, clock.timestamp());
        if (write.subresource().equals("ephemeralcontainers")) {
            EphemeralRules.checkUpdate(fresh, old);
        } else if (!write.trusted()) {
            rules.check(kind, fresh, old, Map.of());
        }
        if (write.subresource().isEmpty()) {
            rules.allocate(fresh, old, this);
        }
        if (ManagedFields.sameButTimes(old, fresh)) {
            return old;
        }
        if (write.subresource().isEmpty()) {
            QuotaAdmission.charge(this, kind, fresh, old, write.dryRun());
        }
        if (write.dryRun()) {
            return fresh;
        }
        if (Json.at(fresh, "metadata", "deletionTimestamp") != null && unheld(fresh)
                && Json.number(fresh, 0, "metadata", "deletionGracePeriodSeconds") == 0) {
            return store.remove(kind, fresh);
        }
        return store.put(kind, Normalize.ordered(fresh));
    }

    /** Deletes, or marks as being deleted, see Deleting. A missing object: ApiException NotFound. */
    public void delete(Kind kind, String namespace, String name, Deletion how) {
        deleted(kind, namespace, name, how);
    }

    /** As delete; returns the object as it is then, and whether it is gone. */
    public Deleted deleted(Kind kind, String namespace, String name, Deletion how) {
        return store.locked(() -> {
            var old = existing(kind, namespace, name);
            var marked = Deleting.mark(kind, old, how, clock);
            if (unheld(marked) && Json.number(marked, 0, "metadata", "deletionGracePeriodSeconds") == 0) {
                if (how.dryRun() || kind != Kinds.POD) {
                    return new Deleted(how.dryRun() ? old : store.remove(kind, old), true);
                }
                // Only pods have a grace period, and its end is a write of its own.
                return new Deleted(store.remove(kind, Json.same(old, marked) ? old : store.put(kind, marked)), true);
            }
            Json.set(marked, Json.text(old, "metadata", "resourceVersion"), "metadata", "resourceVersion");
            if (how.dryRun() || Json.same(old, marked)) {
                return new Deleted(marked, false);
            }
            return new Deleted(store.put(kind, marked), false);
        });
    }

    public record Deleted(Map<String, Object> object, boolean gone) { }

    private static boolean unheld(Map<String, Object> object) {
        return Json.list(object, "metadata", "finalizers").isEmpty()
                && !(Json.text(object, "kind").equals("Namespace")
                && !Json.list(object, "spec", "finalizers").isEmpty());
    }

    private Map<String, Object> existing(Kind kind, String namespace, String name) {
        return store.get(kind, namespace, name).orElseThrow(() -> ApiException.notFound(kind, name));
    }

    private void requireNamespace(Kind kind, String namespace, String name) {
        var object = existing(Kinds.NAMESPACE, "", namespace);
        if (Json.at(object, "metadata", "deletionTimestamp") != null) {
            var why = "unable to create new content in namespace %s because it is being terminated"
                    .formatted(namespace);
            var refusal = ApiException.forbidden(kind, name, why);
            var details = Json.copy(Json.map(refusal.status(), "details"));
            details.put("causes", List.of(Json.object("reason", "NamespaceTerminating", "message",
                    "namespace %s is being terminated".formatted(namespace), "field", "metadata.namespace")));
            throw new ApiException(403, "Forbidden", refusal.getMessage(), details);
        }
    }

    /** Of what is left to chance: 0 to below the bound. */
    public int random(int bound) {
        return chance.below(bound);
    }

    private String generated(Kind kind, String namespace, String prefix) {
        String name;
        do {
            name = prefix.substring(0, Math.min(prefix.length(), 58)) + suffix();
        } while (store.get(kind, namespace, name).isPresent());
        return name;
    }

    /** Five characters, as generateName appends them. */
    public String suffix() {
        return chance.suffix();
    }
}
