package demoapp.playground.rules;

import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.store.Kind;

/** What holds for the metadata of every kind. */
final class MetadataRules {
    private static final int ANNOTATIONS_LIMIT = 256 * 1024;

    private MetadataRules() { }

    static void validate(Kind kind, Rules rules, Map<String, Object> object, Map<String, Object> old, Causes causes) {
        var name = Json.text(object, "metadata", "name");
        if (old == null) {
            if (name.isEmpty()) {
                causes.required("metadata.name", "name or generateName is required");
            } else if (!rules.nameError(name).isEmpty()) {
                causes.invalid("metadata.name", name, rules.nameError(name));
            }
        }
        labels(Json.map(object, "metadata", "labels"), "metadata.labels", causes);
        annotations(object, causes);
        finalizers(object, old, causes);
        owners(object, old, causes);
    }

    private static void owners(Map<String, Object> object, Map<String, Object> old, Causes causes) {
        for (var times = old == null ? 1 : 3; times > 0; times--) { // as often as the API server says it
            for (var owner : Json.maps(object, "metadata", "ownerReferences")) {
                for (var field : new String[] {"apiVersion", "kind", "name", "uid"}) {
                    if (Json.text(owner, field).isEmpty()) {
                        causes.invalid("metadata.ownerReferences." + field, "", field + " must not be empty");
                    }
                }
            }
        }
    }

    static void labels(Map<String, Object> labels, String field, Causes causes) {
        labels.forEach((key, value) -> {
            if (!Names.qualified(key).isEmpty()) {
                causes.invalid(field, key, Names.qualified(key));
            }
            if (!Names.labelValue(String.valueOf(value)).isEmpty()) {
                causes.invalid(field, value, Names.labelValue(String.valueOf(value)));
            }
        });
    }

    private static void annotations(Map<String, Object> object, Causes causes) {
        var size = 0;
        for (var entry : Json.map(object, "metadata", "annotations").entrySet()) {
            var error = Names.qualified(entry.getKey().toLowerCase());
            if (!error.isEmpty()) {
                causes.invalid("metadata.annotations", entry.getKey(), error);
            }
            size += entry.getKey().length() + String.valueOf(entry.getValue()).length();
        }
        if (size > ANNOTATIONS_LIMIT) {
            causes.tooLong("metadata.annotations", ANNOTATIONS_LIMIT);
        }
    }

    private static void finalizers(Map<String, Object> object, Map<String, Object> old, Causes causes) {
        var finalizers = Json.texts(object, "metadata", "finalizers");
        for (var i = 0; i < finalizers.size(); i++) {
            var finalizer = finalizers.get(i);
            if (!Names.qualified(finalizer).isEmpty()) {
                causes.invalid("metadata.finalizers", finalizer, Names.qualified(finalizer));
            } else if (!finalizer.contains("/") && !finalizer.equals("orphan")
                    && !finalizer.equals("foregroundDeletion") && !finalizer.equals("kubernetes")) {
                causes.invalid("metadata.finalizers[" + i + "]", finalizer,
                        "name is neither a standard finalizer name nor is it fully qualified");
            }
        }
        if (old != null && Json.at(old, "metadata", "deletionTimestamp") != null) {
            var before = Json.texts(old, "metadata", "finalizers");
            var added = finalizers.stream().filter(finalizer -> !before.contains(finalizer)).toList();
            for (var twice = 0; !added.isEmpty() && twice < 2; twice++) { // as the API server says it
                causes.forbidden("metadata.finalizers", "no new finalizers can be added if the object is being "
                        + "deleted, found new finalizers []string{" + String.join(", ",
                        added.stream().map(Json::string).toList()) + "}");
            }
        }
    }
}
