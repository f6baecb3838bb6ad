package demoapp.playground;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import demoapp.json.Json;
import demoapp.playground.store.Store;
import demoapp.playground.store.Watch;

/** Watches one namespace and writes down what happens as the recorder did: changes of interesting fields only. */
final class TimelineObserver implements AutoCloseable {
    private static final Pattern SUFFIX = Pattern.compile("[bcdfghjklmnpqrstvwxz2456789]{5}");
    private static final String MINUTE = "-(29|3\\d)\\d{6}\\b"; // since 1970, in a name

    private final String namespace;
    private final VirtualClock clock;
    private final Watch watch;
    private final List<Store.Change> changes = new ArrayList<>();
    private final List<Instant> times = new ArrayList<>();
    private final Map<String, String> hashes = new LinkedHashMap<>();
    private final Map<String, String> suffixes = new HashMap<>();
    private final List<String> prefixes = new ArrayList<>();

    TimelineObserver(Store store, VirtualClock clock, String namespace) {
        this.clock = clock;
        this.namespace = namespace;
        watch = store.watch(null, namespace, 0, change -> {
            if (TimelineFields.KINDS.contains(change.kind().name())) {
                add(change);
            }
        });
    }

    private synchronized void add(Store.Change change) {
        changes.add(change);
        times.add(clock.now());
    }

    /** When something last changed; long ago when nothing ever did. */
    synchronized Instant lastChange() {
        return times.isEmpty() ? Instant.EPOCH : times.get(times.size() - 1);
    }

    /**
     * What has been seen: everything until the action began as INITIAL lines, then a line a change.
     *
     * @param began the store's version at the action's beginning
     * @param start the time then
     * @param seconds how long the recording took: what comes later is late
     */
    synchronized List<TimelineLine> lines(long began, Instant start, double seconds) {
        var lines = new ArrayList<TimelineLine>();
        var states = new LinkedHashMap<String, Map<String, Object>>();
        var names = new HashMap<String, List<String>>();
        var at = 0;
        for (; at < changes.size() && changes.get(at).version() <= began; at++) {
            var change = changes.get(at);
            var state = state(change);
            var key = key(change);
            names.put(key, List.of(change.kind().name(), text(Json.text(change.object(), "metadata", "name"))));
            if (change.type().equals("DELETED")) {
                states.remove(key);
            } else {
                states.put(key, state);
            }
        }
        states.forEach((key, state) -> {
            if (!names.get(key).get(0).equals("Event")) {
                lines.add(new TimelineLine(0, "INITIAL", names.get(key).get(0), names.get(key).get(1), state, false));
            }
        });
        for (; at < changes.size(); at++) {
            var change = changes.get(at);
            var t = Duration.between(start, times.get(at)).toMillis() / 1000.0;
            var now = state(change);
            var before = states.getOrDefault(key(change), Map.of());
            var what = change.type().equals("DELETED") ? new LinkedHashMap<String, Object>() : difference(before, now);
            if (change.kind().name().equals("Event") && change.type().equals("MODIFIED") && !what.isEmpty()) {
                what.put("reason", now.get("reason"));
                what.put("involvedObject", now.get("involvedObject"));
            }
            states.put(key(change), now);
            if (!what.isEmpty() || !change.type().equals("MODIFIED")) {
                lines.add(new TimelineLine(t, change.type(), change.kind().name(),
                        text(Json.text(change.object(), "metadata", "name")), what, t > seconds));
            }
        }
        return lines;
    }

    private static String key(Store.Change change) {
        return change.kind() + "/" + Json.text(change.object(), "metadata", "uid");
    }

    private static Map<String, Object> difference(Map<String, Object> before, Map<String, Object> now) {
        var what = new LinkedHashMap<String, Object>();
        now.forEach((field, value) -> {
            if (!Objects.equals(value, before.get(field))) {
                what.put(field, value);
            }
        });
        before.keySet().stream().filter(field -> !now.containsKey(field)).forEach(field -> what.put(field, null));
        return what;
    }

    /** The interesting fields, with the names in them made comparable. */
    private Map<String, Object> state(Store.Change change) {
        var object = change.object();
        var prefix = Json.text(object, "metadata", "generateName");
        var hash = Json.text(object, "metadata", "labels", "pod-template-hash");
        if (!hash.isEmpty()) {
            hashes.computeIfAbsent(hash, h -> "<hash%d>".formatted(hashes.size() + 1));
        }
        if (!prefix.isEmpty() && !prefixes.contains(prefix)) {
            prefixes.add(prefix);
        } else if (change.kind().name().equals("ReplicaSet")) {
            var podPrefix = Json.text(object, "metadata", "name") + "-";
            if (!prefixes.contains(podPrefix)) {
                prefixes.add(podPrefix);
            }
        }
        text(Json.text(object, "metadata", "name")); // numbers are given in the order of the objects' appearance
        return Json.read(text(Json.string(TimelineFields.of(object))).getBytes(StandardCharsets.UTF_8));
    }

    private String text(String text) {
        var normal = text.replace(namespace, "{ns}").replace("\"playground\"", "\"node1\"")
                .replace("to playground\"", "to node1\"").replace("demoapp/simulated", "realk8s.local/hostpath")
                .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "<uid>")
                .replaceAll(MINUTE, "-<minute>").replaceAll("\\b10\\.(244|245|96)(\\.\\d+){2}\\b", "<ip>")
                .replaceAll("in [\\d.]+m?s \\([\\d.]+m?s including waiting\\)\\. Image size: \\d+ bytes",
                        "in <dur> (<dur> including waiting)");
        for (var prefix : prefixes) {
            var plain = prefix.replaceAll(MINUTE, "-<minute>");
            normal = Pattern.compile("\\b" + Pattern.quote(plain) + "(" + SUFFIX + ")(?![a-z0-9])").matcher(normal)
                    .replaceAll(match -> Matcher.quoteReplacement(plain + suffixes.computeIfAbsent(match.group(),
                            name -> "<suffix%d>".formatted(suffixes.size() + 1))));
        }
        for (var hash : hashes.entrySet()) {
            normal = normal.replaceAll("\\b" + hash.getKey() + "\\b", hash.getValue());
        }
        return normal;
    }

    @Override
    public void close() {
        watch.close();
    }
}
