package demoapp.playground.api;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

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
    private static final int UNREAD_LINES = 20_000;

    private PodLog() { }

    static void get(Call call, Vertx vertx, Registry registry, Node node, Target target, Runnable closed) {
        checkOptions(call, target.name());
        var pod = registry.store().get(Kinds.POD, target.namespace(), target.name())
                .orElseThrow(() -> ApiException.notFound(Kinds.POD, target.name()));
        var container = container(call, pod, target.name());
        var previous = call.truth("previous");
        if (Json.text(pod, "spec", "nodeName").isEmpty()) {
            call.text(200, ""); // as long as there is no node to ask, there is no log either
            closed.run();
            return;
        }
        var lines = node.log(target.namespace(), target.name(), container, previous)
                .orElseThrow(() -> missing(pod, target.name(), container, previous));
        var removed = Json.text(status(pod, container), "lastState", "terminated", "containerID");
        if (previous && Json.at(status(pod, container), "state", "terminated") != null && !removed.isEmpty()) {
            // The kubelet keeps one ended container: the one that has ended just now.
            call.text(200, "unable to retrieve container logs for " + removed);
            closed.run();
        } else if (call.truth("follow") && !previous) {
            follow(call, vertx, node, target, container, closed);
        } else {
            var text = text(call, chosen(call, lines));
            var limit = (int) Math.min(call.number("limitBytes", Integer.MAX_VALUE), text.length);
            call.send(200, "text/plain", limit < text.length ? Arrays.copyOf(text, limit) : text);
            closed.run();
        }
    }

    private static void checkOptions(Call call, String pod) {
        var causes = new ArrayList<Cause>();
        for (var option : List.of("tailLines", "limitBytes", "sinceSeconds")) {
            var least = option.equals("tailLines") ? 0 : 1;
            var value = call.number(option, least);
            if (value < least) {
                causes.add(new Cause("FieldValueInvalid", "Invalid value: %d: must be greater than %s"
                        .formatted(value, least == 0 ? "or equal to 0" : "0"), option));
            }
        }
        if (!call.query("sinceSeconds").isEmpty() && !call.query("sinceTime").isEmpty()) {
            causes.add(new Cause("FieldValueForbidden",
                    "Forbidden: at most one of `sinceTime` or `sinceSeconds` may be specified", ""));
        }
        if (!causes.isEmpty()) {
            throw ApiException.invalid("", "PodLogOptions", pod, causes);
        }
        since(call);
    }

    /** The container that the request is about: the one it names, or the pod's only or default one. */
    static String container(Call call, Map<String, Object> pod, String name) {
        var regular = names(pod, "containers");
        var all = new ArrayList<>(regular);
        all.addAll(names(pod, "initContainers"));
        all.addAll(names(pod, "ephemeralContainers"));
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

    private static Map<String, Object> status(Map<String, Object> pod, String container) {
        return List.of("containerStatuses", "initContainerStatuses", "ephemeralContainerStatuses").stream()
                .flatMap(field -> Json.maps(pod, "status", field).stream())
                .filter(status -> container.equals(status.get("name"))).findFirst().orElse(Map.of());
    }

    private static ApiException missing(Map<String, Object> pod, String name, String container, boolean previous) {
        if (previous) {
            return ApiException.badRequest("previous terminated container \"%s\" in pod \"%s\" not found"
                    .formatted(container, name));
        }
        var reason = Json.text(status(pod, container), "state", "waiting", "reason");
        var why = switch (reason) {
            case "ErrImagePull" -> "image can't be pulled";
            case "ImagePullBackOff" -> "trying and failing to pull image";
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
            throw ApiException.badRequest(("parsing time \"%1$s\" as \"2006-01-02T15:04:05Z07:00\": cannot parse "
                    + "\"%1$s\" as \"2006\"").formatted(call.query("sinceTime")));
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

    /** What there is, then what comes; the stream ends with the container, or when it is as long as it may be. */
    private static void follow(Call call, Vertx vertx, Node node, Target target, String container,
                               Runnable closed) {
        var response = call.request.response();
        var context = vertx.getOrCreateContext();
        var unread = new ArrayDeque<Buffer>();
        var left = new AtomicLong(call.number("limitBytes", Long.MAX_VALUE));
        var ended = new AtomicBoolean();
        var outflow = new Outflow(vertx, new Outlet.Response(response), () -> next(call, unread, left, ended));
        var known = new HashSet<LogLine>();
        // Following begins before reading, so that no line is lost between; one that comes both ways is told once.
        var following = node.followLog(target.namespace(), target.name(), container,
                line -> context.runOnContext(now -> {
                    if (line == null) {
                        ended.set(true);
                    } else if (!known.contains(line)) {
                        unread.add(Buffer.buffer(text(call, line)));
                    }
                    if (unread.size() > UNREAD_LINES) {
                        response.reset(); // a client that does not read must not fill our memory
                    }
                    outflow.write();
                }));
        var lines = node.log(target.namespace(), target.name(), container, false).orElse(List.of());
        known.addAll(lines);
        response.setChunked(true).putHeader("Content-Type", "text/plain");
        response.writeHead();
        chosen(call, lines).forEach(line -> unread.add(Buffer.buffer(text(call, line))));
        call.whenOver(() -> {
            outflow.close();
            unread.clear();
            close(following);
            closed.run();
        });
        outflow.write();
    }

    /** The next piece to be sent; null when there is none for now. */
    private static Buffer next(Call call, ArrayDeque<Buffer> unread, AtomicLong left, AtomicBoolean ended) {
        var next = unread.poll();
        if (next == null ? ended.get() : left.get() <= next.length()) {
            call.request.response().end(next == null ? Buffer.buffer() : next.getBuffer(0, (int) left.get()));
            return null;
        }
        if (next != null) {
            left.addAndGet(-next.length());
        }
        return next;
    }

    private static void close(AutoCloseable following) {
        try {
            following.close();
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
