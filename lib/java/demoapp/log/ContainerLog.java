package demoapp.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

import demoapp.LineSplitter;
import demoapp.Problem;
import demoapp.cluster.Answer;
import demoapp.cluster.Requests;
import demoapp.json.Json;

/** The log of one container of one pod, and how far it has been read. */
final class ContainerLog {
    private static final int FIRST_LIMIT = 1 << 20;
    private static final int LAST_LIMIT = 1 << 30;

    private final Requests requests;
    private final String path;
    private final String pod;
    private final String uid;
    private final String container;
    private final LogWindow window;
    private final LogPrinter printer;
    private final LogPosition position = new LogPosition();
    private int limit = FIRST_LIMIT;
    private boolean tailRead;
    private boolean atEnd;
    private String missing = "";

    /** @param pods the path of the pods in their namespace */
    ContainerLog(Requests requests, String pods, Map<String, Object> pod, String container, LogWindow window,
            LogPrinter printer) {
        this.requests = requests;
        this.pod = Json.text(pod, "metadata", "name");
        this.path = pods + "/" + this.pod;
        this.uid = Json.text(pod, "metadata", "uid");
        this.container = container;
        this.window = window;
        this.printer = printer;
        tailRead = window.tail() < 0;
    }

    /** The names of all its containers, in the order in which they start. */
    static List<String> containers(Map<String, Object> pod) {
        return Stream.of("initContainers", "containers", "ephemeralContainers")
                .flatMap(field -> Json.maps(pod, "spec", field).stream()).map(one -> Json.text(one, "name")).toList();
    }

    boolean isOf(Map<String, Object> pod) {
        return Json.text(pod, "metadata", "uid").equals(uid);
    }

    String container() {
        return container;
    }

    /** As messages name it. */
    String title() {
        return pod + " " + container;
    }

    /** Why there is nothing to read, in the server's words, or "". */
    String missing() {
        return missing;
    }

    /** The pod as it is now; empty when it is gone, even if another has its name. */
    Optional<Map<String, Object>> freshPod() {
        var answer = requests.get(path);
        if (answer.code() == 404) {
            return Optional.empty();
        }
        if (!answer.ok()) {
            throw Problem.failed("cannot read pod " + pod + ": " + answer.message());
        }
        return Optional.of(answer.json()).filter(this::isOf);
    }

    /**
     * What comes next of what has been written so far; empty at its end. By pages, so that logs of any size can be put
     * in order without having all of them in memory.
     *
     * @param previous  of the instance before
     * @param mayGoOn   whether a last line without its line end is left for later
     */
    List<LogLine> nextPage(boolean previous, boolean mayGoOn) {
        while (!atEnd) {
            var isTail = !tailRead;
            var answer = requests.get(request("limitBytes=" + limit + (previous ? "&previous=true" : "")
                    + (isTail ? "&tailLines=" + Math.max(1, window.tail()) : "")));
            if (!answer.ok()) {
                refuseForbidden(answer);
                missing = answer.message();
                return end();
            }
            atEnd = answer.body().length < limit;
            var isFirst = position.isEmpty();
            var page = page(answer.body(), atEnd && !mayGoOn);
            if (isFirst && !page.isEmpty()) {
                position.startAfter(page.get(0).time());
            }
            tailRead |= atEnd || !page.isEmpty();
            if (isTail && window.tail() == 0) {
                return end();
            }
            if (!page.isEmpty()) {
                return page;
            }
            if (limit == LAST_LIMIT) {
                missing = "a line of more than " + limit + " bytes";
                return end();
            }
            limit *= 2; // one line, or the lines of one second, need more than that
        }
        return List.of();
    }

    private List<LogLine> end() {
        atEnd = true;
        return List.of();
    }

    /** What has not been read of the instance before. */
    List<LogLine> restOfPrevious() {
        var answer = requests.get(request("previous=true"));
        return answer.ok() ? page(answer.body(), true) : List.of();
    }

    private List<LogLine> page(byte[] body, boolean withRest) {
        var page = new ArrayList<LogLine>();
        var unread = position.unread();
        var lines = new LineSplitter(line -> accept(line, unread).ifPresent(page::add));
        lines.accept(ByteBuffer.wrap(body));
        if (withRest) {
            accept(lines.rest(), unread).ifPresent(page::add);
        }
        return page;
    }

    /** The path of a request for what has not been read yet. */
    String request(String options) {
        return path + "/log?container=" + container + "&timestamps=true"
                + (!position.isEmpty() ? "&sinceTime=" + position.since()
                        : window.since() != null ? "&sinceSeconds=" + window.sinceSeconds() : "")
                + (options.isEmpty() ? "" : "&" + options);
    }

    /** For each answer a new one: see {@link LogPosition#unread}. */
    Predicate<Instant> unread() {
        return position.unread();
    }

    /** Reads a line of an answer; empty when it had been read before. */
    Optional<LogLine> accept(byte[] bytes, Predicate<Instant> unread) {
        var line = LogLine.read(pod, container, bytes);
        if (line.isEmpty() && bytes.length > 0) {
            printer.noteOnce(title() + ": " + new String(bytes, StandardCharsets.UTF_8)); // the kubelet's own words
        }
        var fresh = line.filter(one -> unread.test(one.time()));
        fresh.ifPresent(one -> {
            if (position.isEmpty() && window.since() != null) {
                position.startAfter(one.time());
            }
            position.add(one.time());
        });
        return fresh;
    }

    /** Whether an answer's first line shows that it is not of the instance read so far. */
    boolean isGapBefore(byte[] line) {
        return LogLine.read(pod, container, line).filter(one -> position.isGapBefore(one.time())).isPresent();
    }

    void refuseForbidden(Answer answer) {
        if (answer.code() == 401 || answer.code() == 403) {
            throw Problem.failed("cannot read the log of " + title() + ": " + answer.message());
        }
    }
}
