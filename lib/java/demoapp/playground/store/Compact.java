package demoapp.playground.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Documents as small as they can be for the long time that they are stored: most texts in them are the same. */
final class Compact {
    private static final int KNOWN_TEXTS = 20_000;
    private static final int TEXT_LENGTH = 64;

    private final Map<String, String> known = new HashMap<>();

    /** A deep copy, not to be modified. */
    @SuppressWarnings("unchecked")
    Map<String, Object> of(Map<String, Object> document) {
        return (Map<String, Object>) value(document);
    }

    private Object value(Object value) {
        if (value instanceof Map<?, ?> map) {
            if (map.isEmpty()) {
                return Map.of();
            }
            var copy = new LinkedHashMap<String, Object>(map.size(), 1);
            map.forEach((key, item) -> copy.put(text((String) key), value(item)));
            return copy;
        }
        if (value instanceof List<?> list) {
            var copy = new ArrayList<>(list.size());
            list.forEach(item -> copy.add(value(item)));
            return copy;
        }
        return value instanceof String text ? text(text) : value;
    }

    private String text(String text) {
        if (text.length() > TEXT_LENGTH) {
            return text;
        }
        if (known.size() >= KNOWN_TEXTS) {
            known.clear();
        }
        var same = known.putIfAbsent(text, text);
        return same == null ? text : same;
    }
}
