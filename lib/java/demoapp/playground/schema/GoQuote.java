package demoapp.playground.schema;

import java.nio.charset.StandardCharsets;

/** Texts as Go quotes them. */
final class GoQuote {
    private GoQuote() { }

    static boolean printable(int rune) {
        return rune == ' ' || switch (Character.getType(rune)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED,
                    Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    static boolean space(int rune) {
        return rune >= 9 && rune <= 13 || rune == 0x85 || Character.isSpaceChar(rune);
    }

    /** In quotes; in backticks where these spare escapes. */
    static String of(String text) {
        var quoted = quoted(text);
        var raw = quoted.length() != text.length() + 2
                && text.codePoints().allMatch(rune -> rune != '`' && (printable(rune) || rune == '\t'));
        return raw ? "`" + text + "`" : quoted;
    }

    static String quoted(String text) {
        var quoted = new StringBuilder("\"");
        text.codePoints().forEach(rune -> quoted.append(escaped(rune)));
        return quoted.append('"').toString();
    }

    private static String escaped(int rune) {
        var letter = "\u0007\b\f\n\r\t\u000b\\\"".indexOf(rune);
        return letter >= 0 ? "\\" + "abfnrtv\\\"".charAt(letter)
                : printable(rune) ? Character.toString(rune)
                : rune < ' ' || rune == 0x7f ? "\\x%02x".formatted(rune)
                : (rune > 0xffff ? "\\U%08x" : "\\u%04x").formatted(rune);
    }

    /** The first bytes of a text. */
    static String cut(String text, int bytes) {
        return new String(text.getBytes(StandardCharsets.UTF_8), 0, bytes, StandardCharsets.UTF_8);
    }
}
