package demoapp.image;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A .dockerignore: which paths of a context the engine does not see. The last pattern that matches a path, or a folder
 * that it is in, decides. https://docs.docker.com/build/concepts/context/#dockerignore-files
 */
final class IgnoreFile {
    private record Rule(boolean excludes, Pattern pattern) { }

    private final List<Rule> rules;

    IgnoreFile(List<String> lines) {
        rules = lines.stream().map(String::strip).filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .map(IgnoreFile::rule).toList();
    }

    private static Rule rule(String line) {
        var excludes = !line.startsWith("!");
        var path = line.substring(excludes ? 0 : 1).strip().replaceAll("^(\\./|/)+", "").replaceAll("/+$", "");
        return new Rule(excludes, Pattern.compile(regex(path) + "(/.*)?", Pattern.DOTALL));
    }

    /** Go's filepath.Match, with {@code **} for any number of folders. */
    private static String regex(String glob) {
        var regex = new StringBuilder();
        for (var i = 0; i < glob.length(); i++) {
            var c = glob.charAt(i);
            if (glob.startsWith("**/", i)) {
                regex.append("(.*/)?");
                i += 2;
            } else if (glob.startsWith("**", i)) {
                regex.append(".*");
                i++;
            } else if (c == '*' || c == '?') {
                regex.append(c == '*' ? "[^/]*" : "[^/]");
            } else if (c == '[' && glob.indexOf(']', i) > i + 1) {
                var end = glob.indexOf(']', i);
                regex.append('[').append(glob.substring(i + 1, end).replaceAll("[\\[&\\\\]", "\\\\$0")).append(']');
                i = end;
            } else if (c == '\\' && i + 1 < glob.length()) {
                regex.append(Pattern.quote(String.valueOf(glob.charAt(++i))));
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return regex.toString();
    }

    /** @param path relative to the context, with '/' */
    boolean excludes(String path) {
        var excluded = false;
        for (var rule : rules) {
            if (rule.excludes != excluded && rule.pattern.matcher(path).matches()) {
                excluded = rule.excludes;
            }
        }
        return excluded;
    }
}
