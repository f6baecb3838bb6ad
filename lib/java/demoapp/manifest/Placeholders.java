package demoapp.manifest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import demoapp.Problem;

/**
 * {@code ${NAME}} in manifests: the article's sed, made safe. Only declared names are replaced; any other is an error
 * that names file and line. {@code $${NAME}} stands for {@code ${NAME}} itself.
 */
public final class Placeholders {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$?\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

    private final Map<String, Supplier<String>> declared = new HashMap<>();
    private final List<String> problems = new ArrayList<>();
    private final Set<String> unused = new TreeSet<>();
    private boolean lenient;

    /** @param settings NAME → value, as given with {@code --set} */
    public Placeholders(Map<String, String> settings) {
        settings.forEach((name, value) -> declared.put(name, () -> value));
        unused.addAll(settings.keySet());
    }

    /** Declares a name whose value is asked for only where it is used, and only when {@code --set} did not give one. */
    public Placeholders declare(String name, Supplier<String> value) {
        declared.putIfAbsent(name, value);
        return this;
    }

    /** Leaves alone what it does not know: for when only the objects' names matter. */
    public Placeholders lenient() {
        lenient = true;
        return this;
    }

    /** The text with its placeholders replaced; what cannot be replaced is added to the problems. */
    String replace(String text, String where) {
        if (!text.contains("${")) {
            return text;
        }
        return PLACEHOLDER.matcher(text).replaceAll(match -> {
            if (match.group().startsWith("$$")) {
                return quote(match.group().substring(1));
            }
            var name = match.group(1);
            var value = declared.get(name);
            unused.remove(name);
            if (value == null && lenient) {
                return quote(match.group());
            }
            if (value == null) {
                problems.add(where + ": ${" + name + "} is not declared: --set " + name + "=…, or write $${" + name
                        + "} if it is meant for the container");
                return quote(match.group());
            }
            try {
                declared.put(name, constant(value.get()));
                return quote(declared.get(name).get());
            } catch (Problem unknown) {
                problems.add(where + ": " + unknown.getMessage());
                return quote(match.group());
            }
        });
    }

    /** Those found, and the settings that nothing uses: a name that was mistyped. */
    List<String> problems() {
        if (!lenient) {
            unused.forEach(name -> problems.add("--set " + name + ": no manifest has ${" + name + "}"));
        }
        return problems;
    }

    private static Supplier<String> constant(String value) {
        return () -> value;
    }

    private static String quote(String text) {
        return Matcher.quoteReplacement(text);
    }
}
