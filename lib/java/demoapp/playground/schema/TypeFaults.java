package demoapp.playground.schema;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

import demoapp.json.Json;

/** Finds where an applied configuration does not fit its type: unknown fields, wrong types, items named twice. */
final class TypeFaults {
    private TypeFaults() { }

    /** Where the document does not fit its type, as structured-merge-diff words it. */
    static List<String> of(Type type, Object document) {
        var faults = new ArrayList<String>();
        validate(type, document, "", faults);
        return faults;
    }

    private static void validate(Type type, Object value, String path, List<String> faults) {
        if (value == null || type.form == Type.Form.ANY) {
            return;
        }
        if (type.struct() || type.map()) {
            if (!(value instanceof Map<?, ?> map)) {
                faults.add(path + ": expected map, got " + shown(value));
                return;
            }
            map.forEach((key, item) -> {
                var below = type.at((String) key);
                if (below != null) {
                    validate(below, item, path + "." + key, faults);
                } else if (!path.isEmpty() || !key.equals("kind") && !key.equals("apiVersion")) {
                    faults.add(path + "." + key + ": field not declared in schema");
                }
            });
        } else if (type.list()) {
            validateList(type, value, path, faults);
        } else {
            var expected = switch (type.form) {
                case STRING, BYTES, TIME -> value instanceof String ? "" : "string";
                case BOOLEAN -> value instanceof Boolean ? "" : "boolean";
                case INT32, INT64, FLOAT -> value instanceof Number ? "" : "numeric (int or float)";
                default -> "";
            };
            if (!expected.isEmpty()) {
                faults.add(path + ": expected " + expected + ", got "
                        + (expected.startsWith("numeric") ? named(value) : shown(value)));
            }
        }
    }

    private static void validateList(Type type, Object value, String path, List<String> faults) {
        if (!(value instanceof List<?> list)) {
            faults.add(path + ": expected list, got " + shown(value));
            return;
        }
        var steps = new HashSet<String>();
        for (var i = 0; i < list.size(); i++) {
            var item = list.get(i);
            if (type.keys == null) {
                validate(type.element, item, path + "[" + i + "]", faults);
                continue;
            }
            var missing = type.keys.stream().filter(key -> Json.at(item, key) == null
                    && Typed.byDefault(type.element, key) == null)
                    .toList();
            if (!missing.isEmpty()) {
                faults.add("%s: element %d: associative list with keys has an element that omits key field %s"
                        .formatted(path, i, "\"" + missing.get(0) + "\" (and doesn't have default value)"));
                continue;
            }
            var step = Typed.step(type, item);
            if (!steps.add(step)) {
                faults.add(path + ": duplicate entries for key " + FieldSet.readable(step));
            }
            validate(type.element, item, path + FieldSet.readable(step), faults);
        }
    }

    /** Its type in Go. */
    private static String named(Object value) {
        return value instanceof String ? "string" : value instanceof Boolean ? "bool"
                : value instanceof List ? "[]interface {}" : "map[string]interface {}";
    }

    private static String shown(Object value) {
        return "&value.valueUnstructured{Value:" + (value instanceof String ? Json.string(value) : value) + "}";
    }
}
