package demoapp.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import demoapp.json.Json;
import demoapp.rollout.Verdict.State;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Behaviours recorded from a real cluster, one change after the other: what would have been said at each moment. Where the
 * recording has a cause, it is named, and when; where all went well in the end, nothing ever is called a failure.
 */
class RecordedCausesTest {
    private static final Path TIMELINES = Path.of("lib/test/demoapp/playground/timelines");

    /** Recording → the failure; every other recording has none. A person mended some of these later on. */
    private static final Map<String, String> FAILURES = Map.ofEntries(
            Map.entry("bad-image-update", "ErrImagePull: rpc error: code = NotFound"),
            Map.entry("crashloop-exit1", "exit code 1, 3 times"),
            Map.entry("invalid-image-name", "InvalidImageName"),
            Map.entry("job-backoff-0", "BackoffLimitExceeded"),
            Map.entry("job-deadline", "DeadlineExceeded"),
            Map.entry("job-fail-never-2", "BackoffLimitExceeded"),
            Map.entry("job-onfailure-2", "BackoffLimitExceeded"),
            Map.entry("liveness-fails", "Container web failed liveness probe, will be restarted"),
            Map.entry("missing-configmap", "CreateContainerConfigError: configmap \"settings\" not found"),
            Map.entry("missing-secret-volume", "FailedMount"),
            Map.entry("never-pull", "ErrImageNeverPull"),
            Map.entry("quota-pods", "FailedCreate: pods \"web-<hash1>-<suffix2>\" is forbidden: exceeded quota"),
            Map.entry("readiness-never", "has timed out progressing; pod web-<hash1>-<suffix1>, container web: Unhealthy:"
                    + " Readiness probe failed: HTTP probe failed with statuscode: 404"),
            Map.entry("unschedulable-cpu", "Unschedulable: 0/1 nodes are available: 1 Insufficient cpu"),
            Map.entry("unschedulable-selector", "Unschedulable: 0/1 nodes are available"));

    private final Map<String, Map<String, Object>> objects = new LinkedHashMap<>();
    private final Map<String, Map<String, Object>> events = new LinkedHashMap<>();

    static Stream<String> recordings() throws IOException {
        try (var files = Files.list(TIMELINES)) {
            return files.map(file -> file.getFileName().toString().replace(".json", "")).sorted().toList().stream();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("recordings")
    void the_cause_is_what_the_recording_shows(String name) throws IOException {
        var recording = Json.read(Files.readAllBytes(TIMELINES.resolve(name + ".json")));
        Json.maps(recording, "initial").forEach(object -> change(Json.text(object, "kind"), Json.text(object, "name"),
                Json.map(object, "state"), false));
        var failure = "";
        for (var line : Json.maps(recording, "timeline")) {
            change(Json.text(line, "kind"), Json.text(line, "name"), Json.map(line, "what"),
                    Json.text(line, "event").equals("DELETED"));
            failure = failure.isEmpty() ? failure() : failure;
        }
        var expected = FAILURES.getOrDefault(name, "");
        assertEquals(expected.isEmpty(), failure.isEmpty(), failure);
        assertTrue(failure.contains(expected), failure);
    }

    /** What a wait for the recording's workloads, Jobs and lone pods would have failed with by now. */
    private String failure() {
        var around = new Around(all("ReplicaSet"), all("Pod"), List.of(), List.copyOf(events.values()), false);
        return objects.values().stream().filter(object -> Json.text(object, "kind").matches("Deployment|Job")
                        || Json.text(object, "kind").equals("Pod") && Json.list(object, "metadata", "ownerReferences").isEmpty())
                .filter(object -> Json.text(object, "metadata", "deletionTimestamp").isEmpty())
                .map(object -> Troubles.of(object, around).map(Verdict.of(object, Set.of())::with)
                        .orElse(Verdict.of(object, Set.of())))
                .filter(verdict -> verdict.state() == State.FAILED).map(Verdict::message).findFirst().orElse("");
    }

    private List<Map<String, Object>> all(String kind) {
        return objects.values().stream().filter(object -> Json.text(object, "kind").equals(kind)).toList();
    }

    /** Makes of the recording's flat fields what the API server would have shown. */
    private void change(String kind, String name, Map<String, Object> what, boolean gone) {
        if (kind.equals("Event")) {
            event(name, what);
            return;
        }
        var key = kind + "/" + name;
        if (gone) {
            objects.remove(key);
            return;
        }
        var object = objects.computeIfAbsent(key, k -> Json.object("kind", kind,
                "metadata", Json.object("name", name, "uid", key),
                "spec", Json.object("restartPolicy", kind.equals("Pod") ? "Always" : null)));
        what.forEach((field, value) -> set(object, field, value));
    }

    /** A line without a message says that the last one of that reason was repeated. */
    private void event(String key, Map<String, Object> what) {
        if (!what.containsKey("message")) {
            events.values().stream().filter(event -> event.get("reason").equals(what.get("reason"))).reduce((a, b) -> b)
                    .ifPresent(event -> event.put("count", what.getOrDefault("count", 1)));
            return;
        }
        var about = Json.text(what, "involvedObject").split(" ");
        var path = about.length > 1 ? about[1] : "";
        var event = Json.object("reason", what.get("reason"), "message", what.get("message"), "count", what.get("count"),
                "lastTimestamp", "%08d".formatted(events.size()),
                "involvedObject", Json.object("uid", about[0], "fieldPath", path));
        events.put(key + events.size(), event);
    }

    private void set(Map<String, Object> object, String field, Object value) {
        var parts = field.split("\\.");
        switch (parts[0]) {
            case "spec", "status" -> Json.set(object, value, parts);
            case "condition" -> item(object, "type", parts[1], "status", "conditions").putAll(value instanceof Map<?, ?>
                    ? Json.map(value) : Json.object("status", "gone", "message", "", "reason", ""));
            case "container", "init" -> status(object, parts, value);
            case "revision" -> Json.set(object, value, "metadata", "annotations", "deployment.kubernetes.io/revision");
            case "owner" -> {
                Json.set(object, Json.texts(value).stream().map(uid -> Json.object("uid", uid)).toList(),
                        "metadata", "ownerReferences");
                if (Json.text(value, 0).startsWith("Job/")) {
                    Json.set(object, "OnFailure", "spec", "restartPolicy");
                }
            }
            case "generation", "deletionTimestamp" -> Json.set(object, value, "metadata", field);
            case "desired" -> Json.set(object, value, "spec", "replicas");
            case "suspend" -> Json.set(object, value, "spec", "suspend");
            default -> Json.set(object, value, "status", field);
        }
    }

    private void status(Map<String, Object> pod, String[] parts, Object value) {
        var status = item(pod, "name", parts[1], "status",
                parts[0].equals("init") ? "initContainerStatuses" : "containerStatuses");
        var fresh = parts[2].equals("lastState") && value == null ? Map.of() : value;
        status.put(parts[2], fresh);
    }

    private static Map<String, Object> item(Map<String, Object> object, String key, String name, String... path) {
        var list = new ArrayList<>(Json.maps(object, (Object[]) path));
        var item = list.stream().filter(one -> name.equals(one.get(key))).findFirst().orElseGet(() -> {
            var fresh = Json.object(key, name);
            list.add(fresh);
            return fresh;
        });
        Json.set(object, list, path);
        return item;
    }
}
