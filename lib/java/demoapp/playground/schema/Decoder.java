package demoapp.playground.schema;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

import demoapp.json.Json;
import demoapp.playground.schema.Type.Form;
import demoapp.playground.store.ApiException;
import demoapp.playground.store.Kind;

/**
 * Reads a JSON body as the API server decodes it into a Go type: unknown and duplicate fields are noted (to warn of or
 * to refuse, as fieldValidation says), a value of the wrong type is refused.
 */
public final class Decoder {
    /** @param notes `unknown field "spec.x"`, `duplicate field "data.a"`, in the order of the document */
    public record Decoded(Map<String, Object> object, List<String> notes) { }

    private static final List<String> META = List.of("kind", "apiVersion");

    private static final int MOST_NOTES = 100; // as sigs.k8s.io/json has it

    private final Set<String> notes = new LinkedHashSet<>();
    private final JsonParser parser;

    private Decoder(byte[] json) {
        parser = Json.mapper().createParser(json);
    }

    /** Any JSON, unchecked; a JacksonException when it is none. */
    public static Decoded untyped(byte[] json) {
        return read(json, null);
    }

    /** A kind's object. Wrong types are an IllegalArgumentException in the words of Go's decoder. */
    public static Decoded typed(Kind kind, byte[] json) {
        return read(json, Schema.of(kind));
    }

    private static Decoded read(byte[] json, Type type) {
        var decoder = new Decoder(json);
        try (var parser = decoder.parser) {
            parser.nextToken();
            var value = decoder.value(type, "", "", type == null ? "" : type.name);
            if (parser.nextToken() != null) {
                throw ApiException.badRequest("invalid character after top-level value");
            }
            @SuppressWarnings("unchecked")
            var object = (Map<String, Object>) value;
            return new Decoded(object == null ? Json.object() : object, List.copyOf(decoder.notes));
        }
    }

    /** The notes that a document already read would get, and its wrong types. */
    public static List<String> check(Kind kind, Map<String, Object> object) {
        return typed(kind, Json.bytes(object)).notes();
    }

    /**
     * @param path with list indexes, as notes write it
     * @param plain without, as Go's errors write it
     * @param owner the struct that the field is in
     */
    private Object value(Type type, String path, String plain, String owner) {
        var token = parser.currentToken();
        if (token == null) {
            throw new IllegalArgumentException("unexpected end of JSON input");
        }
        return switch (token) {
            case START_OBJECT -> {
                expect(type, type == null || type.struct() || type.map(), "object", plain, owner);
                yield object(type, path, plain, owner);
            }
            case START_ARRAY -> {
                expect(type, type == null || type.list(), "array", plain, owner);
                yield array(type, path, plain, owner);
            }
            case VALUE_STRING -> text(type, parser.getString(), plain, owner);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(type, token, plain, owner);
            case VALUE_TRUE, VALUE_FALSE -> {
                expect(type, type == null || type.form == Form.BOOLEAN, "bool", plain, owner);
                yield token == JsonToken.VALUE_TRUE;
            }
            default -> null;
        };
    }

    private void note(String note) {
        if (notes.size() < MOST_NOTES) {
            notes.add(note);
        }
    }

    private Map<String, Object> object(Type type, String path, String plain, String owner) {
        var object = new LinkedHashMap<String, Object>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            var key = parser.currentName();
            var at = path.isEmpty() ? key : path + "." + key;
            var below = type == null ? null : path.isEmpty() && META.contains(key) ? Schema.STRING : type.at(key);
            if (type != null && type.struct() && below == null) {
                note("unknown field \"" + at + "\"");
            }
            if (object.containsKey(key)) {
                note("duplicate field \"" + at + "\"");
            }
            parser.nextToken();
            var inMap = type != null && type.map();
            object.put(key, value(below, at, inMap ? plain : plain.isEmpty() ? key : plain + "." + key,
                    type != null && type.struct() ? type.name : owner));
        }
        return object;
    }

    private List<Object> array(Type type, String path, String plain, String owner) {
        var list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == null) {
                throw new IllegalArgumentException("unexpected end of JSON input");
            }
            list.add(value(type == null ? null : type.element, path + "[" + list.size() + "]", plain, owner));
        }
        return list;
    }

    private Object text(Type type, String text, String plain, String owner) {
        if (type == null) {
            return text;
        }
        switch (type.form) {
            case STRING, INT_OR_STRING, ANY, TIME -> { }
            case BYTES -> checkBase64(text);
            case QUANTITY -> checkQuantity(text);
            default -> expect(type, false, "string", plain, owner);
        }
        return text;
    }

    private Object number(Type type, JsonToken token, String plain, String owner) {
        var number = parser.getNumberValue();
        if (type != null) {
            var whole = token == JsonToken.VALUE_NUMBER_INT;
            switch (type.form) {
                case INT32 -> expect(type, number instanceof Integer, "number " + number, plain, owner);
                case INT64 -> expect(type, whole && !(number instanceof BigInteger), "number " + number, plain, owner);
                case INT_OR_STRING, FLOAT, ANY -> { }
                case QUANTITY -> {
                    return number.toString();
                }
                default -> expect(type, false, "number", plain, owner);
            }
        }
        return number;
    }

    private static void expect(Type type, boolean fits, String got, String plain, String owner) {
        if (!fits && type.form != Form.ANY) {
            throw new IllegalArgumentException("json: cannot unmarshal %s into Go struct field %s.%s of type %s"
                    .formatted(got, owner, plain, goName(type)));
        }
    }

    private static String goName(Type type) {
        return switch (type.form) {
            case STRUCT -> "v1." + type.name;
            case LIST -> "[]" + goName(type.element);
            case MAP -> "map[string]" + goName(type.element);
            case QUANTITY -> "resource.Quantity";
            default -> type.name;
        };
    }

    private static void checkBase64(String text) {
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c > 127 || !Character.isLetterOrDigit(c) && "+/=\r\n".indexOf(c) < 0) {
                throw new IllegalArgumentException("illegal base64 data at input byte " + i);
            }
        }
        try {
            Base64.getMimeDecoder().decode(text);
        } catch (IllegalArgumentException wrongLength) {
            throw new IllegalArgumentException("illegal base64 data at input byte " + text.length() / 4 * 4);
        }
    }

    private static void checkQuantity(String text) {
        if (!Quantity.valid(text)) {
            throw new IllegalArgumentException("quantities must match the regular expression "
                    + "'^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
        }
    }

    /** What Go's json package would say of a document that is not JSON. */
    public static String syntaxError(JacksonException error) {
        var message = error.getOriginalMessage();
        if (message.contains("end-of-input") || message.contains("end of input")) {
            return "unexpected end of JSON input";
        }
        if (message.startsWith("Unexpected close marker ']': expected '}'")) {
            return "invalid character ']' looking for beginning of object key string";
        }
        var key = Pattern.compile("Unexpected character \\('(.)'.*was expecting double-quote to start").matcher(message);
        if (key.find()) {
            return "invalid character '" + key.group(1) + "' looking for beginning of object key string";
        }
        var found = Pattern.compile("Unexpected character \\('(.)'").matcher(message);
        return found.find() ? "invalid character '" + found.group(1) + "' looking for beginning of value" : message;
    }
}
