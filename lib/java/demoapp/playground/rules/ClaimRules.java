package demoapp.playground.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.schema.GoTypes;
import demoapp.playground.schema.Quantity;
import demoapp.playground.store.ApiException;
import demoapp.playground.store.Kinds;
import demoapp.playground.store.Registry;

/** PersistentVolumeClaim: one without a class gets the default class; its spec stays as it was made. */
final class ClaimRules extends Rules {
    private static final String DEFAULT = "storageclass.kubernetes.io/is-default-class";
    static final String[] MODES = {"ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"};

    @Override
    int looks() {
        return 5;
    }

    @Override
    public void defaults(Map<String, Object> object) {
        Json.child(object, "spec").putIfAbsent("volumeMode", "Filesystem");
        Json.child(object, "status").putIfAbsent("phase", "Pending");
    }

    @Override
    public void admit(Map<String, Object> object, Registry registry) {
        object.put("status", Json.object("phase", "Pending"));
        protect(object, "kubernetes.io/pvc-protection");
        if (Json.at(object, "spec", "storageClassName") == null) {
            registry.store().list(Kinds.STORAGE_CLASS, "").stream()
                    .filter(c -> Json.text(c, "metadata", "annotations", DEFAULT).equals("true")).findFirst()
                    .ifPresent(c -> Json.set(object, Json.text(c, "metadata", "name"), "spec", "storageClassName"));
        }
    }

    /** As the admission plugin StorageObjectInUseProtection. */
    static void protect(Map<String, Object> object, String finalizer) {
        var finalizers = new ArrayList<Object>(Json.list(object, "metadata", "finalizers"));
        if (!finalizers.contains(finalizer)) {
            finalizers.add(finalizer);
            Json.set(object, finalizers, "metadata", "finalizers");
        }
    }

    /** Of the two ways to name a source each stands for the other; only claims and snapshots are sources here. */
    @Override
    public void prepare(Map<String, Object> object, Map<String, Object> old) {
        var spec = Json.child(object, "spec");
        if (Json.at(spec, "dataSourceRef", "namespace") != null) { // behind a feature gate that is off
            spec.remove("dataSourceRef");
        }
        if (spec.get("dataSource") != null && spec.get("dataSourceRef") == null) {
            var kind = Json.text(spec, "dataSource", "apiGroup") + "/" + Json.text(spec, "dataSource", "kind");
            if (List.of("/PersistentVolumeClaim", "snapshot.storage.k8s.io/VolumeSnapshot").contains(kind)) {
                spec.put("dataSourceRef", Json.copyOf(spec.get("dataSource")));
            } else {
                spec.remove("dataSource");
            }
        } else if (spec.get("dataSource") == null && spec.get("dataSourceRef") != null) {
            spec.put("dataSource", Json.copyOf(spec.get("dataSourceRef")));
        }
    }

    @Override
    void validate(Map<String, Object> object, Causes causes) {
        spec(Json.map(object, "spec"), "spec", causes);
    }

    /** A claim's spec, alone or in a pod's ephemeral volume. */
    static void spec(Map<String, Object> spec, String field, Causes causes) {
        var modes = Json.texts(spec, "accessModes");
        if (modes.isEmpty()) {
            causes.required(field + ".accessModes", "at least 1 access mode is required");
        }
        SelectorRules.validate(Json.map(spec, "selector"), field + ".selector", causes);
        modes.forEach(mode -> causes.oneOf(field + ".accessModes", mode, MODES));
        if (modes.contains("ReadWriteOncePod") && modes.size() > 1) {
            causes.forbidden(field + ".accessModes",
                    "may not use ReadWriteOncePod with other access modes");
        }
        var storage = Json.text(spec, "resources", "requests", "storage");
        if (storage.isEmpty()) {
            causes.required(field + ".resources[storage]");
        } else if (Quantity.value(storage).signum() <= 0) {
            causes.invalid(field + ".resources[storage]", storage, "must be greater than zero");
        }
        var storageClass = Json.text(spec, "storageClassName");
        if (!storageClass.isEmpty()) {
            causes.invalid(field + ".storageClassName", storageClass, Names.subdomain(storageClass));
        }
        if (spec.get("volumeMode") != null) {
            causes.oneOf(field + ".volumeMode", spec.get("volumeMode"), "Block", "Filesystem");
        }
        for (var source : List.of("dataSource", "dataSourceRef")) {
            if (spec.get(source) != null) {
                source(Json.map(spec, source), field + "." + source, causes);
            }
        }
    }

    private static void source(Map<String, Object> source, String at, Causes causes) {
        for (var part : List.of("name", "kind")) {
            if (Json.text(source, part).isEmpty()) {
                causes.required(at + "." + part);
            }
        }
        var group = Json.text(source, "apiGroup");
        if (group.isEmpty() && !Json.text(source, "kind").equals("PersistentVolumeClaim")) {
            causes.invalid(at, Json.text(source, "kind"),
                    "must be 'PersistentVolumeClaim' when referencing the default apiGroup");
        }
        causes.invalid(at + ".apiGroup", group, group.isEmpty() ? List.of() : Names.subdomain(group));
    }

    @Override
    void validateUpdate(Map<String, Object> object, Map<String, Object> old, Causes causes) {
        var capacity = Json.text(old, "status", "capacity", "storage");
        var storage = Json.text(object, "spec", "resources", "requests", "storage");
        var bound = Json.text(old, "status", "phase").equals("Bound");
        var before = Json.map(old, "spec");
        var spec = fixed(Json.map(object, "spec"), before, bound);
        if (!Json.same(spec, before)) {
            causes.forbidden("spec", "spec is immutable after creation except resources.requests and "
                    + "volumeAttributesClassName for bound claims\n"
                    + GoTypes.diff("PersistentVolumeClaimSpec", before, spec));
        }
        var earlier = Quantity.value(Json.text(before, "resources", "requests", "storage"));
        if (!capacity.isEmpty() && Quantity.value(storage).compareTo(earlier) < 0
                && Quantity.value(storage).compareTo(Quantity.value(capacity)) <= 0) {
            causes.forbidden("spec.resources.requests.storage", "field can not be less than status.capacity");
        }
        if (!Json.same(Json.at(object, "spec", "volumeMode"), before.get("volumeMode"))) {
            causes.invalid("volumeMode", Json.at(object, "spec", "volumeMode"), "field is immutable");
        }
        if (causes.isEmpty() && Quantity.value(storage).compareTo(earlier) > 0) {
            throw ApiException.forbidden(Kinds.PVC, Json.text(object, "metadata", "name"), "only dynamically "
                    + "provisioned pvc can be resized and the storageclass that provisions the pvc must support "
                    + "resize");
        }
    }

    private static Map<String, Object> fixed(Map<String, Object> fresh, Map<String, Object> old, boolean bound) {
        var spec = Json.copy(fresh);
        if (bound && Json.at(spec, "resources", "requests") != null) {
            Json.set(spec, Json.at(old, "resources", "requests", "storage"), "resources", "requests", "storage");
        }
        return spec;
    }
}
