package demoapp.playground.node;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import demoapp.json.Json;
import demoapp.playground.store.Kinds;
import demoapp.playground.store.Registry;
import demoapp.playground.store.Store;

/**
 * The containers' output: of the present run and of the one before. Written by the kubelet, read by the API. The last
 * lines are kept in ConfigMap kube-system/demoapp-logs, from where they come back when the playground starts again.
 */
final class Logs {
    private static final int MOST_LINES = 10_000;
    private static final int SAVED_LINES = 200;
    private static final String NAMESPACE = "kube-system";
    private static final String NAME = "demoapp-logs";

    private record Key(String podUid, String container) { }

    private static final class Log {
        private List<LogLine> lines = new ArrayList<>();
        private List<LogLine> previous;
        private boolean ended;
        private final List<Consumer<LogLine>> followers = new ArrayList<>();
    }

    private final Map<Key, Log> logs = new HashMap<>();
    private boolean unsaved;

    /** A new run begins: what there is becomes the previous log. */
    synchronized void begin(String podUid, String container) {
        unsaved = true;
        var log = logs.get(new Key(podUid, container));
        if (log == null) {
            logs.put(new Key(podUid, container), new Log());
        } else {
            log.previous = log.lines;
            log.lines = new ArrayList<>();
            log.ended = false;
        }
    }

    synchronized void add(String podUid, String container, LogLine line) {
        var log = logs.get(new Key(podUid, container));
        if (log != null) {
            log.lines.add(line);
            unsaved = true;
            if (log.lines.size() > MOST_LINES) {
                log.lines.remove(0);
            }
            log.followers.forEach(follower -> follower.accept(line));
        }
    }

    /** The run has ended: who follows hears no more. */
    synchronized void end(String podUid, String container) {
        var log = logs.get(new Key(podUid, container));
        if (log != null) {
            log.ended = true;
            log.followers.forEach(follower -> follower.accept(null));
            log.followers.clear();
        }
    }

    synchronized void forget(String podUid) {
        unsaved |= logs.keySet().removeIf(key -> key.podUid.equals(podUid));
    }

    synchronized Optional<List<LogLine>> read(String podUid, String container, boolean previous) {
        return Optional.ofNullable(logs.get(new Key(podUid, container)))
                .map(log -> previous ? log.previous : log.lines).map(List::copyOf);
    }

    /** Hands out every line of the present run from now on; null once it has ended. */
    synchronized AutoCloseable follow(String podUid, String container, Consumer<LogLine> to) {
        var log = logs.get(new Key(podUid, container));
        if (log == null || log.ended) {
            to.accept(null);
            return () -> { };
        }
        log.followers.add(to);
        return () -> {
            synchronized (this) {
                log.followers.remove(to);
            }
        };
    }

    // Over a restart

    /** Saves the last lines, if there are others than last time. */
    synchronized void save(Registry registry) {
        if (!unsaved) {
            return;
        }
        unsaved = false;
        var data = Json.object();
        logs.forEach((key, log) -> data.put(key.podUid + "." + key.container, log.lines.stream()
                .skip(Math.max(0, log.lines.size() - SAVED_LINES)).map(line -> line.time() + " " + line.text())
                .collect(Collectors.joining("\n"))));
        if (registry.store().get(Kinds.CONFIG_MAP, NAMESPACE, NAME).isEmpty()) {
            registry.create(Kinds.CONFIG_MAP, NAMESPACE, Json.object("apiVersion", "v1", "kind", "ConfigMap",
                    "metadata", Json.object("name", NAME)), "kubelet");
        }
        registry.update(Kinds.CONFIG_MAP, NAMESPACE, NAME, "kubelet", saved -> {
            saved.put("data", data);
            return saved;
        });
    }

    synchronized void load(Store store) {
        var saved = store.get(Kinds.CONFIG_MAP, NAMESPACE, NAME).orElse(Map.of());
        Json.map(saved, "data").forEach((key, text) -> {
            var dot = key.indexOf('.');
            var log = new Log();
            log.ended = true;
            String.valueOf(text).lines().forEach(line -> log.lines.add(new LogLine(
                    Instant.parse(line.substring(0, line.indexOf(' '))), line.substring(line.indexOf(' ') + 1))));
            logs.put(new Key(key.substring(0, dot), key.substring(dot + 1)), log);
        });
    }
}
