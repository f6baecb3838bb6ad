package demoapp.playground.schema;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A type of the API: a scalar, a struct with its fields, or a list or a map of an element type.
 */
final class Type {
    enum Form { STRING, INT32, INT64, BOOLEAN, FLOAT, QUANTITY, INT_OR_STRING, TIME, BYTES, ANY, STRUCT, LIST, MAP }

    /**
     * @param omitEmpty Go's omitempty: the zero value is left out
     * @param pointer null and the zero value differ
     * @param off known, but dropped: its feature gate is off
     */
    record Field(String name, Type type, boolean omitEmpty, boolean pointer, boolean off) { }

    final Form form;
    final String name;
    /** Owned and merged as a whole. */
    final boolean atomic;
    final Type element;
    /** Of a list whose items are told apart: by these fields, or (when empty) by their value; null: atomic. */
    final List<String> keys;
    /** The field by which a strategic merge patch tells items apart ("": by value); null: the list is replaced. */
    final String patchKey;
    /** A strategic merge patch may name the fields to keep. */
    final boolean retainKeys;
    final Map<String, Field> fields;

    Type(Form form, String name, boolean atomic, Type element, List<String> keys, String patchKey,
         boolean retainKeys) {
        this(form, name, atomic, element, keys, patchKey, retainKeys, new LinkedHashMap<>());
    }

    private Type(Form form, String name, boolean atomic, Type element, List<String> keys, String patchKey,
                 boolean retainKeys, Map<String, Field> fields) {
        this.form = form;
        this.name = name;
        this.atomic = atomic;
        this.element = element;
        this.keys = keys;
        this.patchKey = patchKey;
        this.retainKeys = retainKeys;
        this.fields = fields;
    }

    static Type scalar(Form form, String name) {
        return new Type(form, name, false, null, null, null, false);
    }

    static Type struct(String name, boolean atomic) {
        return new Type(Form.STRUCT, name, atomic, null, null, null, false);
    }

    boolean struct() {
        return form == Form.STRUCT;
    }

    boolean list() {
        return form == Form.LIST;
    }

    boolean map() {
        return form == Form.MAP;
    }

    /** Not looked into by ownership and merging. */
    boolean leaf() {
        return atomic || list() && keys == null || !struct() && !list() && !map();
    }

    /** The type under a struct's field or a map's key; null when the struct has no such field. */
    Type at(String key) {
        if (struct()) {
            var field = fields.get(key);
            return field == null ? null : field.type();
        }
        return element;
    }

    // The type with other topology, as a field declares it

    Type retainingKeys() {
        return new Type(form, name, atomic, element, keys, patchKey, true, fields);
    }

    Type granular() {
        return new Type(form, name, false, element, keys, patchKey, retainKeys, fields);
    }
}
