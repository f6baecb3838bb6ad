package demoapp.playground.node.commands;

import java.util.ArrayList;
import java.util.List;

import demoapp.playground.node.commands.Script.Kind;
import demoapp.playground.node.commands.Script.Part;
import demoapp.playground.node.commands.Script.SyntaxError;
import demoapp.playground.node.commands.Script.Word;

/** A shell script's characters as tokens: words, operators and ends of lines. */
final class Lexer {
    /** The longest first. */
    private static final List<String> OPERATORS =
            List.of("&&", "||", ";;", "&>", ">>", ">&", "<<-", "<<", "<&", ">", "<", ";", "&", "|", "(", ")", "\n");

    private final String script;
    private final List<HereDocument> hereDocuments = new ArrayList<>();
    private int at;

    /** A `<<` whose text comes with the next lines. */
    private record HereDocument(String end, boolean quoted, boolean tabs, List<Part> parts) { }

    Lexer(String script) {
        this.script = script;
    }

    /** Skips blanks and comments. True at the script's end. */
    boolean isAtEnd() {
        while (at < script.length()) {
            if (script.startsWith("\\\n", at)) {
                at += 2;
            } else if (script.charAt(at) == ' ' || script.charAt(at) == '\t' || script.charAt(at) == '\r') {
                at++;
            } else if (script.charAt(at) == '#') {
                var end = script.indexOf('\n', at);
                at = end < 0 ? script.length() : end;
            } else {
                return false;
            }
        }
        return true;
    }

    /** The operator that comes next, "" when a word or the end does. */
    String operator() {
        if (isAtEnd()) {
            return "";
        }
        return OPERATORS.stream().filter(operator -> script.startsWith(operator, at)).findFirst().orElse("");
    }

    /** Skips the operator if it comes next. */
    boolean skip(String operator) {
        if (!operator().equals(operator)) {
            return false;
        }
        at += operator.length();
        if (operator.equals("\n")) {
            readHereDocuments();
        }
        return true;
    }

    /** The digit right before a redirection (`2>`), which is skipped; or -1. */
    int redirected() {
        if (!isAtEnd() && script.substring(at).matches("(?s)[0-9][<>].*")) {
            at++;
            return script.charAt(at - 1) - '0';
        }
        return -1;
    }

    /** The next word without taking it, when it is plain; else "". */
    String peek() {
        var before = at;
        if (isAtEnd() || !operator().isEmpty()) {
            return "";
        }
        var plain = word().plain();
        at = before;
        return plain;
    }

    /** `name()`: the name, which is skipped with its parentheses; or "". */
    String function() {
        var name = isAtEnd() ? "" : script.substring(at).replaceFirst("(?s)^([A-Za-z_]\\w*)[ \t]*\\([ \t]*\\).*", "$1");
        if (!name.matches("[A-Za-z_]\\w*") || !script.startsWith(name, at) || at + name.length() >= script.length()) {
            return "";
        }
        at = script.indexOf(')', at) + 1;
        return name;
    }

    Word word() {
        var parts = new ArrayList<Part>();
        isAtEnd();
        var plain = new StringBuilder();
        while (at < script.length() && " \t\r\n;&|()<>".indexOf(script.charAt(at)) < 0) {
            var c = script.charAt(at);
            if (c == '\\') {
                var escaped = at + 1 < script.length() ? script.substring(at + 1, at + 2) : "\\";
                at += 2;
                if (!escaped.equals("\n")) {
                    flush(plain, parts, false);
                    parts.add(new Part(Kind.TEXT, escaped, true));
                }
            } else if (c == '\'') {
                flush(plain, parts, false);
                parts.add(new Part(Kind.TEXT, upTo('\''), true));
            } else if (c == '"') {
                flush(plain, parts, false);
                at++;
                var before = parts.size();
                quoted('"', parts);
                if (parts.size() == before) {
                    parts.add(new Part(Kind.TEXT, "", true)); // "" is a word, too
                }
            } else if (c == '$' || c == '`') {
                flush(plain, parts, false);
                parts.add(expansion(false));
            } else {
                plain.append(c);
                at++;
            }
        }
        flush(plain, parts, false);
        return new Word(List.copyOf(parts));
    }

    private static void flush(StringBuilder plain, List<Part> parts, boolean quoted) {
        if (!plain.isEmpty()) {
            parts.add(new Part(Kind.TEXT, plain.toString(), quoted));
            plain.setLength(0);
        }
    }

    private String upTo(char quote) {
        var end = script.indexOf(quote, at + 1);
        if (end < 0) {
            throw new SyntaxError("unterminated quoted string", true);
        }
        var text = script.substring(at + 1, end);
        at = end + 1;
        return text;
    }

    /** What is within double quotes, or all of a here-document (quote 0). */
    private void quoted(char quote, List<Part> parts) {
        var plain = new StringBuilder();
        while (at < script.length() && (quote == 0 || script.charAt(at) != quote)) {
            var c = script.charAt(at);
            if (c == '\\' && at + 1 < script.length() && "$`\"\\\n".indexOf(script.charAt(at + 1)) >= 0) {
                if (script.charAt(at + 1) != '\n') {
                    plain.append(script.charAt(at + 1));
                }
                at += 2;
            } else if (c == '$' || c == '`') {
                flush(plain, parts, true);
                parts.add(expansion(true));
            } else {
                plain.append(c);
                at++;
            }
        }
        if (quote != 0 && at >= script.length()) {
            throw new SyntaxError("unterminated quoted string", true);
        }
        at++;
        flush(plain, parts, true);
    }

    private Part expansion(boolean quoted) {
        if (script.charAt(at) == '`') {
            return new Part(Kind.COMMAND, upTo('`'), quoted);
        }
        if (script.startsWith("$((", at)) {
            var inside = within("$((", '(', ')');
            at++;
            return new Part(Kind.ARITHMETIC, inside.replaceFirst("\\)$", ""), quoted);
        }
        if (script.startsWith("$(", at)) {
            var inside = within("$(", '(', ')');
            return new Part(Kind.COMMAND, inside, quoted);
        }
        if (script.startsWith("${", at)) {
            return new Part(Kind.VARIABLE, within("${", '{', '}'), quoted);
        }
        var name = script.substring(at + 1).replaceFirst("(?s)^([A-Za-z_]\\w*|[0-9?$!#@*-]).*", "$1");
        if (!name.matches("[A-Za-z_]\\w*|[0-9?$!#@*-]")) {
            at++;
            return new Part(Kind.TEXT, "$", true);
        }
        at += 1 + name.length();
        return new Part(Kind.VARIABLE, name, quoted);
    }

    /** The text up to the closing bracket that belongs to the opening one; quotes hide brackets. */
    private String within(String opening, char open, char close) {
        var start = at + opening.length();
        var depth = 1;
        var i = start;
        for (; i < script.length() && depth > 0; i++) {
            var c = script.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '\'' || c == '"') {
                var end = script.indexOf(c, i + 1);
                i = end < 0 ? script.length() : end;
            } else if (c == open) {
                depth++;
            } else if (c == close) {
                depth--;
            }
        }
        if (depth > 0) {
            throw new SyntaxError("unexpected end of file (expecting \"" + close + "\")", true);
        }
        at = i;
        return script.substring(start, i - 1);
    }

    /** The text that follows the present line, up to a line that says `end`. */
    Word hereDocument(boolean tabs) {
        var end = word();
        var parts = new ArrayList<Part>();
        var text = new StringBuilder();
        end.parts().forEach(part -> text.append(part.text()));
        hereDocuments.add(new HereDocument(text.toString(), end.plain().isEmpty(), tabs, parts));
        return new Word(parts);
    }

    private void readHereDocuments() {
        for (var document : hereDocuments) {
            var text = new StringBuilder();
            while (true) {
                if (at >= script.length()) {
                    throw new SyntaxError("unexpected end of file in here-document", true);
                }
                var newline = script.indexOf('\n', at);
                var line = script.substring(at, newline < 0 ? script.length() : newline);
                at = newline < 0 ? script.length() : newline + 1;
                var stripped = document.tabs ? line.replaceFirst("^\t+", "") : line;
                if (stripped.equals(document.end)) {
                    break;
                }
                text.append(stripped).append('\n');
            }
            if (document.quoted) {
                document.parts.add(new Part(Kind.TEXT, text.toString(), true));
            } else {
                new Lexer(text.toString()).quoted((char) 0, document.parts);
            }
        }
        hereDocuments.clear();
    }
}
