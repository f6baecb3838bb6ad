package demoapp.playground.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import demoapp.json.Json;
import demoapp.playground.store.ApiException.Cause;

/**
 * The faults found in an object, worded as in
 * https://github.com/kubernetes/apimachinery/tree/v0.32.1/pkg/util/validation/field
 */
final class Causes {
    private final List<Cause> all = new ArrayList<>();

    List<Cause> all() {
        return all;
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    void required(String field) {
        all.add(new Cause("FieldValueRequired", "Required value", field));
    }

    void required(String field, String why) {
        all.add(new Cause("FieldValueRequired", "Required value: " + why, field));
    }

    void invalid(String field, Object value, String why) {
        all.add(new Cause("FieldValueInvalid", "Invalid value: " + shown(value) + ": " + why, field));
    }

    /** As invalid, but before all others. */
    void first(String field, Object value, String why) {
        all.add(0, new Cause("FieldValueInvalid", "Invalid value: " + shown(value) + ": " + why, field));
    }

    void duplicate(String field, Object value) {
        all.add(new Cause("FieldValueDuplicate", "Duplicate value: " + shown(value), field));
    }

    void notFound(String field, Object value) {
        all.add(new Cause("FieldValueNotFound", "Not found: " + shown(value), field));
    }

    void forbidden(String field, String why) {
        all.add(new Cause("FieldValueForbidden", "Forbidden: " + why, field));
    }

    void tooLong(String field, int limit) {
        all.add(new Cause("FieldValueTooLong", "Too long: may not be more than " + limit + " bytes", field));
    }

    void notSupported(String field, Object value, String... supported) {
        all.add(new Cause("FieldValueNotSupported", "Unsupported value: %s: supported values: %s".formatted(
                shown(value), String.join(", ", Arrays.stream(supported).map(Json::string).toList())),
                field));
    }

    void notNegative(String field, Object value) {
        if (value instanceof Number number && number.longValue() < 0) {
            invalid(field, value, "must be greater than or equal to 0");
        }
    }

    /** A value as Go's messages quote it: text in quotes, numbers bare, the rest as JSON. */
    private static String shown(Object value) {
        if (value instanceof Quoted quoted) {
            return quoted.text();
        }
        return Json.string(value);
    }

    /** A value shown just so. */
    record Quoted(String text) { }
}
