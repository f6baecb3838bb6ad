package demoapp.playground;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

import demoapp.json.Json;

/**
 * A timeline as what can be compared: the histories of the objects, grouped by who may stand for whom (the pods of one
 * owner are alike, every other object is itself), and the strands: what one controller or one owner's objects did, in
 * order.
 */
final class TimelineStory {
    private final Map<String, List<TimelineHistory>> groups = new LinkedHashMap<>();
    private final Map<String, List<String>> strands = new LinkedHashMap<>();
    private final Map<String, List<String>> lateStrands = new LinkedHashMap<>();
    private final Map<String, String> owners = new HashMap<>();

    TimelineStory(List<TimelineLine> lines) {
        var histories = new LinkedHashMap<String, TimelineHistory>();
        var number = 0;
        for (var line : lines) {
            number++;
            if (line.kind().equals("Event") && isChance(line)) {
                continue;
            }
            if (line.what().get("owner") instanceof List<?> list) {
                owners.put(line.kind() + "/" + line.name(), list.get(0).toString());
            }
            var subject = line.kind().equals("Event")
                    ? line.what().get("involvedObject").toString().replaceFirst(" .*", "")
                    : line.kind() + "/" + line.name();
            histories.computeIfAbsent(subject, s -> {
                var history = new TimelineHistory(s);
                var owner = owners.get(s);
                var group = owner == null || !s.startsWith("Pod/") ? anonymous(s) : "pods of " + owner;
                groups.computeIfAbsent(group, g -> new ArrayList<>()).add(history);
                return history;
            }).add(line, number);
            strand(line);
        }
    }

    /** Deleted with its namespace (which event it was is not recorded), or of a probe that a container's end cut off. */
    private static boolean isChance(TimelineLine event) {
        return event.event().equals("DELETED")
                || Objects.toString(event.what().get("message")).contains("probe errored: rpc error");
    }

    /** The pods of one owner are told apart by chance only. */
    static String anonymous(String text) {
        return text.replaceAll("<suffix\\d+>", "<suffix>");
    }

    static Map<String, Object> anonymous(Map<String, Object> what, String without) {
        var copy = new TreeMap<>(what);
        copy.remove(without);
        copy.replaceAll((field, value) -> value instanceof String text ? anonymous(text) : value);
        return copy;
    }

    private void strand(TimelineLine line) {
        var what = line.what();
        var owner = owners.getOrDefault(line.kind() + "/" + line.name(), "");
        switch (line.kind()) {
            case "Deployment" -> conditions("rollout of " + line.kind() + "/" + line.name(), line);
            case "ReplicaSet" -> {
                token("rollout of " + owner, line, whole(line) ? line.event() + " " + line.name() : null);
                if (what.containsKey("desired")) {
                    token("rollout of " + owner, line, line.name() + " desired " + what.get("desired"));
                    token("pods of ReplicaSet/" + line.name(), line, "desired " + what.get("desired"));
                }
            }
            case "Pod" -> pod("pods of " + owner, line);
            case "Job" -> {
                var strand = "pods of Job/" + line.name();
                for (var field : List.of("succeeded", "failed")) {
                    token(strand, line, what.containsKey(field) ? field + " " + what.get(field) : null);
                }
                conditions(strand, line);
                token("jobs", line, whole(line) ? line.event() + " " + line.name() : null);
            }
            case "CronJob" -> token("jobs", line, what.containsKey("active") ? "active " + what.get("active") : null);
            default -> { }
        }
    }

    private void pod(String strand, TimelineLine line) {
        var what = line.what();
        if (strand.endsWith(" ") || line.event().equals("INITIAL")) {
            return;
        }
        token(strand, line, line.event().equals("ADDED") ? "pod created" : null);
        token(strand, line, what.get("deletionTimestamp") != null ? "pod deleted" : null);
        if (strand.startsWith("pods of Job/")) {
            token(strand, line, what.containsKey("finalizers") && !line.event().equals("ADDED") ? "pod counted" : null);
            token(strand, line, List.of("Succeeded", "Failed").contains(Objects.toString(what.get("phase")))
                    ? "pod " + what.get("phase") : null);
        }
    }

    private void conditions(String strand, TimelineLine line) {
        new TreeMap<>(line.what()).forEach((field, value) -> {
            if (field.startsWith("condition.")) {
                token(strand, line, field.substring(10) + " " + Json.text(value, "status") + " "
                        + Json.text(value, "reason"));
            }
        });
    }

    private static boolean whole(TimelineLine line) {
        return line.event().equals("ADDED") || line.event().equals("DELETED");
    }

    private void token(String strand, TimelineLine line, String token) {
        if (token != null && !line.event().equals("INITIAL")) {
            (line.late() ? lateStrands : strands).computeIfAbsent(strand, s -> new ArrayList<>()).add(token);
        }
    }

    /** What is different in the observed story, an entry each; empty: nothing is. */
    List<String> differences(TimelineStory observed) {
        var differences = new ArrayList<String>();
        groups.forEach((group, recorded) -> differences.addAll(
                unmatched(group, recorded, observed.groups.getOrDefault(group, List.of()))));
        observed.groups.keySet().stream().filter(group -> !groups.containsKey(group))
                .forEach(group -> differences.add(group + ": was not recorded"));
        strands.forEach((strand, recorded) -> {
            var seen = new ArrayList<>(observed.strands.getOrDefault(strand, List.of()));
            var onTime = seen.size();
            seen.addAll(observed.lateStrands.getOrDefault(strand, List.of()));
            var same = onTime <= recorded.size() && seen.size() >= recorded.size()
                    && seen.subList(0, recorded.size()).equals(recorded);
            if (!same && Stream.of(seen, seen.subList(0, onTime))
                    .noneMatch(tokens -> coarse(tokens).equals(coarse(recorded)))) {
                differences.add("%s\n    recorded %s\n    observed %s".formatted(strand, recorded,
                        seen.subList(0, Math.max(onTime, Math.min(seen.size(), recorded.size())))));
            }
        });
        return differences;
    }

    /**
     * The strand without the sizes that a ReplicaSet only passes through: when two pods get ready at once instead of
     * one after the other, a rollout takes one step instead of two, and that is chance. How many pods there are and
     * are available at the least and at the most is compared among the counters.
     */
    private static List<String> coarse(List<String> strand) {
        var kept = new ArrayList<String>();
        for (var i = 0; i < strand.size(); i++) {
            var set = strand.get(i).replaceFirst("\\d+$", "");
            var next = strand.subList(i + 1, strand.size()).stream().filter(token -> token.startsWith(set)).findFirst();
            var before = new ArrayList<>(strand.subList(0, i));
            Collections.reverse(before);
            var last = before.stream().filter(token -> token.startsWith(set)).findFirst();
            if (!set.endsWith("desired ")) {
                kept.add(strand.get(i));
            } else if (next.isEmpty()
                    || last.isPresent() && up(last.get(), strand.get(i)) != up(strand.get(i), next.get())) {
                var at = kept.size();
                while (at > 0 && kept.get(at - 1).startsWith("pod ")) {
                    at--; // the pods of the steps before belong to this one
                }
                kept.add(at, strand.get(i));
            }
        }
        return kept;
    }

    private static boolean up(String from, String to) {
        return Integer.parseInt(from.replaceFirst(".* ", "")) < Integer.parseInt(to.replaceFirst(".* ", ""));
    }

    /** Finds for each recorded history an observed one of its own that is the same. */
    private static List<String> unmatched(String group, List<TimelineHistory> recorded,
                                          List<TimelineHistory> observed) {
        if (recorded.size() != observed.size()) {
            return List.of("%s: %d were recorded, %d observed".formatted(group, recorded.size(), observed.size()));
        }
        var takenBy = new HashMap<Integer, Integer>();
        var differences = new ArrayList<String>();
        for (var i = 0; i < recorded.size(); i++) {
            if (!match(i, recorded, observed, takenBy, new ArrayList<>())) {
                differences.add(recorded.get(i).difference(observed.get(i))
                        .orElse(recorded.get(i).subject() + ": too few pods went this way"));
            }
        }
        return differences;
    }

    /** One step of a bipartite matching: takes an equal history, from another one that finds itself a new one. */
    private static boolean match(int i, List<TimelineHistory> recorded, List<TimelineHistory> observed,
                                 Map<Integer, Integer> takenBy, List<Integer> tried) {
        for (var j = 0; j < observed.size(); j++) {
            if (!tried.contains(j) && recorded.get(i).difference(observed.get(j)).isEmpty()) {
                tried.add(j);
                if (!takenBy.containsKey(j) || match(takenBy.get(j), recorded, observed, takenBy, tried)) {
                    takenBy.put(j, i);
                    return true;
                }
            }
        }
        return false;
    }
}
