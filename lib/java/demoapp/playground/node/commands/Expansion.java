package demoapp.playground.node.commands;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import demoapp.playground.node.commands.Script.Kind;
import demoapp.playground.node.commands.Script.Part;
import demoapp.playground.node.commands.Script.Word;

/** From words as they are written to words as commands get them: variables, `$(…)`, splitting, file names. */
final class Expansion {
    private static final Pattern PARAMETER = Pattern.compile(
            "(?s)(#?)([A-Za-z_]\\w*|[0-9]+|[?$!#@*-])(?:(:?[-=+?]|%%|%|##|#)(.*))?");

    private final Interpreter shell;
    private final ShellState state;
    private final FileTree files;
    private final Streams streams;

    /** @param streams what the commands in `$(…)` read, and where they complain */
    Expansion(Interpreter shell, ShellState state, FileTree files, Streams streams) {
        this.shell = shell;
        this.state = state;
        this.files = files;
        this.streams = streams;
    }

    List<String> all(List<Word> words) throws IOException, InterruptedException {
        var expanded = new ArrayList<String>();
        for (var word : words) {
            expanded.addAll(words(word));
        }
        return expanded;
    }

    /** A word as one text, without splitting. */
    String one(Word word) throws IOException, InterruptedException {
        var text = new StringBuilder();
        for (var part : word.parts()) {
            text.append(value(part));
        }
        return home(word, text.toString());
    }

    /** As a pattern: what was quoted stands for itself. */
    String pattern(Word word) throws IOException, InterruptedException {
        var pattern = new StringBuilder();
        for (var part : word.parts()) {
            pattern.append(part.quoted() ? Pattern.quote(value(part)) : glob(value(part)));
        }
        return pattern.toString();
    }

    private List<String> words(Word word) throws IOException, InterruptedException {
        var words = new ArrayList<String>();
        var text = new StringBuilder();
        var pattern = new StringBuilder();
        var isWord = false;
        var isPattern = false;
        for (var part : word.parts()) {
            if (part.kind() == Kind.VARIABLE && part.text().equals("@") && part.quoted()) {
                var first = true;
                for (var argument : state.arguments()) { // "$@": a word each
                    if (!first) {
                        words.add(text.toString());
                        text.setLength(0);
                        pattern.setLength(0);
                    }
                    first = false;
                    text.append(argument);
                    pattern.append(Pattern.quote(argument));
                    isWord = true;
                }
                continue;
            }
            var value = value(part);
            if (part.quoted() || part.kind() == Kind.TEXT) {
                text.append(value);
                pattern.append(part.quoted() ? Pattern.quote(value) : glob(value));
                isPattern |= !part.quoted() && value.matches("(?s).*[*?\\[].*");
                isWord = true;
                continue;
            }
            var fields = (value + "\0").split("[ \t\n]+");
            for (var i = 0; i < fields.length; i++) {
                if (i > 0 && isWord) {
                    words.addAll(isPattern ? names(text.toString(), pattern.toString()) : List.of(text.toString()));
                    text.setLength(0);
                    pattern.setLength(0);
                    isWord = false;
                    isPattern = false;
                }
                var field = fields[i].replace("\0", "");
                text.append(field);
                pattern.append(glob(field));
                isPattern |= field.matches(".*[*?\\[].*");
                isWord |= !field.isEmpty();
            }
        }
        if (isWord) {
            words.addAll(isPattern ? names(text.toString(), pattern.toString())
                    : List.of(home(word, text.toString())));
        }
        return words;
    }

    private String home(Word word, String text) {
        var first = word.parts().isEmpty() ? null : word.parts().get(0);
        return first != null && first.kind() == Kind.TEXT && !first.quoted() && text.matches("~(/.*)?")
                ? state.variables.getOrDefault("HOME", "/root") + text.substring(1) : text;
    }

    private String value(Part part) throws IOException, InterruptedException {
        return switch (part.kind()) {
            case TEXT -> part.text();
            case VARIABLE -> parameter(part.text());
            case COMMAND -> shell.output(part.text(), streams).replaceFirst("\n+$", "");
            case ARITHMETIC -> Long.toString(new Arithmetic(one(new Lexer('"' + part.text() + '"').word()), state).value());
        };
    }

    private String parameter(String text) throws IOException, InterruptedException {
        var parameter = PARAMETER.matcher(text);
        if (!parameter.matches()) {
            throw new IOException("bad substitution");
        }
        var name = parameter.group(2);
        var value = state.value(name);
        if (!parameter.group(1).isEmpty()) {
            return Integer.toString(value == null ? 0 : value.length());
        }
        var how = parameter.group(3);
        if (how == null) {
            return value == null ? "" : value;
        }
        var word = new Lexer('"' + parameter.group(4).replace("\"", "") + '"').word();
        var missing = value == null || how.startsWith(":") && value.isEmpty();
        switch (how.replace(":", "")) {
            case "-" -> {
                return missing ? one(word) : value;
            }
            case "+" -> {
                return missing ? "" : one(word);
            }
            case "=" -> {
                if (missing) {
                    state.variables.put(name, one(word));
                }
                return state.value(name);
            }
            case "?" -> {
                if (missing) {
                    var message = one(word);
                    throw new Interpreter.Exit(2, name + ": " + (message.isEmpty() ? "parameter not set" : message));
                }
                return value;
            }
            default -> {
                return value == null ? "" : trimmed(value, how, glob(one(word)));
            }
        }
    }

    /** `${name#pattern}` and its like. */
    private static String trimmed(String value, String how, String pattern) {
        var ends = new ArrayList<Integer>();
        for (var i = 0; i <= value.length(); i++) {
            if ((how.startsWith("#") ? value.substring(0, i) : value.substring(i)).matches("(?s)" + pattern)) {
                ends.add(i);
            }
        }
        if (ends.isEmpty()) {
            return value;
        }
        return switch (how) {
            case "#" -> value.substring(ends.get(0));
            case "##" -> value.substring(ends.get(ends.size() - 1));
            case "%" -> value.substring(0, ends.get(ends.size() - 1));
            default -> value.substring(0, ends.get(0));
        };
    }

    /** A file name pattern as a regular expression. */
    static String glob(String text) {
        var regex = new StringBuilder();
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            var end = c == '[' ? text.indexOf(']', i + 2) : -1;
            if (end > 0) {
                regex.append('[').append(text.substring(i + 1, end).replaceFirst("^!", "^").replace("\\", "\\\\")
                        .replace("[", "\\[").replace("&&", "&")).append(']');
                i = end;
            } else {
                regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
            }
        }
        return regex.toString();
    }

    /** The files that match, folder by folder; the pattern itself when none does. */
    private List<String> names(String text, String pattern) {
        var found = new ArrayList<String>();
        names(text.startsWith("/") ? "/" : "", text.replaceFirst("^/+", ""), Pattern.compile(pattern, Pattern.DOTALL),
                found);
        return found.isEmpty() ? List.of(text) : found;
    }

    /** @param rest what of the pattern is still to be found below the folder */
    private void names(String folder, String rest, Pattern whole, List<String> found) {
        var slash = rest.indexOf('/');
        var step = slash < 0 ? rest : rest.substring(0, slash);
        var names = step.matches("(?s).*[*?\\[].*") ? files.list(FileTree.absolute(state.folder, folder)) : List.of(step);
        for (var name : names) {
            var path = folder + name;
            if (!name.matches("(?s)" + glob(step)) && names.size() > 1 || name.startsWith(".") && !step.startsWith(".")) {
                continue;
            }
            if (slash >= 0) {
                names(path + "/", rest.substring(slash + 1), whole, found);
            } else if (whole.matcher(path).matches() && files.exists(FileTree.absolute(state.folder, path))) {
                found.add(path);
            }
        }
    }
}
