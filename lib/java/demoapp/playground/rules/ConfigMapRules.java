package demoapp.playground.rules;

import java.util.Map;

import demoapp.json.Json;

/** ConfigMap. */
final class ConfigMapRules extends Rules {
    private static final int LIMIT = 1024 * 1024;

    @Override
    void validate(Map<String, Object> object, Causes causes) {
        var binary = Json.map(object, "binaryData");
        var size = keys(Json.map(object, "data"), causes) + keys(binary, causes);
        for (var key : Json.map(object, "data").keySet()) {
            if (binary.containsKey(key)) {
                causes.invalid("data[" + key + "]", key, "duplicate of key present in binaryData");
            }
        }
        if (size > LIMIT) {
            causes.tooLong("", LIMIT);
        }
    }

    /** Checks the keys, and returns how long the values are. */
    static long keys(Map<String, Object> data, Causes causes) {
        var size = 0L;
        for (var entry : data.entrySet()) {
            var key = entry.getKey();
            causes.invalid("data[" + key + "]", key, Names.configKey(key));
            size += String.valueOf(entry.getValue()).length();
        }
        return size;
    }

    @Override
    void validateUpdate(Map<String, Object> object, Map<String, Object> old, Causes causes) {
        immutable(object, old, causes);
        if (Json.truth(old, "immutable") && !Json.same(object.get("binaryData"), old.get("binaryData"))) {
            causes.forbidden("binaryData", "field is immutable when `immutable` is set");
        }
    }

    /** What Secret too forbids once `immutable` is set. */
    static void immutable(Map<String, Object> object, Map<String, Object> old, Causes causes) {
        if (!Json.truth(old, "immutable")) {
            return;
        }
        if (!Json.truth(object, "immutable")) {
            causes.forbidden("immutable", "field is immutable when `immutable` is set");
        }
        if (!Json.same(object.get("data"), old.get("data"))) {
            causes.forbidden("data", "field is immutable when `immutable` is set");
        }
    }
}
