package demoapp.playground.rules;

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
        causes.oneOf("reclaimPolicy", object.get("reclaimPolicy"), "Delete", "Retain");
        causes.oneOf("volumeBindingMode", object.get("volumeBindingMode"), "Immediate", "WaitForFirstConsumer");
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
