package demoapp.rollout;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

import demoapp.json.Json;

/** Events about one object, the oldest first. */
final class Events {
    private final List<Map<String, Object>> events;

    private Events(List<Map<String, Object>> events) {
        this.events = events;
    }

    /** Those of the namespace's events that are about this object; the uid tells it from one of its name before. */
    static Events about(Map<String, Object> object, List<Map<String, Object>> events) {
        var uid = Json.text(object, "metadata", "uid");
        return new Events(events.stream().filter(event -> Json.text(event, "involvedObject", "uid").equals(uid))
                .sorted(Comparator.comparing(Events::time)).toList());
    }

    Stream<Map<String, Object>> with(String reason) {
        return events.stream().filter(event -> Json.text(event, "reason").equals(reason));
    }

    /** The newest message of that reason which matches, or "". */
    String last(String reason, Predicate<String> message) {
        return with(reason).map(event -> Json.text(event, "message")).filter(message).reduce("", (a, b) -> b);
    }

    /** How often that was said. */
    long count(String reason, Predicate<String> message) {
        return with(reason).filter(event -> message.test(Json.text(event, "message"))).mapToLong(Events::count).sum();
    }

    /** Whether the first reason has been said after the second. */
    boolean isNewer(String reason, String than) {
        var a = with(reason).map(Events::time).reduce("", (x, y) -> y);
        return !a.isEmpty() && a.compareTo(with(than).map(Events::time).reduce("", (x, y) -> y)) >= 0;
    }

    /** The newest warnings, one of each reason and message, the oldest of them first. */
    List<Map<String, Object>> warnings(int most) {
        var warnings = events.stream().filter(event -> Json.text(event, "type").equals("Warning")).toList();
        return warnings.subList(Math.max(0, warnings.size() - most), warnings.size());
    }

    static long count(Map<String, Object> event) {
        return Math.max(Json.number(event, 1, "count"), Json.number(event, 1, "series", "count"));
    }

    /** When it was last said. Events of newer reporters have no lastTimestamp. */
    static String time(Map<String, Object> event) {
        return Stream.of(Json.text(event, "series", "lastObservedTime"), Json.text(event, "lastTimestamp"),
                Json.text(event, "eventTime"), Json.text(event, "metadata", "creationTimestamp"))
                .filter(time -> !time.isEmpty()).findFirst().orElse("");
    }
}
