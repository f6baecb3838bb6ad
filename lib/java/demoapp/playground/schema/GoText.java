package demoapp.playground.schema;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Values as Go's %v prints them, for messages: {@code map[a:1 b:[x y]]}. */
public final class GoText {
    private GoText() { }

    public static String of(Object value) {
        if (value instanceof Map<?, ?> map) {
            return new TreeMap<Object, Object>(map).entrySet().stream()
                    .map(entry -> entry.getKey() + ":" + of(entry.getValue()))
                    .collect(Collectors.joining(" ", "map[", "]"));
        }
        if (value instanceof List<?> list) {
            return list.stream().map(GoText::of).collect(Collectors.joining(" ", "[", "]"));
        }
        return value == null ? "<nil>" : value.toString();
    }
}
