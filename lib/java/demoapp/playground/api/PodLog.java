package demoapp.playground.api;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;

import demoapp.json.Json;
import demoapp.playground.node.LogLine;
import demoapp.playground.node.Node;
import demoapp.playground.store.ApiException;
import demoapp.playground.store.ApiException.Cause;
import demoapp.playground.store.Kinds;
import demoapp.playground.store.Registry;

/** GET …/pods/NAME/log: what the node keeps of a container's output; follow=true goes on with what comes. */
final class PodLog {
    private PodLog() { }

    static void get(Call call, Vertx vertx, Registry registry, Node node, Target target, Runnable closed) {
        var pod = registry.store().get(Kinds.POD, target.namespace(), target.name())
                .orElseThrow(() -> ApiException.notFound(Kinds.POD, target.name()));
        checkOptions(call, target.name());
        var container = container(call, pod, target.name());
        var previous = call.truth("previous");
        if (Json.text(pod, "spec", "nodeName").isEmpty()) {
            throw ApiException.badRequest("pod %s does not have a host assigned".formatted(target.name()));
        }
        var lines = node.log(target.namespace(), target.name(), container, previous)
                .orElseThrow(() -> missing(pod, target.name(), container, previous));
        if (call.truth("follow") && !previous) {
            follow(call, vertx, node, target, container, closed);
        } else {
            var text = text(call, chosen(call, lines));
            var limit = (int) Math.min(call.number("limitBytes", Integer.MAX_VALUE), text.length);
            call.send(200, "text/plain", limit < text.length ? Arrays.copyOf(text, limit) : text);
            closed.run();
        }
    }

    private static void checkOptions(Call call, String pod) {
        for (var option : List.of("tailLines", "sinceSeconds", "limitBytes")) {
            var least = option.equals("tailLines") ? 0 : 1;
            var value = call.number(option, least);
            if (value < least) {
                throw ApiException.invalid("", "PodLogOptions", pod, List.of(new Cause("FieldValueInvalid",
                        "Invalid value: %d: must be greater than or equal to %d".formatted(value, least), option)));
            }
        }
    }

    /** The container that the request is about: the one it names, or the pod's only or default one. */
    static String container(Call call, Map<String, Object> pod, String name) {
        var regular = names(pod, "containers");
        var all = new ArrayList<>(regular);
        all.addAll(names(pod, "initContainers"));
        var asked = call.query("container");
        if (asked.isEmpty()) {
            asked = Json.text(pod, "metadata", "annotations", "kubectl.kubernetes.io/default-container");
        }
        if (asked.isEmpty() && regular.size() == 1) {
            return regular.get(0);
        }
        if (asked.isEmpty()) {
            throw ApiException.badRequest("a container name must be specified for pod %s, choose one of: [%s]"
                    .formatted(name, String.join(" ", regular)));
        }
        if (!all.contains(asked)) {
            throw ApiException.badRequest("container %s is not valid for pod %s".formatted(asked, name));
        }
        return asked;
    }

    private static List<String> names(Map<String, Object> pod, String field) {
        return Json.maps(pod, "spec", field).stream().map(container -> Json.text(container, "name")).toList();
    }

    private static ApiException missing(Map<String, Object> pod, String name, String container, boolean previous) {
        if (previous) {
            return ApiException.badRequest("previous terminated container \"%s\" in pod \"%s\" not found"
                    .formatted(container, name));
        }
        var reason = List.of("containerStatuses", "initContainerStatuses").stream()
                .flatMap(field -> Json.maps(pod, "status", field).stream())
                .filter(status -> container.equals(status.get("name")))
                .map(status -> Json.text(status, "state", "waiting", "reason")).findFirst().orElse("");
        var why = switch (reason) {
            case "ErrImagePull", "ImagePullBackOff" -> "trying and failing to pull image";
            case "" -> "ContainerCreating";
            default -> reason;
        };
        return ApiException.badRequest("container \"%s\" in pod \"%s\" is waiting to start: %s"
                .formatted(container, name, why));
    }

    private static List<LogLine> chosen(Call call, List<LogLine> lines) {
        var since = since(call);
        var recent = lines.stream().filter(line -> !line.time().isBefore(since)).toList();
        var tail = call.number("tailLines", Long.MAX_VALUE);
        return recent.subList((int) Math.max(0, recent.size() - tail), recent.size());
    }

    private static Instant since(Call call) {
        var seconds = call.number("sinceSeconds", 0);
        if (seconds > 0) {
            return Instant.now().minus(Duration.ofSeconds(seconds));
        }
        try {
            return call.query("sinceTime").isEmpty() ? Instant.MIN
                    : OffsetDateTime.parse(call.query("sinceTime")).toInstant();
        } catch (DateTimeParseException wrong) {
            throw ApiException.badRequest("parsing time \"%s\"".formatted(call.query("sinceTime")));
        }
    }

    private static byte[] text(Call call, List<LogLine> lines) {
        var text = new StringBuilder();
        lines.forEach(line -> text.append(text(call, line)));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String text(Call call, LogLine line) {
        return (call.truth("timestamps") ? line.time() + " " : "") + line.text() + "\n";
    }

    /** What there is, then what comes; the stream ends with the container. */
    private static void follow(Call call, Vertx vertx, Node node, Target target, String container,
                               Runnable closed) {
        var response = call.request.response();
        var context = vertx.getOrCreateContext();
        var known = new HashSet<LogLine>();
        // Following begins before reading, so that no line is lost between; one that comes both ways is told once.
        var following = node.followLog(target.namespace(), target.name(), container,
                line -> context.runOnContext(now -> {
                    if (response.ended() || response.closed()) {
                        return;
                    }
                    if (line == null) {
                        response.end();
                    } else if (!known.contains(line)) {
                        response.write(Buffer.buffer(text(call, line)));
                    }
                }));
        var lines = node.log(target.namespace(), target.name(), container, false).orElse(List.of());
        known.addAll(lines);
        response.setChunked(true).putHeader("Content-Type", "text/plain");
        response.write(Buffer.buffer(text(call, chosen(call, lines))));
        call.whenOver(() -> {
            close(following);
            closed.run();
        });
    }

    private static void close(AutoCloseable following) {
        try {
            following.close();
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
