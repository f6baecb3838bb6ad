package demoapp.playground.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

import demoapp.json.Json;
import demoapp.playground.store.ApiException.Cause;

/**
 * The faults found in an object, worded as in
 * https://github.com/kubernetes/apimachinery/tree/v0.32.1/pkg/util/validation/field
 */
final class Causes {
    private final List<Cause> all = new ArrayList<>();
    private final Map<String, Object> given;

    Causes() {
        this(Map.of());
    }

    /** @param given the object before it was normalised */
    Causes(Map<String, Object> given) {
        this.given = given;
    }

    /** What was written there; null: nothing. */
    Object given(Object... path) {
        return Json.at(given, path);
    }

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

    /** A value that is not shown. */
    void invalid(String field, String why) {
        all.add(new Cause("FieldValueInvalid", "Invalid value: " + why, field));
    }

    /** A value with nothing to say of it. */
    void invalid(String field, Object value) {
        all.add(new Cause("FieldValueInvalid", "Invalid value: " + shown(value), field));
    }

    /** One for each fault found in a value, such as Names finds. */
    void invalid(String field, Object value, List<String> faults) {
        faults.forEach(fault -> invalid(field, value, fault));
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

    /** Refuses a value that is none of those. */
    void oneOf(String field, Object value, String... supported) {
        if (!Arrays.asList(supported).contains(value)) {
            notSupported(field, value, supported);
        }
    }

    void between(String field, Object value, long least, long most) {
        if (value instanceof Number number && (number.longValue() < least || number.longValue() > most)) {
            invalid(field, value, "must be between " + least + " and " + most + ", inclusive");
        }
    }

    void notNegative(String field, Object value) {
        if (value instanceof Number number && number.longValue() < 0) {
            invalid(field, value, "must be greater than or equal to 0");
        }
    }

    void addAll(Causes more) {
        all.addAll(more.all);
    }

    /** Looks at each item of a list, with the item's path. */
    static void each(List<Map<String, Object>> items, String field, BiConsumer<Map<String, Object>, String> look) {
        for (var i = 0; i < items.size(); i++) {
            look.accept(items.get(i), field + "[" + i + "]");
        }
    }

    /** A value as Go's messages quote it: text in quotes, numbers bare, the rest as JSON. */
    private static String shown(Object value) {
        if (value instanceof Quoted quoted) {
            return quoted.text();
        }
        if (value == null) {
            return "\"\"";
        }
        return Json.string(value);
    }

    /** A value shown just so. */
    record Quoted(String text) { }
}
