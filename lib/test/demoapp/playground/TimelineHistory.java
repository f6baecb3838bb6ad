package demoapp.playground;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import demoapp.json.Json;

/**
 * One object's own story: for each of its fields the values it had, in order, and which of them came with the same
 * write or a later one. The events about the object are such fields too, one for each who reports.
 */
final class TimelineHistory {
    /** @param line the number of the line that brought the value */
    private record Value(String text, int line, boolean late) { }

    /** Written by controllers that count what is there when their turn comes: values in between may be left out. */
    private static final Set<String> COUNTERS = Set.of("status.replicas", "status.updatedReplicas",
            "status.readyReplicas", "status.availableReplicas", "status.unavailableReplicas", "desired", "current",
            "ready", "available");

    private static final Pattern SCALING =
            Pattern.compile("Scaled (up|down) replica set (\\S+) from (\\d+) to (\\d+)$");

    private final String subject;
    private final Map<String, List<Value>> fields = new LinkedHashMap<>();

    TimelineHistory(String subject) {
        this.subject = subject;
    }

    String subject() {
        return subject;
    }

    void add(TimelineLine line, int number) {
        if (line.kind().equals("Event")) {
            var scaling = SCALING.matcher(Objects.toString(line.what().get("message")));
            if (scaling.find()) {
                addScaling(scaling, line, number);
                return;
            }
            var text = Json.string(TimelineStory.anonymous(line.what(), "involvedObject"));
            add("events about " + line.what().get("involvedObject").toString().replaceFirst("^\\S+ ?", "itself "),
                    new Value(text, number, line.late()));
        } else if (line.event().equals("DELETED")) {
            add("gone", new Value("true", number, line.late()));
        } else {
            line.what().forEach((field, value) -> add(field, new Value(text(value), number, line.late())));
        }
    }

    /** As a ReplicaSet's sizes are counters, these events tell of each one's way, in steps of whatever size. */
    private void addScaling(MatchResult scaling, TimelineLine line, int number) {
        var steps = fields.computeIfAbsent("events about scaling " + scaling.group(2), f -> new ArrayList<>());
        var from = scaling.group(1) + " from " + scaling.group(3);
        var last = steps.isEmpty() ? "" : steps.get(steps.size() - 1).text();
        if (last.startsWith(scaling.group(1)) && last.endsWith(" to " + scaling.group(3))) {
            from = last.replaceFirst(" to .*", "");
            steps.remove(steps.size() - 1);
        }
        steps.add(new Value(from + " to " + scaling.group(4), number, line.late()));
    }

    private static String text(Object value) {
        return TimelineStory.anonymous(Json.string(value instanceof Map<?, ?> map ? new TreeMap<>(map) : value));
    }

    private void add(String field, Value value) {
        fields.computeIfAbsent(field, f -> new ArrayList<>()).add(value);
    }

    /**
     * The kubelet reports on a queue of its own: a container's first state, "being created", may be overtaken by the
     * next one, and was so in one recording.
     */
    private TimelineHistory overtaken(TimelineHistory recorded) {
        var copy = new TimelineHistory(subject);
        fields.forEach((field, values) -> {
            var first = recorded.fields.getOrDefault(field, List.of());
            var created = field.endsWith(".state") && values.get(0).text().contains("ContainerCreating")
                    && !first.isEmpty() && !first.get(0).text().equals(values.get(0).text());
            copy.fields.put(field, created ? values.subList(1, values.size()) : values);
        });
        return copy;
    }

    /** How the observed history differs from this recorded one. */
    Optional<String> difference(TimelineHistory history) {
        var observed = history.overtaken(this);
        for (var field : fields.keySet()) {
            var wanted = fields.get(field);
            var seen = observed.fields.getOrDefault(field, List.of());
            if (COUNTERS.contains(field)) {
                var difference = counted(field, wanted, seen);
                if (difference.isPresent()) {
                    return difference;
                }
                continue;
            }
            var extra = seen.stream().skip(wanted.size()).filter(value -> !value.late()).findFirst();
            for (var i = 0; i < wanted.size(); i++) {
                if (i >= seen.size() || !seen.get(i).text().equals(wanted.get(i).text())) {
                    return Optional.of("%s: value %d of %s\n    recorded %s\n    observed %s".formatted(subject, i + 1,
                            field, wanted.get(i).text(), i < seen.size() ? seen.get(i).text() : "none"));
                }
            }
            if (extra.isPresent()) {
                return Optional.of("%s: %s changed once more, to %s".formatted(subject, field, extra.get().text()));
            }
        }
        for (var field : observed.fields.keySet()) {
            var unexpected = observed.fields.get(field).stream().filter(value -> !value.late()).findFirst();
            if (!fields.containsKey(field) && unexpected.isPresent()) {
                return Optional.of("%s: %s, which was not recorded: %s"
                        .formatted(subject, field, unexpected.get().text()));
            }
        }
        return inversion(observed);
    }

    /**
     * A counter must end at the same value; on the way there must never be more pods than were recorded, nor fewer
     * available ones.
     */
    private Optional<String> counted(String field, List<Value> wanted, List<Value> seen) {
        for (var end = seen.size(); end > 0; end--) {
            var before = numbers(seen.subList(0, end));
            var goal = numbers(wanted);
            if (before.get(end - 1).equals(goal.get(goal.size() - 1))
                    && (!field.equals("status.replicas") || Collections.max(before) <= Collections.max(goal))
                    && (!field.equals("status.availableReplicas")
                            || Collections.min(before) >= Collections.min(goal))) {
                return Optional.empty();
            }
            if (!seen.get(end - 1).late()) {
                break;
            }
        }
        return Optional.of("%s: %s\n    recorded %s\n    observed %s".formatted(subject, field,
                wanted.stream().map(Value::text).toList(), seen.stream().map(Value::text).toList()));
    }

    private static List<Long> numbers(List<Value> values) {
        return values.stream().map(value -> value.text().equals("null") ? 0 : Long.parseLong(value.text())).toList();
    }

    /** Two changes of which the recorded earlier one came later. Events are reported late: they have only their order. */
    private Optional<String> inversion(TimelineHistory observed) {
        for (var one : fields.keySet()) {
            for (var other : fields.keySet()) {
                if (Stream.of(one, other).anyMatch(f -> f.startsWith("events") || COUNTERS.contains(f))) {
                    continue;
                }
                for (var i = 0; i < fields.get(one).size(); i++) {
                    for (var j = 0; j < fields.get(other).size(); j++) {
                        var first = fields.get(one).get(i);
                        var second = fields.get(other).get(j);
                        if (first.line() < second.line() && observed.fields.get(one).get(i).line()
                                > observed.fields.get(other).get(j).line()) {
                            return Optional.of("%s: first %s = %s, then %s = %s; observed the other way round"
                                    .formatted(subject, one, first.text(), other, second.text()));
                        }
                    }
                }
            }
        }
        return Optional.empty();
    }
}
