package demoapp.playground.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import demoapp.json.Json;
import demoapp.playground.schema.Type.Field;
import demoapp.playground.schema.Type.Form;
import demoapp.playground.store.Kind;

/**
 * What a document looks like once it has gone through its Go type and back: fields in the type's order, unknown ones
 * gone, empty values left out where the type says omitempty and written where it does not ("creationTimestamp": null,
 * "resources": {}), quantities in canonical form.
 */
public final class Normalize {
    private Normalize() { }

    /** A new document; the given one is left as it is. */
    public static Map<String, Object> object(Kind kind, Map<String, Object> object) {
        var fresh = Json.object("kind", kind.name(), "apiVersion", kind.apiVersion());
        fresh.putAll(struct(Schema.of(kind), object));
        return fresh;
    }

    /** The object itself, with the fields of its metadata in their usual order. */
    public static Map<String, Object> ordered(Map<String, Object> object) {
        var metadata = Json.map(object, "metadata");
        var ordered = new LinkedHashMap<String, Object>();
        Schema.of("ObjectMeta").fields.keySet().stream().filter(metadata::containsKey)
                .forEach(field -> ordered.put(field, metadata.get(field)));
        object.put("metadata", ordered);
        return object;
    }

    private static Map<String, Object> struct(Type type, Map<?, ?> value) {
        var fresh = new LinkedHashMap<String, Object>();
        for (var field : type.fields.values()) {
            var normal = field.off() ? null : field(field, value.get(field.name()));
            if (normal != null || written(field)) {
                fresh.put(field.name(), normal);
            }
        }
        return fresh;
    }

    /** Null is written too, for what Go cannot leave out. */
    private static boolean written(Field field) {
        return !field.omitEmpty() || field.type().form == Form.TIME && !field.pointer();
    }

    private static Object field(Field field, Object value) {
        var type = field.type();
        if (value == null) {
            return field.pointer() || type.list() || type.map() ? null : zero(field);
        }
        var normal = value(type, value);
        var droppable = field.omitEmpty() && !field.pointer() && !type.struct() && type.form != Form.INT_OR_STRING
                || field.omitEmpty() && (type.list() || type.map());
        // storage knows no empty lists: they come back as none
        return (droppable || type.list() && !field.pointer()) && empty(normal) ? null : normal;
    }

    private static Object zero(Field field) {
        return switch (field.type().form) {
            case STRUCT -> struct(field.type(), Map.of());
            case INT_OR_STRING -> 0;
            case QUANTITY -> "0";
            case STRING -> field.omitEmpty() ? null : "";
            case INT32, INT64 -> field.omitEmpty() ? null : 0;
            case BOOLEAN -> field.omitEmpty() ? null : false;
            default -> null;
        };
    }

    private static boolean empty(Object value) {
        return value == null || value.equals("") || value.equals(false)
                || value instanceof Number number && number.doubleValue() == 0
                || value instanceof Map<?, ?> map && map.isEmpty() || value instanceof List<?> list && list.isEmpty();
    }

    private static Object value(Type type, Object value) {
        if (type.struct() && value instanceof Map<?, ?> map) {
            return struct(type, map);
        }
        if (type.map() && value instanceof Map<?, ?> map) {
            var fresh = new TreeMap<String, Object>();
            map.forEach((key, item) -> fresh.put((String) key, item(type.element, item)));
            return new LinkedHashMap<>(fresh);
        }
        if (type.list() && value instanceof List<?> list) {
            var fresh = new ArrayList<>(list.size());
            list.forEach(item -> fresh.add(item(type.element, item)));
            return fresh;
        }
        if (type.form == Form.QUANTITY) {
            return Quantity.canonical(value.toString());
        }
        return Json.copyOf(value);
    }

    /** An item of a list or a map cannot be left out: null becomes the zero value. */
    private static Object item(Type type, Object item) {
        if (item != null) {
            return value(type, item);
        }
        return switch (type.form) {
            case STRING -> "";
            case STRUCT -> struct(type, Map.of());
            case INT32, INT64 -> 0;
            case QUANTITY -> "0";
            default -> null;
        };
    }
}
