package demoapp.playground.schema;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

import demoapp.json.Json;

/** JSON merge patch, https://www.rfc-editor.org/rfc/rfc7386: null removes, objects merge, all else replaces. */
public final class MergePatch {
    private MergePatch() { }

    public static Map<String, Object> apply(Map<String, Object> document, Map<String, Object> patch) {
        var merged = new TreeMap<>(document); // what a patch has touched comes in the order of its keys, as Go's maps do
        patch.forEach((key, value) -> {
            if (value == null) {
                merged.remove(key);
            } else if (value instanceof Map<?, ?>) {
                merged.put(key, apply(Json.map(merged.get(key)), Json.map(value)));
            } else {
                merged.put(key, value);
            }
        });
        return new LinkedHashMap<>(merged);
    }
}
