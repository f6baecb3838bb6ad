package demoapp.playground.schema;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import demoapp.playground.schema.Type.Field;
import demoapp.playground.schema.Type.Form;
import demoapp.playground.store.Kind;

/**
 * The types of all kinds, read from the tables PodTypes, CoreTypes, GroupTypes and so on.
 *
 * <p>A line there is a struct: its name ({@code =}: atomic) and its fields in Go's order. A field is its name, then
 * {@code :} (omitempty) or {@code !} (always written), then {@code *} if it is a pointer, then its type: s string,
 * i int32, l int64, b bool, f float, q quantity, x int or string, t time, y bytes, a anything, {T map of T, [T list
 * of T, or the name of a struct. A list may end in {@code /key,key} (items told apart by these fields; no key: by
 * value) and in {@code #key} where a strategic merge patch sees it otherwise ({@code #-}: it replaces). A trailing
 * {@code =} makes a map atomic, {@code +} an atomic struct granular, {@code ~} allows $retainKeys, {@code %} marks a
 * field behind a feature gate that is off: it is known, but dropped. An indented line goes on with the line before.
 */
public final class Schema {
    static final Type STRING = Type.scalar(Form.STRING, "string");
    private static final Map<String, Type> SCALARS = Map.of(
            "s", STRING, "i", Type.scalar(Form.INT32, "int32"),
            "l", Type.scalar(Form.INT64, "int64"), "b", Type.scalar(Form.BOOLEAN, "bool"),
            "f", Type.scalar(Form.FLOAT, "float64"), "q", Type.scalar(Form.QUANTITY, "Quantity"),
            "x", Type.scalar(Form.INT_OR_STRING, "IntOrString"), "t", Type.scalar(Form.TIME, "Time"),
            "y", Type.scalar(Form.BYTES, "[]uint8"), "a", Type.scalar(Form.ANY, "object"));
    private static final Map<String, Type> STRUCTS = read();

    private Schema() { }

    /** The type of a kind's objects; every kind in Kinds has one. */
    static Type of(Kind kind) {
        return STRUCTS.get(kind.type());
    }

    /** The type of a subresource's body, such as Scale. */
    static Type of(String name) {
        return STRUCTS.get(name);
    }

    /** All tables. */
    static String text() {
        return String.join("", PodTypes.TEXT, VolumeTypes.TEXT, CoreTypes.TEXT, GroupTypes.TEXT, AdminTypes.TEXT,
                ReviewTypes.TEXT);
    }

    private static Map<String, Type> read() {
        var lines = Arrays.stream(text().replace("\n  ", " ").split("\n"))
                .map(line -> line.split(" +")).toList();
        var structs = new HashMap<String, Type>();
        for (var line : lines) {
            var atomic = line[0].endsWith("=");
            var name = atomic ? line[0].substring(0, line[0].length() - 1) : line[0];
            structs.put(name, Type.struct(name, atomic));
        }
        for (var line : lines) {
            var struct = structs.get(line[0].replace("=", ""));
            for (var text : List.of(line).subList(1, line.length)) {
                var field = field(text, structs);
                struct.fields.put(field.name(), field);
            }
        }
        return structs;
    }

    private static Field field(String text, Map<String, Type> structs) {
        var end = 0;
        while (Character.isLetterOrDigit(text.charAt(end))) {
            end++;
        }
        var off = text.endsWith("%");
        var type = text.substring(end + 1, text.length() - (off ? 1 : 0));
        var pointer = type.startsWith("*");
        return new Field(text.substring(0, end), type(pointer ? type.substring(1) : type, structs),
                text.charAt(end) == ':', pointer, off);
    }

    private static Type type(String text, Map<String, Type> structs) {
        if (text.endsWith("~")) {
            var type = type(text.substring(0, text.length() - 1), structs);
            if (type.struct()) {
                return type; // Deployment's strategy: structs always accept $retainKeys
            }
            return type.retainingKeys();
        }
        if (text.endsWith("+")) {
            return type(text.substring(0, text.length() - 1), structs).granular();
        }
        if (text.startsWith("{")) {
            var atomic = text.endsWith("=");
            var element = type(text.substring(1, text.length() - (atomic ? 1 : 0)), structs);
            return new Type(Form.MAP, "map", atomic, element, null, null, false);
        }
        if (text.startsWith("[")) {
            return list(text.substring(1), structs);
        }
        var type = SCALARS.get(text);
        return type != null ? type : structs.get(text.replace("=", ""));
    }

    private static Type list(String text, Map<String, Type> structs) {
        var patch = text.split("#");
        var parts = patch[0].split("/", -1);
        var keys = parts.length < 2 ? null : parts[1].isEmpty() ? List.<String>of() : List.of(parts[1].split(","));
        var patchKey = keys == null ? null : keys.isEmpty() ? "" : keys.get(0);
        if (patch.length > 1) {
            patchKey = patch[1].equals("-") ? null : patch[1];
        }
        return new Type(Form.LIST, "list", false, type(parts[0], structs), keys, patchKey, false);
    }
}
