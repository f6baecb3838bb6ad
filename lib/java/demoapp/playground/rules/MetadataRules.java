package demoapp.playground.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.store.Kind;
import demoapp.playground.store.Kinds;

/** What holds for the metadata of every kind. */
final class MetadataRules {
    private static final List<String> STANDARD = List.of("orphan", "foregroundDeletion", "kubernetes");
    /** Kinds whose finalizers may have any name. */
    private static final List<Kind> LENIENT = List.of(Kinds.POD_DISRUPTION_BUDGET, Kinds.LEASE, Kinds.RUNTIME_CLASS);
    private static final int FIRST_TIME = 2;
    private static final int ANNOTATIONS_LIMIT = 256 * 1024;

    private MetadataRules() { }

    static void validate(Kind kind, Rules rules, Map<String, Object> object, Map<String, Object> old, Causes causes) {
        var name = Json.text(object, "metadata", "name");
        var prefix = Json.text(object, "metadata", "generateName");
        if (old == null || !prefix.equals(Json.text(old, "metadata", "generateName"))) {
            causes.invalid("metadata.generateName", prefix, prefix.isEmpty() ? List.of()
                    : rules.nameFaults(prefix.replaceAll("-$", "a"))); // as if more came after it
        }
        if (old == null) {
            if (name.isEmpty()) {
                causes.required("metadata.name", "name or generateName is required");
            } else {
                causes.invalid("metadata.name", name, rules.nameFaults(name));
            }
        }
        causes.notNegative("metadata.generation", Json.at(object, "metadata", "generation"));
        // on an update they are looked at in several places, and each says what it finds
        var looks = old == null ? FIRST_TIME + 1 : rules.looks();
        for (var time = old == null ? FIRST_TIME : 0; time < looks; time++) {
            labels(Json.map(object, "metadata", "labels"), "metadata.labels", causes);
            annotations(Json.map(object, "metadata", "annotations"), "metadata.annotations", causes);
            owners(object, causes);
            if (time >= FIRST_TIME) {
                finalizers(kind, object, causes);
            }
        }
        if (old != null && Json.at(old, "metadata", "deletionTimestamp") != null) {
            noMoreFinalizers(object, old, causes);
        }
    }

    private static void owners(Map<String, Object> object, Causes causes) {
        var controllers = new ArrayList<String>();
        for (var owner : Json.maps(object, "metadata", "ownerReferences")) {
            for (var field : List.of("apiVersion", "kind", "name", "uid")) {
                if (Json.text(owner, field).isEmpty()) {
                    causes.invalid("metadata.ownerReferences." + field, "",
                            (field.equals("apiVersion") ? "version" : field) + " must not be empty");
                }
            }
            if (Json.text(owner, "kind").equals("Event") && Json.text(owner, "apiVersion").equals("v1")) {
                causes.invalid("metadata.ownerReferences", GoStructs.owner(owner),
                        "/v1, Kind=Event is disallowed from being an owner");
            }
            if (Json.truth(owner, "controller")) {
                controllers.add(Json.text(owner, "kind") + "/" + Json.text(owner, "name"));
            }
        }
        if (controllers.size() > 1) {
            causes.invalid("metadata.ownerReferences", GoStructs.owners(Json.maps(object, "metadata",
                    "ownerReferences")), "Only one reference can have Controller set to true. Found \"true\" in "
                    + "references for %s and %s".formatted(controllers.get(0), controllers.get(1)));
        }
    }

    static void labels(Map<String, Object> labels, String field, Causes causes) {
        labels.forEach((key, value) -> {
            causes.invalid(field, key, Names.qualified(key));
            causes.invalid(field, value, Names.labelValue(String.valueOf(value)));
        });
    }

    static void annotations(Map<String, Object> annotations, String field, Causes causes) {
        var size = 0;
        for (var entry : annotations.entrySet()) {
            causes.invalid(field, entry.getKey(), Names.qualified(entry.getKey().toLowerCase(Locale.ROOT)));
            size += entry.getKey().length() + String.valueOf(entry.getValue()).length();
        }
        if (size > ANNOTATIONS_LIMIT) {
            causes.tooLong(field, ANNOTATIONS_LIMIT);
        }
    }

    private static void finalizers(Kind kind, Map<String, Object> object, Causes causes) {
        var finalizers = Json.texts(object, "metadata", "finalizers");
        finalizers.forEach(finalizer ->
                causes.invalid("metadata.finalizers", finalizer, Names.qualified(finalizer)));
        for (var i = 0; i < finalizers.size(); i++) {
            var finalizer = finalizers.get(i);
            if (!LENIENT.contains(kind) && !finalizer.contains("/") && !STANDARD.contains(finalizer)) {
                causes.invalid("metadata.finalizers[" + i + "]", finalizer,
                        "name is neither a standard finalizer name nor is it fully qualified");
            }
        }
        if (finalizers.contains("orphan") && finalizers.contains("foregroundDeletion")) {
            causes.invalid("metadata.finalizers", GoStructs.strings(finalizers),
                    "finalizer orphan and foregroundDeletion cannot be both set");
        }
    }

    private static void noMoreFinalizers(Map<String, Object> object, Map<String, Object> old, Causes causes) {
        var before = Json.texts(old, "metadata", "finalizers");
        var added = Json.texts(object, "metadata", "finalizers").stream().filter(one -> !before.contains(one)).toList();
        for (var twice = 0; !added.isEmpty() && twice < 2; twice++) { // as the API server says it
            causes.forbidden("metadata.finalizers", "no new finalizers can be added if the object is being "
                    + "deleted, found new finalizers " + GoStructs.strings(added).text());
        }
    }
}
