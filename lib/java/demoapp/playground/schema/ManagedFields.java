package demoapp.playground.schema;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.store.ApiException;
import demoapp.playground.store.Kind;
import demoapp.playground.store.Registry.Write;

/**
 * metadata.managedFields: who set which field. Kept on every write, and the base of server-side apply: its conflicts,
 * shared ownership, and the removal of what an applier gives up. As in
 * https://github.com/kubernetes-sigs/structured-merge-diff/blob/v4.4.2/merge/update.go and
 * https://github.com/kubernetes/apimachinery/tree/v0.32.1/pkg/util/managedfields/internal
 */
public final class ManagedFields {
    /** More managers by update than this are summed up as one, as the API server does. */
    private static final int UPDATE_MANAGERS = 10;

    private ManagedFields() { }

    /** An object's managers by their identity, in the order of the document. */
    private static final class Managers extends LinkedHashMap<String, Manager> {
        FieldSet all() {
            return values().stream().map(Manager::fields).reduce(new FieldSet(), FieldSet::union);
        }
    }

    private record Manager(String name, String operation, String apiVersion, String subresource, String time,
                           FieldSet fields) {
        String identity() {
            var applied = operation.equals("Apply");
            return String.join("\n", name, operation, applied ? "" : apiVersion, subresource);
        }

        Manager owning(FieldSet fields, String time) {
            return new Manager(name, operation, apiVersion, subresource, time, fields);
        }

        Map<String, Object> entry() {
            var entry = Json.object("manager", name, "operation", operation, "apiVersion", apiVersion);
            if (time != null) {
                entry.put("time", time);
            }
            entry.put("fieldsType", "FieldsV1");
            entry.put("fieldsV1", fields.write());
            if (!subresource.isEmpty()) {
                entry.put("subresource", subresource);
            }
            return entry;
        }
    }

    /**
     * Notes in fresh what this create, update or patch changed against old (empty: a create). Both are normal.
     * A write without a manager, such as the scheduler's binding, is not noted.
     */
    public static void update(Kind kind, Map<String, Object> old, Map<String, Object> fresh, Write write,
                              String time) {
        if (write.manager().isEmpty()) {
            Json.set(fresh, Json.at(old, "metadata", "managedFields"), "metadata", "managedFields");
            return;
        }
        if (!write.subresource().isEmpty()) { // only a write to the object itself may change who owns what
            Json.set(fresh, Json.at(old, "metadata", "managedFields"), "metadata", "managedFields");
        }
        var given = Json.list(fresh, "metadata", "managedFields");
        var managers = given.isEmpty() ? read(old) : read(fresh);
        if (!old.isEmpty() && managers.isEmpty()) {
            return; // an object that was not tracked is not begun to be
        }
        var type = Schema.of(kind);
        var live = old.isEmpty() ? Normalize.object(kind, Map.of()) : old;
        var comparison = Typed.compare(type, bare(live), bare(fresh));
        var changed = mine(kind, comparison.modified().union(comparison.added()), write);
        var removed = comparison.removed().union(scaledToNothing(fresh, write)
                ? FieldSet.read(Map.of("f:spec", Map.of("f:replicas", Map.of()))) : new FieldSet());
        managers.replaceAll((identity, manager) ->
                manager.owning(manager.fields().minus(changed).minus(removed), manager.time()));
        if (!changed.isEmpty() && !scaledToNothing(fresh, write)) {
            var self = new Manager(write.manager(), "Update", kind.apiVersion(), write.subresource(), time, changed);
            var before = read(given.isEmpty() ? old : fresh).get(self.identity());
            var rest = managers.get(self.identity());
            var fields = rest == null ? changed : changed.union(rest.fields());
            var same = before != null && before.fields().equals(fields);
            managers.put(self.identity(), self.owning(fields, same ? before.time() : time));
        }
        write(fresh, managers);
    }

    /** A Scale leaves replicas of 0 out, so nobody owns them then. */
    private static boolean scaledToNothing(Map<String, Object> object, Write write) {
        return write.subresource().equals("scale") && Json.number(object, 0, "spec", "replicas") == 0;
    }

    /**
     * The configuration merged into old (null: a create), with the managedFields that follow from it.
     *
     * @throws ApiException 409 naming each field that another manager holds at a different value, unless forced
     */
    public static Map<String, Object> apply(Kind kind, Map<String, Object> old, Map<String, Object> configuration,
                                            Write write, boolean force, String time) {
        var type = Schema.of(kind);
        checkTypes(kind, type, configuration);
        var live = old == null ? Normalize.object(kind, Map.of()) : old;
        var managers = read(live);
        if (old != null && managers.isEmpty()) {
            var before = new Manager("before-first-apply", "Update", kind.apiVersion(), "", time,
                    mine(kind, Typed.fields(type, named(bare(old))), write));
            managers.put(before.identity(), before);
        }
        var applied = named(bare(configuration));
        var self = new Manager(write.manager(), "Apply", kind.apiVersion(), write.subresource(), time,
                mine(kind, Typed.fields(type, applied), write));
        var last = managers.get(self.identity());
        var merged = Typed.merge(type, bare(live), applied);
        managers.put(self.identity(), self);
        var pruned = last == null ? merged : prune(type, merged, last.fields(), managers.all());
        var comparison = Typed.compare(type, bare(live), bare(Json.map(pruned)));
        resolveConflicts(managers, self, comparison, force,
                LastApplied.fields(type, kind.apiVersion(), live, write.manager()));
        if (old != null && Json.same(bare(live), bare(Json.map(pruned)))) {
            // Nothing but the ownership changes: the time stays, a new owner has none.
            managers.put(self.identity(), self.owning(self.fields(), last == null ? null : last.time()));
        }
        @SuppressWarnings("unchecked")
        var result = Json.copy((Map<String, Object>) pruned);
        result.putAll(Json.object("apiVersion", kind.apiVersion(), "kind", kind.name()));
        write(result, managers);
        LastApplied.update(result, configuration, write.manager());
        return result;
    }

    private static void checkTypes(Kind kind, Type type, Map<String, Object> configuration) {
        var faults = TypeFaults.of(type, configuration);
        if (!faults.isEmpty()) {
            var text = faults.size() == 1 ? faults.get(0) : "errors:\n  " + String.join("\n  ", faults);
            throw new ApiException(500, "", "failed to create typed patch object (%s/%s; %s, Kind=%s): %s".formatted(
                    Json.text(configuration, "metadata", "namespace"), Json.text(configuration, "metadata", "name"),
                    kind.group().isEmpty() ? "/" + kind.version() : kind.apiVersion(), kind.name(), text), null);
        }
    }

    /** What the applier owned, does not name any more, and nobody else owns goes. */
    private static Object prune(Type type, Object merged, FieldSet last, FieldSet owned) {
        var all = Typed.fields(type, merged).withStructs(type);
        var given = last.withStructs(type);
        var left = Typed.fields(type, remove(type, merged, given)).withStructs(type);
        var kept = remove(type, merged, all.minus(left.union(owned.withStructs(type))));
        var keptFields = Typed.fields(type, kept).withStructs(type);
        return remove(type, merged, all.minus(keptFields).and(given));
    }

    private static Object remove(Type type, Object document, FieldSet fields) {
        var rest = Typed.remove(type, document, fields);
        return rest == null ? Map.of() : rest;
    }

    private static void resolveConflicts(Managers managers, Manager self, Typed.Comparison comparison,
                                         boolean force, FieldSet allowed) {
        var changed = comparison.modified().union(comparison.added());
        var conflicts = new ArrayList<Map.Entry<Manager, FieldSet>>();
        for (var manager : managers.values()) {
            var conflict = manager.fields().and(changed).minus(allowed);
            if (!manager.identity().equals(self.identity()) && !conflict.isEmpty()) {
                conflicts.add(Map.entry(manager, conflict));
            }
        }
        if (!force && !conflicts.isEmpty()) {
            throw conflict(conflicts);
        }
        managers.replaceAll((identity, manager) -> identity.equals(self.identity()) ? manager
                : manager.owning(manager.fields().minus(changed).minus(comparison.removed()), manager.time()));
    }

    private static ApiException conflict(List<Map.Entry<Manager, FieldSet>> conflicts) {
        var causes = new ArrayList<Map<String, Object>>();
        var lines = new ArrayList<String>();
        for (var entry : conflicts) {
            var with = "conflict with " + title(entry.getKey());
            var paths = entry.getValue().paths();
            paths.forEach(path -> causes.add(
                    Json.object("reason", "FieldManagerConflict", "message", with, "field", path)));
            lines.add("conflicts with " + title(entry.getKey()) + ":");
            paths.forEach(path -> lines.add("- " + path));
        }
        var text = causes.size() == 1 ? "1 conflict: %s: %s".formatted(causes.get(0).get("message"),
                causes.get(0).get("field")) : causes.size() + " conflicts: " + String.join("\n", lines);
        return new ApiException(409, "Conflict", "Apply failed with " + text, Json.object("causes", causes));
    }

    private static String title(Manager manager) {
        var title = new StringBuilder("\"" + manager.name() + "\"");
        if (!manager.subresource().isEmpty()) {
            title.append(" with subresource \"").append(manager.subresource()).append('"');
        }
        if (manager.operation().equals("Update")) {
            title.append(" using ").append(manager.apiVersion());
        }
        return title.toString();
    }

    /** Equal but for the times of managers: writing it would change nothing. */
    public static boolean sameButTimes(Map<String, Object> a, Map<String, Object> b) {
        return Json.same(timeless(a), timeless(b));
    }

    private static Map<String, Object> timeless(Map<String, Object> object) {
        var copy = new LinkedHashMap<>(object);
        var metadata = new LinkedHashMap<>(Json.map(object, "metadata"));
        metadata.put("managedFields", Json.maps(metadata, "managedFields").stream().map(entry -> {
            var timeless = new LinkedHashMap<>(entry);
            timeless.remove("time");
            return timeless;
        }).toList());
        copy.put("metadata", metadata);
        return copy;
    }

    /** A write to the object cannot own its status, one to the status nothing else; scale owns as the object. */
    private static FieldSet mine(Kind kind, FieldSet fields, Write write) {
        if (write.subresource().equals("status")) {
            return fields.without("f:spec").without("f:metadata", "f:labels");
        }
        return kind.has("status") ? fields.without("f:status") : fields;
    }

    /** The object without what ownership never covers. */
    private static Map<String, Object> bare(Map<String, Object> object) {
        var bare = new LinkedHashMap<>(object);
        bare.keySet().removeAll(List.of("apiVersion", "kind"));
        var metadata = new LinkedHashMap<>(Json.map(object, "metadata"));
        metadata.keySet().removeAll(List.of("name", "namespace", "creationTimestamp", "selfLink", "uid", "generation",
                "managedFields", "resourceVersion"));
        if (bare.containsKey("metadata")) {
            bare.put("metadata", metadata);
        }
        return bare;
    }

    /** Metadata that is only a name is nobody's. */
    private static Map<String, Object> named(Map<String, Object> bare) {
        if (Json.map(bare, "metadata").isEmpty()) {
            bare.remove("metadata");
        }
        return bare;
    }

    private static Managers read(Map<String, Object> object) {
        var managers = new Managers();
        for (var entry : Json.maps(object, "metadata", "managedFields")) {
            var manager = new Manager(Json.text(entry, "manager"), Json.text(entry, "operation"),
                    Json.text(entry, "apiVersion"), Json.text(entry, "subresource"), (String) entry.get("time"),
                    FieldSet.read(entry.get("fieldsV1")));
            managers.put(manager.identity(), manager);
        }
        return managers;
    }

    private static void write(Map<String, Object> object, Managers managers) {
        var kept = new ArrayList<>(managers.values().stream().filter(m -> !m.fields().isEmpty()).toList());
        var order = Comparator.comparing((Manager m) -> !m.operation().equals("Apply"))
                .thenComparing(Manager::time, Comparator.nullsFirst(Comparator.naturalOrder()))
                .thenComparing(Manager::name).thenComparing(Manager::apiVersion).thenComparing(Manager::subresource);
        kept.sort(order);
        var updaters = kept.stream().filter(m -> m.operation().equals("Update")).toList();
        if (updaters.size() > UPDATE_MANAGERS) {
            var oldest = updaters.subList(0, updaters.size() - UPDATE_MANAGERS + 1);
            var fields = oldest.stream().map(Manager::fields).reduce(new FieldSet(), FieldSet::union);
            kept.removeAll(oldest);
            kept.add(new Manager("ancient-changes", "Update", oldest.get(0).apiVersion(), "",
                    oldest.get(oldest.size() - 1).time(), fields));
            kept.sort(order);
        }
        Json.set(object, kept.isEmpty() ? null : kept.stream().map(Manager::entry).toList(), "metadata",
                "managedFields");
    }
}
