package demoapp.playground.rules;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import demoapp.json.Json;

/** StorageClass: how it provisions never changes. */
final class StorageClassRules extends Rules {
    @Override
    public void defaults(Map<String, Object> object) {
        object.putIfAbsent("reclaimPolicy", "Delete");
        object.putIfAbsent("volumeBindingMode", "Immediate");
    }

    @Override
    void validate(Map<String, Object> object, Causes causes) {
        var provisioner = Json.text(object, "provisioner").toLowerCase(Locale.ROOT);
        if (provisioner.isEmpty()) {
            causes.required("provisioner");
        } else {
            causes.invalid("provisioner", provisioner, Names.qualified(provisioner));
        }
        if (!Json.text(object, "reclaimPolicy").isEmpty()) {
            causes.oneOf("reclaimPolicy", object.get("reclaimPolicy"), "Delete", "Retain");
        }
        causes.oneOf("volumeBindingMode", object.get("volumeBindingMode"), "Immediate", "WaitForFirstConsumer");
        topologies(object, causes);
    }

    /** The last thing looked at; terms must differ. */
    private static void topologies(Map<String, Object> object, Causes causes) {
        var terms = new HashSet<String>();
        Causes.each(Json.maps(object, "allowedTopologies"), "allowedTopologies", (term, at) -> {
            var field = at + ".matchLabelExpressions";
            var expressions = Json.maps(term, "matchLabelExpressions");
            var keys = new HashSet<String>();
            Causes.each(expressions, field, (expression, here) -> {
                var values = Json.texts(expression, "values");
                if (values.isEmpty()) {
                    causes.required(here + ".values");
                }
                for (var i = 0; i < values.size(); i++) {
                    if (values.subList(0, i).contains(values.get(i))) {
                        causes.duplicate(here + ".values[" + i + "]", values.get(i));
                    }
                }
                var key = Json.text(expression, "key");
                if (!keys.add(key)) {
                    causes.duplicate(here + ".key", key);
                }
                causes.invalid(here + ".key", key, Names.qualified(key));
            });
            if (expressions.isEmpty() || !terms.add(Json.string(expressions))) {
                causes.duplicate(field, "");
            }
        });
    }

    @Override
    void validateUpdate(Map<String, Object> object, Map<String, Object> old, Causes causes) {
        for (var field : List.of("parameters", "provisioner", "reclaimPolicy")) {
            if (!Json.same(object.get(field), old.get(field))) {
                causes.forbidden(field, "updates to %s are forbidden.".formatted(field));
            }
        }
        if (!Json.same(object.get("volumeBindingMode"), old.get("volumeBindingMode"))) {
            causes.invalid("volumeBindingMode", object.get("volumeBindingMode"), "field is immutable");
        }
    }
}
