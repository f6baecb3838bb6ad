package demoapp.playground.schema;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import demoapp.json.Json;
import demoapp.playground.store.Kind;

/**
 * Strategic merge patch: like a merge patch, but lists with a merge key merge item by item, and directives
 * ($patch, $retainKeys, $setElementOrder/x, $deleteFromPrimitiveList/x) steer it. See
 * https://github.com/kubernetes/apimachinery/blob/v0.32.1/pkg/util/strategicpatch/patch.go
 */
public final class StrategicMerge {
    private static final String PATCH = "$patch";
    private static final String RETAIN = "$retainKeys";
    private static final String ORDER = "$setElementOrder/";
    private static final String DELETE_VALUES = "$deleteFromPrimitiveList/";

    private StrategicMerge() { }

    /** A new document. A patch that cannot be understood is an IllegalArgumentException. */
    public static Map<String, Object> apply(Kind kind, Map<String, Object> document, Map<String, Object> patch) {
        return object(Schema.of(kind), document, patch);
    }

    private static Map<String, Object> object(Type type, Map<String, Object> original, Map<String, Object> patch) {
        switch (Json.text(patch, PATCH)) {
            case "", "merge" -> { }
            case "replace" -> {
                return plain(patch);
            }
            case "delete" -> {
                return new LinkedHashMap<>();
            }
            default -> throw new IllegalArgumentException("unknown patch type: %s in map: %s"
                    .formatted(patch.get(PATCH), GoText.of(patch)));
        }
        var merged = new LinkedHashMap<>(original);
        if (patch.get(RETAIN) instanceof List<?> retained) {
            merged.keySet().removeIf(key -> !retained.contains(key));
        }
        patch.forEach((key, value) -> {
            if (key.startsWith(DELETE_VALUES)) {
                var field = key.substring(DELETE_VALUES.length());
                var list = new ArrayList<>(Json.list(merged, field));
                list.removeIf(item -> Json.list(value).stream().anyMatch(gone -> Json.same(gone, item)));
                merged.put(field, list);
            } else if (!key.startsWith("$")) {
                merge(type == null ? null : type.at(key), merged, key, value, Json.list(patch, ORDER + key));
            }
        });
        patch.keySet().stream().filter(key -> key.startsWith(ORDER)).forEach(key -> {
            var field = key.substring(ORDER.length());
            var below = type == null ? null : type.at(field);
            if (below != null && below.patchKey != null && !patch.containsKey(field)) {
                merged.computeIfPresent(field, (f, list) -> arranged(below.patchKey, Json.list(list), Json.list(list),
                        Json.list(patch, key)));
            }
        });
        return merged;
    }

    /** @param order what the patch says of a list's order; empty: its own */
    private static void merge(Type type, Map<String, Object> merged, String key, Object value, List<Object> order) {
        if (value == null) {
            merged.remove(key);
        } else if (value instanceof Map<?, ?>) {
            var patch = Json.map(value);
            var result = object(type, Json.map(merged.get(key)), patch);
            if (result.isEmpty() && Json.text(patch, PATCH).equals("delete")) {
                merged.remove(key);
            } else {
                merged.put(key, result);
            }
        } else if (value instanceof List<?> list && type != null && type.list() && type.patchKey != null) {
            var before = Json.list(merged, key);
            var patch = Json.list(value);
            if (!order.isEmpty()) {
                checkOrder(type.patchKey, patch, order);
            }
            var items = type.patchKey.isEmpty() ? values(before, list) : items(type, before, Json.maps(list));
            merged.put(key, arranged(type.patchKey, items, before, order.isEmpty() ? patch : order));
        } else {
            merged.put(key, value);
        }
    }

    private static List<Object> values(List<Object> original, List<?> patch) {
        var merged = new ArrayList<>(original);
        var there = new HashSet<>(ranks("", original).keySet());
        patch.stream().filter(item -> there.add(identity(item, ""))).forEach(merged::add);
        return merged;
    }

    private static List<Object> items(Type type, List<Object> original, List<Map<String, Object>> patch) {
        var key = type.patchKey;
        if (patch.stream().anyMatch(item -> "replace".equals(item.get(PATCH)))) {
            return new ArrayList<>(patch.stream().filter(item -> !item.containsKey(PATCH)).map(StrategicMerge::plain)
                    .toList());
        }
        var merged = new ArrayList<>(original);
        var positions = ranks(key, original);
        var deleted = new HashMap<Object, Integer>(); // up to which position
        for (var item : patch) {
            if (!item.containsKey(key)) {
                throw new IllegalArgumentException("map: %s does not contain declared merge key: %s"
                        .formatted(GoText.of(item), key));
            }
            var identity = identity(item, key);
            var position = positions.get(identity);
            if ("delete".equals(item.get(PATCH))) {
                positions.remove(identity);
                deleted.put(identity, merged.size());
            } else if (position != null) {
                merged.set(position, object(type.element, Json.map(merged.get(position)), item));
            } else {
                positions.put(identity, merged.size());
                merged.add(object(type.element, Map.of(), item));
            }
        }
        return IntStream.range(0, merged.size())
                .filter(i -> deleted.getOrDefault(identity(merged.get(i), key), 0) <= i)
                .mapToObj(merged::get).collect(Collectors.toCollection(ArrayList::new));
    }

    /**
     * Items that the order names come in that order; the others stand before the first of them that they stood before
     * on the server. See mergeSortedSlice in strategicpatch/patch.go.
     */
    private static List<Object> arranged(String key, List<Object> items, List<Object> onServer, List<Object> order) {
        var wanted = ranks(key, order);
        var server = ranks(key, onServer);
        var left = items.stream().filter(item -> rank(item, key, wanted) < 0)
                .sorted(Comparator.comparingInt(item -> rank(item, key, server))).toList();
        var right = items.stream().filter(item -> rank(item, key, wanted) >= 0)
                .sorted(Comparator.comparingInt(item -> rank(item, key, wanted))).toList();
        var result = new ArrayList<Object>();
        for (int l = 0, r = 0; l < left.size() || r < right.size();) {
            var takeLeft = r >= right.size() || l < left.size() && rank(right.get(r), key, server) >= 0
                    && rank(left.get(l), key, server) < rank(right.get(r), key, server);
            result.add(takeLeft ? left.get(l++) : right.get(r++));
        }
        return result;
    }

    private static void checkOrder(String key, List<Object> patch, List<Object> order) {
        var wanted = ranks(key, order);
        if (patch.stream().anyMatch(item -> !"delete".equals(Json.at(item, PATCH)) && rank(item, key, wanted) < 0)) {
            throw new IllegalArgumentException(("The order in patch list:\n%s\n doesn't match $setElementOrder "
                    + "list:\n%s\n").formatted(GoText.of(patch), GoText.of(order)));
        }
    }

    private static int rank(Object item, String key, Map<Object, Integer> ranks) {
        return ranks.getOrDefault(identity(item, key), -1);
    }

    /** At which position each item comes first. */
    private static Map<Object, Integer> ranks(String key, List<Object> items) {
        var ranks = new HashMap<Object, Integer>();
        for (var i = 0; i < items.size(); i++) {
            ranks.putIfAbsent(identity(items.get(i), key), i);
        }
        return ranks;
    }

    /** What makes it the same item: equal to whatever is the same as JSON. */
    private static Object identity(Object item, String key) {
        var value = key.isEmpty() ? item : Json.at(item, key);
        return value instanceof Number number ? (Object) number.doubleValue() : value;
    }

    /** A patch's value without directives and nulls. */
    private static Map<String, Object> plain(Map<String, Object> patch) {
        var plain = new LinkedHashMap<>(patch);
        plain.keySet().removeIf(key -> key.startsWith("$"));
        plain.values().removeIf(Objects::isNull);
        return plain;
    }
}
