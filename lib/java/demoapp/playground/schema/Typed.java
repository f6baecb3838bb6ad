package demoapp.playground.schema;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import demoapp.json.Json;

/**
 * Documents seen through their types, as server-side apply sees them: which fields they set, what two of them differ
 * in, one merged into the other, one with fields taken out. As in
 * https://github.com/kubernetes-sigs/structured-merge-diff/tree/v4.4.2/typed
 */
final class Typed {
    /** What is in the new document only, in both but different, and in the old one only. */
    record Comparison(FieldSet added, FieldSet modified, FieldSet removed) { }

    private static final Object ABSENT = new Object();
    private static final Type REPEATED = Type.scalar(Type.Form.ANY, "repeated");

    private Typed() { }

    /** A list item's step: its keys, or its value. */
    static String step(Type list, Object item) {
        if (list.keys.isEmpty()) {
            return "v:" + Json.string(item);
        }
        var keys = new TreeMap<String, Object>();
        for (var key : list.keys) {
            var value = Json.at(item, key);
            if (value == null) {
                value = byDefault(list.element, key);
            }
            if (value != null) {
                keys.put(key, value);
            }
        }
        return "k:" + Json.string(keys);
    }

    /** What a key is that an item leaves out; null: it cannot be left out. */
    static Object byDefault(Type item, String key) {
        var field = item.fields.get(key);
        if (key.equals("protocol")) {
            return "TCP"; // +default="TCP" in types.go
        }
        if (field == null || field.pointer() || field.omitEmpty() && !item.name.equals("LocalObjectReference")) {
            return null;
        }
        return switch (field.type().form) { // OpenAPI gives every field that is always written its zero as a default
            case STRING -> "";
            case INT32, INT64 -> 0;
            default -> null;
        };
    }

    /** Every field that the document sets. */
    static FieldSet fields(Type type, Object document) {
        var set = new FieldSet();
        collect(type, document, new ArrayList<>(), set);
        return set;
    }

    private static void collect(Type type, Object value, List<String> path, FieldSet set) {
        if (type.leaf()) {
            set.insert(path);
        } else if (value instanceof List<?> list) {
            for (var item : list) {
                path.add(step(type, item));
                collect(type.element, item, path, set);
                set.insert(path);
                path.remove(path.size() - 1);
            }
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((key, item) -> {
                var below = type.at((String) key);
                if (below != null) {
                    path.add("f:" + key);
                    collect(below, item, path, set);
                    if (item == null || item instanceof Map<?, ?> m && m.isEmpty() || type.map()) {
                        set.insert(path);
                    }
                    path.remove(path.size() - 1);
                }
            });
        }
    }

    static Comparison compare(Type type, Object before, Object after) {
        var comparison = new Comparison(new FieldSet(), new FieldSet(), new FieldSet());
        compare(type, before, after, new ArrayList<>(), comparison);
        return comparison;
    }

    private static void compare(Type type, Object before, Object after, List<String> path, Comparison result) {
        if (type.leaf() || empty(before) && empty(after)) {
            if (before == ABSENT) {
                result.added.insert(path);
            } else if (after == ABSENT) {
                result.removed.insert(path);
            } else if (!Json.same(before, after)) {
                result.modified.insert(path);
            }
            return;
        }
        if (type.list()) {
            var left = items(type, before);
            var right = items(type, after);
            var repeated = repeated(type, before);
            repeated.addAll(repeated(type, after));
            for (var step : keys(left, right)) {
                // items that share their keys are compared as one
                descend(repeated.contains(step) ? REPEATED : type.element, step, left.getOrDefault(step, ABSENT),
                        right.getOrDefault(step, ABSENT), path, result);
            }
        } else {
            var left = before instanceof Map<?, ?> map ? map : Map.of();
            var right = after instanceof Map<?, ?> map ? map : Map.of();
            for (var key : keys(left, right)) {
                var below = type.at((String) key);
                if (below != null) {
                    descend(below, "f:" + key, left.containsKey(key) ? left.get(key) : ABSENT,
                            right.containsKey(key) ? right.get(key) : ABSENT, path, result);
                }
            }
        }
        if (before == ABSENT) {
            result.added.insert(path);
        } else if (after == ABSENT) {
            result.removed.insert(path);
        }
    }

    private static void descend(Type type, String step, Object before, Object after, List<String> path,
                                Comparison result) {
        path.add(step);
        compare(type, before, after, path, result);
        path.remove(path.size() - 1);
    }

    private static boolean empty(Object value) {
        return value == ABSENT || value == null || value instanceof Map<?, ?> map && map.isEmpty()
                || value instanceof List<?> list && list.isEmpty();
    }

    private static <K> List<K> keys(Map<? extends K, ?> left, Map<? extends K, ?> right) {
        var keys = new ArrayList<K>(left.keySet());
        right.keySet().stream().filter(key -> !left.containsKey(key)).forEach(keys::add);
        return keys;
    }

    private static Set<String> repeated(Type type, Object value) {
        var seen = new HashSet<String>();
        var repeated = new HashSet<String>();
        Json.list(value).forEach(item -> {
            if (!seen.add(step(type, item))) {
                repeated.add(step(type, item));
            }
        });
        return repeated;
    }

    private static Map<String, Object> items(Type type, Object value) {
        var items = new LinkedHashMap<String, Object>();
        if (value instanceof List<?> list) {
            list.forEach(item -> items.putIfAbsent(step(type, item), item));
        }
        return items;
    }

    /** The configuration merged into the document: what it sets wins, what it does not name stays. */
    static Object merge(Type type, Object document, Object configuration) {
        if (type.leaf()) {
            return configuration;
        }
        if (type.list()) {
            return mergeLists(type, document, configuration);
        }
        var merged = new LinkedHashMap<String, Object>();
        if (document instanceof Map<?, ?> map) {
            map.forEach((key, value) -> merged.put((String) key, value));
        }
        if (configuration instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                var below = type.at((String) key);
                merged.put((String) key, merged.get(key) == null || below == null ? value
                        : merge(below, merged.get(key), value));
            });
        }
        return merged;
    }

    /** The configuration's order for the items that it names; the document's others stay between where they were. */
    private static Object mergeLists(Type type, Object document, Object configuration) {
        var left = document instanceof List<?> list ? list : List.of();
        var right = configuration instanceof List<?> list ? list : List.of();
        var lefts = items(type, left);
        var rights = items(type, right);
        var shared = rights.keySet().stream().filter(lefts::containsKey).iterator();
        var next = shared.hasNext() ? shared.next() : null;
        var taken = new HashSet<String>();
        var merged = new ArrayList<>();
        for (int l = 0, r = 0; l < left.size() || r < right.size();) {
            var leftStep = l < left.size() ? step(type, left.get(l)) : null;
            var rightStep = r < right.size() ? step(type, right.get(r)) : null;
            if (leftStep != null && rights.containsKey(leftStep) && !leftStep.equals(rightStep)
                    && (taken.contains(leftStep) || rightStep != null && next != null && !leftStep.equals(next))) {
                l++; // its turn comes, or came, in the configuration's order
            } else if (leftStep != null && !rights.containsKey(leftStep)) {
                merged.add(left.get(l++));
            } else {
                var step = rightStep != null ? rightStep : leftStep;
                merged.add(lefts.containsKey(step) ? merge(type.element, lefts.get(step), rights.get(step))
                        : rights.get(step));
                taken.add(step);
                if (step.equals(next)) {
                    next = shared.hasNext() ? shared.next() : null;
                }
                r++;
                l += step.equals(leftStep) ? 1 : 0;
            }
        }
        return merged;
    }

    /** The document without the fields of the set; what is emptied by that goes too, unless it was empty before. */
    static Object remove(Type type, Object value, FieldSet set) {
        if (value instanceof List<?> list && type.list() && !type.leaf()) {
            var rest = new ArrayList<>();
            for (var item : list) {
                var child = set.child(step(type, item));
                if (child == null) {
                    rest.add(item);
                } else if (!child.isMember()) {
                    rest.add(remove(type.element, item, child));
                }
            }
            return rest.isEmpty() ? null : rest;
        }
        if (value instanceof Map<?, ?> map && !type.leaf()) {
            var rest = new LinkedHashMap<String, Object>();
            map.forEach((key, item) -> {
                var child = set.child("f:" + key);
                var below = type.at((String) key);
                if (child == null || below == null) {
                    rest.put((String) key, item);
                } else if (!child.isMember()) {
                    rest.put((String) key, remove(below, item, child));
                }
            });
            return rest.isEmpty() ? null : rest;
        }
        return value;
    }
}
