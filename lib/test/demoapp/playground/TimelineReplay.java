package demoapp.playground;

import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

import demoapp.json.Json;
import demoapp.playground.store.Kind;
import demoapp.playground.store.Kinds;
import demoapp.playground.store.Store;

/** Does to the playground what was done to the recorded cluster, at the same simulated times. */
final class TimelineReplay {
    /** The recorder let the namespace settle so long before the action; and so much longer than it we look. */
    private static final Duration SETTLED = Duration.ofMillis(1200);
    /** How often conditions are looked at. */
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final double LONGER = 8;

    private final Http http;
    private final Store store;
    private final VirtualClock clock;
    private final Map<String, Object> timeline;
    private final String namespace;
    private final TimelineObserver observer;
    private Instant start;
    private boolean already;

    TimelineReplay(Cluster cluster, VirtualClock clock, Http http, Map<String, Object> timeline) {
        this.http = http;
        this.store = cluster.registry().store();
        this.clock = clock;
        this.timeline = timeline;
        this.namespace = "t-" + Json.text(timeline, "name");
        this.observer = new TimelineObserver(store, clock, namespace);
    }

    /** The observed lines; the namespace is left to be deleted. */
    List<TimelineLine> run() {
        http.post("/api/v1/namespaces", Json.object("apiVersion", "v1", "kind", "Namespace", "metadata",
                Json.object("name", namespace)));
        await("the namespace", 30, () -> store.get(Kinds.SERVICE_ACCOUNT, namespace, "default").isPresent());
        try (observer) {
            Json.maps(timeline, "setup").forEach(object -> expect(201,
                    http.post(path(Kinds.of(object).orElseThrow()), object), "setup"));
            for (var condition : Json.maps(timeline, "setupWait")) {
                await("the setup: " + condition, 120, () -> reached(condition));
            }
            await("the setup to settle", 120, this::isQuiet);
            for (var object : Json.maps(timeline, "initial")) {
                await("as many pods as there were", 60, () -> isThere(object));
            }
            awaitSecondOfMinute();
            var began = store.version();
            start = clock.now();
            var actions = Json.maps(timeline, "action");
            for (var i = 0; i < actions.size(); i++) {
                // The recorder looked at once, often before the controllers had begun.
                var next = i + 1 < actions.size() && reached(Json.map(actions.get(i + 1), "when"));
                act(actions.get(i));
                already = next;
            }
            var seconds = ((Number) timeline.get("recordedSeconds")).doubleValue();
            sleepUntil(seconds + LONGER);
            return observer.lines(began, start, seconds);
        } finally {
            http.delete("/api/v1/namespaces/" + namespace);
        }
    }

    private void act(Map<String, Object> action) {
        if (action.containsKey("when")) {
            var condition = Json.map(action, "when");
            var atOnce = already;
            await("the moment of an action: " + condition, 180, () -> atOnce || reached(condition));
            sleepUntil(now() + ((Number) condition.getOrDefault("plus", 0)).doubleValue());
        } else {
            sleepUntil(((Number) action.get("t")).doubleValue());
        }
        if (action.containsKey("kubectl")) {
            kubectl(Json.texts(action, "kubectl"));
        } else {
            var request = Json.map(action, "request");
            var answer = send(Json.text(request, "method"), filled(Json.text(request, "path")),
                    Json.text(request, "contentType"), request.get("body"));
            expect(Json.number(action, 0, "status"), answer, Json.string(request));
        }
    }

    /** The requests that kubectl makes of these commands, so that no kubectl is needed. */
    private void kubectl(List<String> words) {
        var deployment = path(Kinds.DEPLOYMENT) + "/web";
        switch (String.join(" ", words)) {
            case "delete deployment web" -> expect(200, send("DELETE", deployment, "application/json",
                    Json.object("propagationPolicy", "Background")), "delete");
            case "rollout restart deployment/web" -> expect(200, send("PATCH", deployment,
                    "application/strategic-merge-patch+json", """
                    {"spec": {"template": {"metadata": {"annotations":
                        {"kubectl.kubernetes.io/restartedAt": "%s"}}}}}""".formatted(Instant.now())), "restart");
            case "scale rs -l app=web --replicas=3" -> sets().forEach(set -> expect(200, send("PATCH",
                    path(Kinds.REPLICA_SET) + "/" + Json.text(set, "metadata", "name") + "/scale",
                    "application/merge-patch+json", "{\"spec\": {\"replicas\": 3}}"), "scale"));
            case "rollout undo deployment/web" -> undo(deployment);
            default -> throw new AssertionError("no request is known for kubectl " + words);
        }
    }

    /** Puts the template and the annotations of the ReplicaSet before the newest back. */
    private void undo(String deployment) {
        var set = sets().stream().sorted(Comparator.comparing(TimelineReplay::revision).reversed())
                .skip(1).findFirst().orElseThrow();
        var template = Json.copy(Json.map(set, "spec", "template"));
        Json.set(template, null, "metadata", "labels", "pod-template-hash");
        var annotations = Json.copy(Json.map(set, "metadata", "annotations"));
        annotations.keySet().removeIf(name -> name.startsWith("deployment.kubernetes.io/"));
        var current = Json.map(http.get(deployment).body(), "metadata", "annotations");
        annotations.put("deployment.kubernetes.io/revision", current.get("deployment.kubernetes.io/revision"));
        expect(200, send("PATCH", deployment, "application/json-patch+json", List.of(
                Json.object("op", "replace", "path", "/spec/template", "value", template),
                Json.object("op", "replace", "path", "/metadata/annotations", "value", annotations))), "undo");
    }

    private List<Map<String, Object>> sets() {
        return store.list(Kinds.REPLICA_SET, namespace);
    }

    private static Long revision(Map<String, Object> set) {
        return Long.valueOf(Json.text(set, "metadata", "annotations", "deployment.kubernetes.io/revision"));
    }

    private Http.Answer send(String method, String path, String contentType, Object body) {
        var text = body == null ? "" : filled(body instanceof String s ? s : Json.string(body));
        var request = http.request(path).method(method, HttpRequest.BodyPublishers.ofString(text));
        if (!contentType.isEmpty()) {
            request.header("Content-Type", contentType);
        }
        return http.send(request);
    }

    private static void expect(long status, Http.Answer answer, String what) {
        if (answer.status() != status) {
            throw new AssertionError("%s: %d instead of %d: %s".formatted(what, answer.status(), status,
                    answer.body()));
        }
    }

    private String filled(String text) {
        var filled = text.replace("{ns}", namespace);
        return !filled.contains("{pod}") ? filled : filled.replace("{pod}", store.list(Kinds.POD, namespace).stream()
                .filter(pod -> Json.at(pod, "metadata", "deletionTimestamp") == null)
                .min(Comparator.comparing((Map<String, Object> pod) -> Json.text(pod, "metadata", "creationTimestamp"))
                        .thenComparing(pod -> Json.text(pod, "metadata", "name")))
                .map(pod -> Json.text(pod, "metadata", "name")).orElseThrow());
    }

    private String path(Kind kind) {
        return (kind.group().isEmpty() ? "/api/" : "/apis/") + kind.apiVersion() + "/namespaces/" + namespace + "/"
                + kind.plural();
    }

    private boolean reached(Map<String, Object> condition) {
        if (condition.isEmpty()) {
            return false;
        }
        var kind = switch (Json.text(condition, "kind")) {
            case "dep" -> Kinds.DEPLOYMENT;
            case "job" -> Kinds.JOB;
            case "pod" -> Kinds.POD;
            case "pvc" -> Kinds.PVC;
            case "rq" -> Kinds.RESOURCE_QUOTA;
            case "sts" -> Kinds.STATEFUL_SET;
            default -> throw new AssertionError("unknown kind in " + condition);
        };
        var value = store.get(kind, namespace, Json.text(condition, "name")).<Object>map(object -> {
            Object at = object;
            for (var step : Json.text(condition, "pointer").substring(1).split("/")) {
                at = step.matches("\\d+") ? Json.at(at, Integer.valueOf(step)) : Json.at(at, step);
            }
            return at;
        }).orElse(null);
        return condition.containsKey("equals") ? Json.same(condition.get("equals"), value) : value != null;
    }

    /** A CronJob's Jobs come at full minutes: begins as long before one as the recording did. */
    private void awaitSecondOfMinute() {
        var lines = Json.maps(timeline, "timeline");
        if (lines.stream().anyMatch(line -> "CronJob".equals(line.get("kind")))) {
            var first = lines.stream().filter(line -> "Job".equals(line.get("kind"))).findFirst().orElse(Map.of());
            var before = (long) (((Number) first.getOrDefault("t", 0)).doubleValue() * 1000);
            clock.sleep(Duration.ofMillis(Math.floorMod(-(clock.now().toEpochMilli() + before), 60_000)));
        }
    }

    private boolean isThere(Map<String, Object> recorded) {
        var kind = Map.of("Deployment", Kinds.DEPLOYMENT, "Job", Kinds.JOB).get(Json.text(recorded, "kind"));
        if (kind == null) {
            return true;
        }
        var now = store.get(kind, namespace, Json.text(recorded, "name")).map(TimelineFields::of).orElse(Map.of());
        return List.of("status.availableReplicas", "ready", "succeeded", "uncounted").stream()
                .allMatch(field -> Json.same(Json.at(recorded, "state", field), now.get(field)));
    }

    private boolean isQuiet() {
        return Duration.between(observer.lastChange(), clock.now()).compareTo(SETTLED) > 0;
    }

    /** @param seconds after which it is given up */
    private void await(String what, double seconds, BooleanSupplier condition) {
        var end = clock.now().plusMillis((long) (seconds * 1000));
        while (!condition.getAsBoolean()) {
            if (clock.now().isAfter(end)) {
                throw new AssertionError("waited in vain for " + what + "\n" + observer.lines(0, clock.now(), 0)
                        .stream().map(TimelineLine::toString).collect(Collectors.joining("\n")));
            }
            clock.sleep(LOOK);
        }
    }

    /** Since the first action. */
    private double now() {
        return Duration.between(start, clock.now()).toMillis() / 1000.0;
    }

    private void sleepUntil(double second) {
        clock.sleep(Duration.ofMillis((long) ((second - now()) * 1000)));
    }
}
