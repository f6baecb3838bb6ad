package demoapp.playground.store;

import java.util.List;
import java.util.Map;

/** About how many bytes of memory a stored document takes: what keeps the store and its log within the heap. */
final class Weight {
    private Weight() { }

    static long of(Object value) {
        if (value instanceof Map<?, ?> map) {
            var weight = map.isEmpty() ? 0L : 90L;
            for (var entry : map.entrySet()) { // its name is mostly shared
                weight += 48 + of(entry.getValue());
            }
            return weight;
        }
        if (value instanceof List<?> list) {
            var weight = 40L;
            for (var item : list) {
                weight += 8 + of(item);
            }
            return weight;
        }
        return value instanceof String text ? 48 + text.length() : 16;
    }
}
