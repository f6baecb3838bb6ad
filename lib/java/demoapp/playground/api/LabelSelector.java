package demoapp.playground.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import demoapp.json.Json;
import demoapp.playground.store.ApiException;

/**
 * The text form of label selectors: {@code app=a,env!=dev,tier in (x,y),!old}. Messages as in
 * https://github.com/kubernetes/apimachinery/blob/v0.32.1/pkg/labels/selector.go
 */
final class LabelSelector {
    private static final Pattern TOKEN = Pattern.compile("\\s*(==|!=|[=!<>(),]|[^\\s=!<>(),]+)");
    private static final String SYMBOLS = "=!<>(),";

    private final List<String> tokens = new ArrayList<>();
    private int next;

    private LabelSelector(String text) {
        var matcher = TOKEN.matcher(text.strip());
        while (matcher.find()) {
            tokens.add(matcher.group(1));
        }
    }

    /** Whether an object's labels match; the empty selector matches all. */
    static Predicate<Map<String, Object>> parse(String text) {
        var parser = new LabelSelector(text);
        var all = new ArrayList<Predicate<Map<String, Object>>>();
        while (!parser.peek().isEmpty()) {
            all.add(parser.requirement());
            if (parser.peek().isEmpty()) {
                break;
            }
            if (!parser.take().equals(",")) {
                throw bad("found '%s', expected: ',' or 'end of string'".formatted(parser.last()));
            }
            if (!word(parser.peek()) && !parser.peek().equals("!")) {
                throw bad("found '%s', expected: identifier after ','".formatted(parser.peek()));
            }
        }
        return object -> {
            var labels = Json.map(object, "metadata", "labels");
            return all.stream().allMatch(requirement -> requirement.test(labels));
        };
    }

    private Predicate<Map<String, Object>> requirement() {
        if (!word(peek()) && !peek().equals("!")) {
            throw bad("found '%s', expected: !, identifier, or 'end of string'".formatted(peek()));
        }
        if (peek().equals("!")) {
            take();
            var absent = identifier();
            return labels -> !labels.containsKey(absent);
        }
        var key = take();
        switch (peek()) {
            case "", "," -> {
                return labels -> labels.containsKey(key);
            }
            case "=", "==" -> {
                take();
                var value = value();
                return labels -> value.equals(labels.get(key));
            }
            case "!=" -> {
                take();
                var value = value();
                return labels -> !value.equals(labels.get(key));
            }
            case "in", "notin" -> {
                var in = take().equals("in");
                var values = values();
                return labels -> in == (labels.containsKey(key) && values.contains(labels.get(key)));
            }
            case "<", ">", "gt", "lt" -> {
                var greater = List.of(">", "gt").contains(take());
                var bound = wholeNumber(identifier());
                return labels -> compares(Json.text(labels, key), bound, greater);
            }
            default -> throw bad(("unable to parse requirement: found '%s', expected: in, notin, =, ==, !=, gt, lt")
                    .formatted(peek()));
        }
    }

    private static long wholeNumber(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException notANumber) {
            throw bad("unable to parse requirement: values[0]: Invalid value: \"%s\": for 'Gt', 'Lt' operators, the "
                    .formatted(text) + "value must be an integer");
        }
    }

    private static boolean compares(String label, long bound, boolean greater) {
        return label.matches("-?\\d{1,18}")
                && (greater ? Long.parseLong(label) > bound : Long.parseLong(label) < bound);
    }

    private String value() {
        return peek().isEmpty() || peek().equals(",") ? "" : identifier();
    }

    private List<String> values() {
        if (!peek().equals("(")) {
            throw bad("unable to parse requirement: found '%s' expected: '('".formatted(peek()));
        }
        take();
        var values = new ArrayList<String>();
        while (!peek().equals(")")) {
            if (peek().isEmpty()) {
                throw bad("unable to parse requirement: found '', expected: ',', or ')'");
            }
            if (peek().equals(",")) {
                take();
            } else {
                values.add(identifier());
            }
        }
        take();
        return values;
    }

    private String identifier() {
        if (!word(peek())) {
            throw bad("unable to parse requirement: found '%s', expected: identifier".formatted(peek()));
        }
        return take();
    }

    private static boolean word(String token) {
        return !token.isEmpty() && SYMBOLS.indexOf(token.charAt(0)) < 0;
    }

    private String peek() {
        return next < tokens.size() ? tokens.get(next) : "";
    }

    private String take() {
        return next < tokens.size() ? tokens.get(next++) : "";
    }

    private String last() {
        return tokens.get(next - 1);
    }

    private static ApiException bad(String message) {
        return ApiException.badRequest(message);
    }
}
