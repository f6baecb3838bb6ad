package demoapp.playground.schema;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.schema.Type.Form;
import demoapp.playground.store.Kinds;

/**
 * Reads the bodies of application/vnd.kubernetes.protobuf, in which kubectl sends what it builds from Go types. Wire
 * types: https://protobuf.dev/programming-guides/encoding
 */
public final class Protobuf {
    private static final byte[] MAGIC = {'k', '8', 's', 0};
    private static final Map<String, Map<Integer, String>> NAMES = read();

    private final ByteBuffer bytes;

    private Protobuf(ByteBuffer bytes) {
        this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * The object in an envelope (runtime.Unknown) as JSON would have it, with apiVersion and kind.
     *
     * @param name the type in Schema; null: that of the envelope's kind
     * @throws IllegalArgumentException if it is no such envelope
     */
    public static Map<String, Object> object(byte[] body, String name) {
        if (body.length < MAGIC.length || !Arrays.equals(body, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new IllegalArgumentException("provided data does not appear to be a protobuf message, expected "
                    + "prefix [107 56 115 0]");
        }
        try {
            var object = new LinkedHashMap<String, Object>();
            var raw = new Protobuf(ByteBuffer.wrap(body, MAGIC.length, body.length - MAGIC.length)).envelope(object);
            var type = name != null ? Schema.of(name)
                    : Kinds.of(object).map(Schema::of).orElse(Schema.of(Json.text(object, "kind")));
            if (type == null) {
                throw new IllegalArgumentException("no kind \"%s\" is registered for version \"%s\""
                        .formatted(object.get("kind"), object.get("apiVersion")));
            }
            new Protobuf(raw).message(type.name, type, object);
            return object;
        } catch (BufferUnderflowException cut) {
            throw new IllegalArgumentException("unexpected EOF");
        }
    }

    private ByteBuffer envelope(Map<String, Object> object) {
        var raw = ByteBuffer.allocate(0);
        while (bytes.hasRemaining()) {
            var tag = (int) varint();
            switch (tag >>> 3) {
                case 1 -> new Protobuf(chunk()).typeMeta(object);
                case 2 -> raw = chunk();
                default -> skip(tag);
            }
        }
        return raw;
    }

    private void typeMeta(Map<String, Object> object) {
        while (bytes.hasRemaining()) {
            var number = (int) varint() >>> 3;
            var text = text();
            if (!text.isEmpty()) {
                object.put(number == 1 ? "apiVersion" : "kind", text);
            }
        }
    }

    /** Reads the fields of a message into a struct's map; an inlined message has the struct's fields too. */
    private Map<String, Object> message(String name, Type type, Map<String, Object> object) {
        while (bytes.hasRemaining()) {
            var tag = (int) varint();
            var field = name(name, type, tag >>> 3);
            if (field.startsWith(">")) {
                new Protobuf(chunk()).message(field.substring(1), type, object);
            } else if (type.at(field) == null) {
                skip(tag);
            } else {
                field(type.fields.get(field), object);
            }
        }
        return object;
    }

    private static String name(String message, Type type, int number) {
        var names = NAMES.get(message);
        if (names != null) {
            return names.getOrDefault(number, "");
        }
        var struct = Schema.of(message) == null ? type : Schema.of(message);
        return struct.fields.keySet().stream().skip(number - 1).findFirst().orElse("");
    }

    @SuppressWarnings("unchecked")
    private void field(Type.Field field, Map<String, Object> object) {
        var type = field.type();
        if (type.list()) {
            var list = (List<Object>) object.computeIfAbsent(field.name(), key -> new ArrayList<>());
            list.add(value(type.element));
        } else if (type.map()) {
            var map = (Map<String, Object>) object.computeIfAbsent(field.name(), key -> new LinkedHashMap<>());
            new Protobuf(chunk()).entry(type.element, map);
        } else {
            var value = value(type);
            if (value != null && (field.pointer() || !absent(value))) { // Go writes the zero values too
                object.put(field.name(), value);
            }
        }
    }

    private static boolean absent(Object value) {
        return value.equals("") || value.equals(0L) || value.equals(false);
    }

    private void entry(Type element, Map<String, Object> map) {
        var key = "";
        Object value = element.list() ? new ArrayList<>() : element.form == Form.STRING ? "" : null;
        while (bytes.hasRemaining()) {
            var tag = (int) varint();
            if (tag >>> 3 == 1) {
                key = text();
            } else if (element.list()) { // a message of its own, with nothing but the list
                value = new Protobuf(chunk()).items(element.element);
            } else {
                value = value(element);
            }
        }
        map.put(key, value);
    }

    private List<Object> items(Type element) {
        var items = new ArrayList<>();
        while (bytes.hasRemaining()) {
            varint(); // the tag: there is but one field
            items.add(value(element));
        }
        return items;
    }

    /** A value by its Go type; null: the zero time, or nothing. */
    private Object value(Type type) {
        return switch (type.form) {
            case INT32, INT64 -> varint();
            case BOOLEAN -> varint() != 0;
            case FLOAT -> bytes.getDouble();
            case BYTES -> Base64.getEncoder().encodeToString(array(chunk()));
            case QUANTITY -> new Protobuf(chunk()).only(1);
            case TIME -> new Protobuf(chunk()).time();
            case INT_OR_STRING -> new Protobuf(chunk()).intOrString();
            case STRUCT -> new Protobuf(chunk()).message(type.name, type, new LinkedHashMap<>());
            case ANY -> any(new Protobuf(chunk()).only(1));
            default -> text();
        };
    }

    /** The bytes of RawExtension and FieldsV1 are JSON. */
    private static Object any(String json) {
        return json.isEmpty() ? null : Json.read(json.getBytes(StandardCharsets.UTF_8));
    }

    private String only(int number) {
        var text = "";
        while (bytes.hasRemaining()) {
            var tag = (int) varint();
            if (tag >>> 3 == number) {
                text = text();
            } else {
                skip(tag);
            }
        }
        return text;
    }

    private String time() {
        var numbers = numbers();
        return numbers.isEmpty() ? null : Instant.ofEpochSecond(numbers.getOrDefault(1, 0L),
                numbers.getOrDefault(2, 0L)).toString();
    }

    private Object intOrString() {
        var at = bytes.slice();
        var numbers = numbers();
        return numbers.getOrDefault(1, 0L) == 0 ? numbers.getOrDefault(2, 0L) : (Object) new Protobuf(at).only(3);
    }

    private Map<Integer, Long> numbers() {
        var numbers = new HashMap<Integer, Long>();
        while (bytes.hasRemaining()) {
            var tag = (int) varint();
            if ((tag & 7) == 0) {
                numbers.put(tag >>> 3, varint());
            } else {
                skip(tag);
            }
        }
        return numbers;
    }

    private void skip(int tag) {
        switch (tag & 7) {
            case 0 -> varint();
            case 1 -> bytes.getLong();
            case 2 -> chunk();
            case 5 -> bytes.getInt();
            default -> throw new IllegalArgumentException("proto: illegal wireType " + (tag & 7));
        }
    }

    private long varint() {
        var value = 0L;
        for (var shift = 0; shift < 64; shift += 7) {
            var part = bytes.get();
            value |= (long) (part & 0x7f) << shift;
            if (part >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("proto: integer overflow");
    }

    private ByteBuffer chunk() {
        var length = varint();
        if (length < 0 || length > bytes.remaining()) {
            throw new BufferUnderflowException();
        }
        var chunk = bytes.slice(bytes.position(), (int) length);
        bytes.position(bytes.position() + (int) length);
        return chunk;
    }

    private String text() {
        return new String(array(chunk()), StandardCharsets.UTF_8);
    }

    private static byte[] array(ByteBuffer chunk) {
        var array = new byte[chunk.remaining()];
        chunk.get(array);
        return array;
    }

    private static Map<String, Map<Integer, String>> read() {
        var messages = new HashMap<String, Map<Integer, String>>();
        for (var line : ProtobufFields.TEXT.replace("\n  ", " ").split("\n")) {
            var words = List.of(line.split(" +"));
            var names = new HashMap<Integer, String>();
            var number = 1;
            for (var word : words.subList(1, words.size())) {
                var equals = word.indexOf('=');
                number = equals < 0 ? number : Integer.parseInt(word.substring(0, equals));
                names.put(number++, word.substring(equals + 1));
            }
            messages.put(words.get(0), names);
        }
        return messages;
    }
}
