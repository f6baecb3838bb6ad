package demoapp.apply;

import java.util.Map;

import demoapp.json.Json;

/** Objects as they may be shown: a Secret's values never are, nor their Base64. */
public final class Masked {
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    private Masked() { }

    public static Map<String, Object> of(Map<String, Object> object) {
        return of(object, Map.of(), "");
    }

    /** @param other another version of it: values that differ from the other's are marked with the note */
    static Map<String, Object> of(Map<String, Object> object, Map<String, Object> other, String note) {
        if (!Json.text(object, "kind").equals("Secret")) {
            return object;
        }
        var masked = Json.copy(object);
        for (var field : new String[] {"data", "stringData"}) {
            Json.map(object, field).forEach((key, value) -> Json.set(masked,
                    "***" + (value.equals(Json.at(other, field, key)) ? "" : note), field, key));
        }
        Json.set(masked, null, "metadata", "annotations", LAST_APPLIED);
        return masked;
    }
}
