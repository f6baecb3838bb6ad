package demoapp.playground;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import demoapp.json.Json;

/** Where two documents differ, a line each: what was expected, what came. */
final class GoldenDiff {
    private GoldenDiff() { }

    static String of(Object expected, Object actual) {
        var lines = new ArrayList<String>();
        compare("", expected, actual, lines);
        return String.join("\n", lines);
    }

    private static void compare(String path, Object expected, Object actual, List<String> lines) {
        if (expected instanceof Map<?, ?> left && actual instanceof Map<?, ?> right) {
            var keys = new TreeSet<String>();
            if (left.containsKey("<truncated>")) { // the recording leaves a part out
                left.keySet().retainAll(right.keySet());
                right.keySet().retainAll(left.keySet());
            }
            left.keySet().forEach(key -> keys.add(key.toString()));
            right.keySet().forEach(key -> keys.add(key.toString()));
            for (var key : keys) {
                if (!left.containsKey(key)) {
                    lines.add(path + "/" + key + " is there: " + Json.string(right.get(key)));
                } else if (!right.containsKey(key)) {
                    lines.add(path + "/" + key + " is missing: " + Json.string(left.get(key)));
                } else {
                    compare(path + "/" + key, left.get(key), right.get(key), lines);
                }
            }
        } else if (expected instanceof List<?> left && actual instanceof List<?> right
                && left.size() == right.size()) {
            for (var i = 0; i < left.size(); i++) {
                compare(path + "/" + i, left.get(i), right.get(i), lines);
            }
        } else if (!("<nodePort>".equals(expected) && actual instanceof Number) && !Json.same(expected, actual)) {
            lines.add(path + "\n  expected " + Json.string(expected) + "\n  but was  " + Json.string(actual));
        }
    }
}
