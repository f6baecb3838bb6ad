package demoapp.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Untyped documents: maps, lists, strings, numbers and booleans as Jackson reads them, and paths into them. A package of
 * its own, that the library and the playground share without knowing each other.
 */
public final class Json {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .disable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();
    private static final TypeReference<LinkedHashMap<String, Object>> OBJECT = new TypeReference<>() { };

    private Json() { }

    /** The value at the path (names step into maps, Integers into lists), or null. */
    public static Object at(Object document, Object... path) {
        var value = document;
        for (var step : path) {
            if (value instanceof Map<?, ?> map) {
                value = map.get(step);
            } else if (value instanceof List<?> list && step instanceof Integer index) {
                value = index < list.size() ? list.get(index) : null;
            } else {
                return null;
            }
        }
        return value;
    }

    /** The value at the path as text, "" when absent. */
    public static String text(Object document, Object... path) {
        var value = at(document, path);
        return value == null ? "" : value.toString();
    }

    public static long number(Object document, long otherwise, Object... path) {
        return at(document, path) instanceof Number number ? number.longValue() : otherwise;
    }

    public static boolean truth(Object document, Object... path) {
        return Boolean.TRUE.equals(at(document, path));
    }

    /** The object at the path, an empty map when absent. It may be shared: not to be modified. */
    @SuppressWarnings("unchecked")
    public static Map<String, Object> map(Object document, Object... path) {
        return at(document, path) instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    /** The objects in the list at the path; whatever else the list holds is left out. */
    @SuppressWarnings("unchecked")
    public static List<Map<String, Object>> maps(Object document, Object... path) {
        return list(document, path).stream().filter(Map.class::isInstance).map(o -> (Map<String, Object>) o).toList();
    }

    @SuppressWarnings("unchecked")
    public static List<Object> list(Object document, Object... path) {
        return at(document, path) instanceof List<?> list ? (List<Object>) list : List.of();
    }

    public static List<String> texts(Object document, Object... path) {
        return list(document, path).stream().map(String::valueOf).toList();
    }

    @SuppressWarnings("unchecked")
    public static Map<String, Object> copy(Map<String, Object> document) {
        return (Map<String, Object>) copyOf(document);
    }

    /** A deep copy of any value. */
    public static Object copyOf(Object value) {
        if (value instanceof Map<?, ?> map) {
            var copy = new LinkedHashMap<String, Object>();
            map.forEach((key, item) -> copy.put((String) key, copyOf(item)));
            return copy;
        }
        if (value instanceof List<?> list) {
            var copy = new ArrayList<>(list.size());
            list.forEach(item -> copy.add(copyOf(item)));
            return copy;
        }
        return value;
    }

    /** Sets the value at the path, making the maps on the way; null removes it. */
    public static void set(Map<String, Object> document, Object value, String... path) {
        var map = document;
        for (var i = 0; i < path.length - 1; i++) {
            if (value == null && !(map.get(path[i]) instanceof Map)) {
                return;
            }
            map = child(map, path[i]);
        }
        if (value == null) {
            map.remove(path[path.length - 1]);
        } else {
            map.put(path[path.length - 1], value);
        }
    }

    /** The map under the key, made when it is not there (or is no map). */
    @SuppressWarnings("unchecked")
    public static Map<String, Object> child(Map<String, Object> map, String key) {
        if (map.get(key) instanceof Map<?, ?> child) {
            return (Map<String, Object>) child;
        }
        var child = new LinkedHashMap<String, Object>();
        map.put(key, child);
        return child;
    }

    /** A map that keeps the order of its arguments: key, value, key, value … */
    public static Map<String, Object> object(Object... keysAndValues) {
        var object = new LinkedHashMap<String, Object>();
        for (var i = 0; i < keysAndValues.length; i += 2) {
            object.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return object;
    }

    /** Equal as JSON: 1 and 1L and 1.0 are the same number. */
    public static boolean same(Object a, Object b) {
        if (a instanceof Map<?, ?> left && b instanceof Map<?, ?> right) {
            return left.size() == right.size() && left.entrySet().stream()
                    .allMatch(e -> right.containsKey(e.getKey()) && same(e.getValue(), right.get(e.getKey())));
        }
        if (a instanceof List<?> left && b instanceof List<?> right) {
            if (left.size() != right.size()) {
                return false;
            }
            for (var i = 0; i < left.size(); i++) {
                if (!same(left.get(i), right.get(i))) {
                    return false;
                }
            }
            return true;
        }
        if (a instanceof Number left && b instanceof Number right) {
            return left.equals(right) || left.doubleValue() == right.doubleValue();
        }
        return a == null ? b == null : a.equals(b);
    }

    public static byte[] bytes(Object document) {
        return MAPPER.writeValueAsBytes(document);
    }

    public static String string(Object document) {
        return MAPPER.writeValueAsString(document);
    }

    public static Map<String, Object> read(byte[] json) {
        return MAPPER.readValue(json, OBJECT);
    }

    public static ObjectMapper mapper() {
        return MAPPER;
    }
}
