package demoapp.playground.schema;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A value of Go.
 *
 * @param type its type's name, as in a literal
 * @param scalar of a text, a number or a truth value
 * @param parts a struct's fields, a map's entries, a slice's elements, or what a pointer leads to; null: nil
 * @param compared a value that its own Equal method compares: only this counts then
 * @param string what its String method gives, where that is printed
 */
record GoValue(Kind kind, String type, Object scalar, List<Part> parts, Object compared, String string) {
    enum Kind { TEXT, NUMBER, TRUTH, STRUCT, SLICE, MAP, POINTER }

    record Part(String key, GoValue value) { }

    static GoValue scalar(Kind kind, String type, Object value) {
        return new GoValue(kind, type, value, null, null, null);
    }

    static GoValue text(String value) {
        return scalar(Kind.TEXT, "string", value);
    }

    static GoValue number(String type, long value) {
        return scalar(Kind.NUMBER, type, value);
    }

    static GoValue of(Kind kind, String type, List<Part> parts) {
        return new GoValue(kind, type, null, parts, null, null);
    }

    boolean composite() {
        return kind == Kind.STRUCT || kind == Kind.SLICE || kind == Kind.MAP;
    }

    boolean nil() {
        return parts == null && (kind == Kind.SLICE || kind == Kind.MAP || kind == Kind.POINTER);
    }

    boolean zero() {
        return switch (kind) {
            case TEXT -> scalar.equals("");
            case NUMBER -> ((Number) scalar).longValue() == 0;
            case TRUTH -> scalar.equals(false);
            case STRUCT -> parts.stream().allMatch(part -> part.value().zero());
            default -> parts == null;
        };
    }

    /** As %#v prints it; where a pointer leads to is never the same twice. */
    String dump() {
        if (nil()) {
            return (kind == Kind.POINTER ? "(" + type + ")" : type) + "(nil)";
        }
        return switch (kind) {
            case TEXT -> GoQuote.quoted(scalar.toString());
            case NUMBER, TRUTH -> scalar.toString();
            case POINTER -> "(" + type + ")(0xc000000000)";
            default -> parts.stream().map(part -> (kind == Kind.SLICE ? "" : part.key() + ":") + part.value().dump())
                    .collect(Collectors.joining(", ", type + "{", "}"));
        };
    }
}
