package demoapp.playground.schema;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import demoapp.json.Json;

/**
 * A set of fields as managedFields' fieldsV1 writes it: a tree whose steps are {@code f:name}, {@code k:{"name":"x"}}
 * (a list item by its keys) and {@code v:"x"} (by its value). See
 * https://github.com/kubernetes-sigs/structured-merge-diff/blob/v4.4.2/fieldpath/set.go
 */
final class FieldSet {
    /** Whether the path that leads here belongs to the set. */
    private boolean member;
    private final Map<String, FieldSet> children = new TreeMap<>();

    /** From fieldsV1. */
    static FieldSet read(Object fieldsV1) {
        var set = new FieldSet();
        Json.map(fieldsV1).forEach((step, below) -> {
            if (step.equals(".")) {
                set.member = true;
            } else {
                var child = read(below);
                child.member |= Json.map(below).isEmpty();
                set.children.put(step, child);
            }
        });
        return set;
    }

    /** As fieldsV1. */
    Map<String, Object> write() {
        var fields = new LinkedHashMap<String, Object>();
        if (member && !children.isEmpty()) {
            fields.put(".", Map.of());
        }
        children.forEach((step, child) -> fields.put(step, child.write()));
        return fields;
    }

    boolean isEmpty() {
        return !member && children.values().stream().allMatch(FieldSet::isEmpty);
    }

    boolean isMember() {
        return member;
    }

    FieldSet child(String step) {
        return children.get(step);
    }

    void insert(List<String> path) {
        var set = this;
        for (var step : path) {
            set = set.children.computeIfAbsent(step, s -> new FieldSet());
        }
        set.member = true;
    }

    FieldSet union(FieldSet other) {
        var union = new FieldSet();
        union.member = member || other.member;
        union.children.putAll(children);
        other.children.forEach((step, child) -> union.children.merge(step, child, FieldSet::union));
        return union;
    }

    FieldSet minus(FieldSet other) {
        var rest = new FieldSet();
        rest.member = member && !other.member;
        children.forEach((step, child) -> {
            var without = other.children.get(step);
            rest.add(step, without == null ? child : child.minus(without));
        });
        return rest;
    }

    FieldSet and(FieldSet other) {
        var both = new FieldSet();
        both.member = member && other.member;
        children.forEach((step, child) -> {
            var same = other.children.get(step);
            if (same != null) {
                both.add(step, child.and(same));
            }
        });
        return both;
    }

    /** Without this path and all below it. */
    FieldSet without(String... path) {
        var rest = new FieldSet();
        rest.member = member;
        rest.children.putAll(children);
        var child = children.get(path[0]);
        if (child != null) {
            rest.children.remove(path[0]);
            if (path.length > 1) {
                rest.add(path[0], child.without(Arrays.copyOfRange(path, 1, path.length)));
            }
        }
        return rest;
    }

    /**
     * With every struct's field on the way to a member as a member too: a struct is owned by whoever owns something
     * in it. See EnsureNamedFieldsAreMembers in fieldpath/set.go.
     */
    FieldSet withStructs(Type type) {
        var set = new FieldSet();
        set.member = member;
        children.forEach((step, child) -> {
            var below = step.startsWith("f:") ? type.at(step.substring(2)) : type.element;
            var named = below == null ? child : child.withStructs(below);
            if (type.struct() && below != null && !named.member) {
                named = named.union(new FieldSet());
                named.member = true;
            }
            set.children.put(step, named);
        });
        return set;
    }

    private void add(String step, FieldSet child) {
        if (!child.isEmpty()) {
            children.put(step, child);
        }
    }

    /** Every path that is a member, nearest first, as conflicts write it: {@code .spec.containers[name="web"].image}. */
    List<String> paths() {
        var paths = new ArrayList<String>();
        collect("", paths);
        return paths;
    }

    private void collect(String path, List<String> paths) {
        children.forEach((step, child) -> {
            if (child.member) {
                paths.add(path + readable(step));
            }
        });
        children.forEach((step, child) -> child.collect(path + readable(step), paths));
    }

    /** One step as messages write it. */
    static String readable(String step) {
        var value = step.substring(2);
        if (step.startsWith("f:")) {
            return "." + value;
        }
        if (step.startsWith("v:")) {
            return "[=" + value + "]";
        }
        var keys = new ArrayList<String>();
        Json.read(value.getBytes(StandardCharsets.UTF_8))
                .forEach((key, item) -> keys.add(key + "=" + Json.string(item)));
        return "[" + String.join(",", keys) + "]";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FieldSet set && member == set.member && children.equals(set.children);
    }

    @Override
    public int hashCode() {
        return children.hashCode();
    }
}
