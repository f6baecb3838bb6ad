package demoapp.playground.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import demoapp.json.Json;

/** JSON patch, https://www.rfc-editor.org/rfc/rfc6902. What cannot be done is an IllegalArgumentException. */
public final class JsonPatch {
    private static final long COPIED_BYTES = 3 * 1024 * 1024; // the API server's

    private JsonPatch() { }

    /** A new document; the given one is left as it is. */
    public static Map<String, Object> apply(Map<String, Object> document, List<Map<String, Object>> operations) {
        Object result = Json.copy(document);
        var copied = 0L;
        for (var operation : operations) {
            if (Json.text(operation, "op").equals("copy")) {
                copied += Json.bytes(getOrNull(result, path(operation, "from"))).length;
                if (copied > COPIED_BYTES) {
                    throw new IllegalArgumentException(("unable to copy, the accumulated size increase of copy is %d, "
                            + "exceeding the limit %d").formatted(copied, COPIED_BYTES));
                }
            }
            result = apply(result, operation);
        }
        return Json.map(result);
    }

    private static Object apply(Object document, Map<String, Object> operation) {
        var path = path(operation, "path");
        var value = Json.copyOf(operation.get("value"));
        return switch (Json.text(operation, "op")) {
            case "add" -> change(document, path, 0, "add", value);
            case "replace" -> change(document, path, 0, "replace", value);
            case "remove" -> change(document, path, 0, "remove", null);
            case "move" -> {
                var from = path(operation, "from");
                var moved = get(document, from);
                yield change(change(document, from, 0, "remove", null), path, 0, "add", moved);
            }
            case "copy" -> change(document, path, 0, "add", Json.copyOf(getOrNull(document, path(operation, "from"))));
            case "test" -> {
                if (!Json.same(getOrNull(document, path), value)) {
                    throw new IllegalArgumentException("testing value " + text(path) + " failed: test failed");
                }
                yield document;
            }
            default -> throw new IllegalArgumentException("Unexpected kind: " + Json.text(operation, "op"));
        };
    }

    private static List<String> path(Map<String, Object> operation, String key) {
        var text = Json.text(operation, key);
        if (operation.get(key) == null || !text.isEmpty() && !text.startsWith("/")) {
            throw new IllegalArgumentException("operation does not have a usable " + key);
        }
        var steps = new ArrayList<String>();
        for (var step : text.isEmpty() ? new String[0] : text.substring(1).split("/", -1)) {
            steps.add(step.replace("~1", "/").replace("~0", "~"));
        }
        return steps;
    }

    private static String text(List<String> path) {
        return "/" + String.join("/", path);
    }

    private static Object get(Object document, List<String> path) {
        var value = getOrNull(document, path);
        if (value == null) {
            throw new IllegalArgumentException("missing value " + text(path));
        }
        return value;
    }

    private static Object getOrNull(Object document, List<String> path) {
        var value = document;
        for (var step : path) {
            if (value instanceof Map<?, ?> map) {
                value = map.get(step);
            } else if (value instanceof List<?> list && step.matches("\\d{1,9}")
                    && Integer.parseInt(step) < list.size()) {
                value = list.get(Integer.parseInt(step));
            } else {
                return null;
            }
        }
        return value;
    }

    private static Object change(Object document, List<String> path, int depth, String op, Object value) {
        if (depth == path.size()) {
            return value;
        }
        var step = path.get(depth);
        var last = depth == path.size() - 1;
        if (document instanceof Map<?, ?> map) {
            var object = new LinkedHashMap<String, Object>(Json.map(map));
            // replace adds what is not there, as the API server's does
            if (!object.containsKey(step) && !(last && !op.equals("remove"))) {
                throw missing(op, path);
            }
            if (last && op.equals("remove")) {
                object.remove(step);
            } else {
                object.put(step, change(object.get(step), path, depth + 1, op, value));
            }
            return object;
        }
        if (document instanceof List<?> list) {
            return changeList(new ArrayList<>(list), path, depth, op, value);
        }
        throw missing(op, path);
    }

    private static Object changeList(List<Object> list, List<String> path, int depth, String op, Object value) {
        var step = path.get(depth);
        var last = depth == path.size() - 1;
        var adds = last && op.equals("add");
        if (adds && step.equals("-")) {
            list.add(value);
            return list;
        }
        if (!step.matches("\\d{1,9}") || Integer.parseInt(step) >= list.size() + (adds ? 1 : 0)) {
            throw missing(op, path);
        }
        var index = Integer.parseInt(step);
        if (adds) {
            list.add(index, value);
        } else if (last && op.equals("remove")) {
            list.remove(index);
        } else {
            list.set(index, change(list.get(index), path, depth + 1, op, value));
        }
        return list;
    }

    private static IllegalArgumentException missing(String op, List<String> path) {
        return new IllegalArgumentException(op + " operation does not apply: doc is missing path: " + text(path));
    }
}
