package demoapp.playground;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import demoapp.json.Json;

/**
 * One line of a timeline: what changed about one object.
 *
 * @param event INITIAL for what is there when the action begins, ADDED, MODIFIED or DELETED
 * @param what the interesting fields that changed, null: gone
 * @param late seen only after the recording had ended: it may complete a sequence, but need not
 */
record TimelineLine(double t, String event, String kind, String name, Map<String, Object> what, boolean late) {

    static List<TimelineLine> recorded(Map<String, Object> timeline) {
        var lines = Json.maps(timeline, "initial").stream().map(object -> new TimelineLine(0, "INITIAL",
                Json.text(object, "kind"), Json.text(object, "name"), Json.map(object, "state"), false));
        return Stream.concat(lines, Json.maps(timeline, "timeline").stream()
                .map(line -> new TimelineLine(((Number) line.get("t")).doubleValue(), Json.text(line, "event"),
                        Json.text(line, "kind"), Json.text(line, "name"), Json.map(line, "what"), false))).toList();
    }

    /** The line as text, its long values shortened. */
    @Override
    public String toString() {
        var shown = new LinkedHashMap<>(what);
        var subject = kind.equals("Event") ? "" + shown.remove("involvedObject") : name;
        return "%5.1f %-3.3s %-10.10s %-28s %s".formatted(t, event, kind, subject, shown.entrySet().stream()
                .map(e -> e.getKey() + "=" + Json.string(e.getValue())).collect(Collectors.joining(" ")));
    }
}
