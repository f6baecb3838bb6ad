package demoapp.playground.node.programs;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import demoapp.json.Json;

/** Redis 8: strings, lists and counters; with `--appendonly yes` it keeps them in /data. */
public final class RedisServer extends Program {
    static final int PORT = 6379;
    private static final String FILE = "appendonlydir/appendonly.aof.1.incr.aof";
    private static final String WRONG_TYPE = "WRONGTYPE Operation against a key holding the wrong kind of value";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("dd MMM yyyy HH:mm:ss.SSS", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private final Map<String, Object> keys = new LinkedHashMap<>();
    private final Set<Runnable> waiting = new LinkedHashSet<>();
    private Folder data;

    @Override
    protected void run() {
        note("*", "oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo");
        note("*", "Redis version=8.2.2, bits=64, commit=00000000, modified=0, pid=1, just started");
        note("*", "Running mode=standalone, port=6379.");
        after(0.3, () -> {
            note("*", "Server initialized");
            if (keeps()) {
                data = around().folders().apply("/data");
                data.read(FILE).ifPresentOrElse(this::load, () ->
                        note("*", "Creating AOF incr file appendonly.aof.1.incr.aof on server start"));
                save();
            }
            note("*", "Ready to accept connections tcp");
            listen(PORT);
        });
    }

    private void load(String file) {
        if (!file.isBlank()) {
            keys.putAll(Json.read(file.getBytes(StandardCharsets.UTF_8)));
        }
        note("*", "DB loaded from append only file: 0.001 seconds");
    }

    private void save() {
        if (data != null) {
            data.write(FILE, Json.string(keys));
        }
    }

    private boolean keeps() {
        var option = around().command().indexOf("--appendonly");
        return option >= 0 && around().command().subList(option, around().command().size()).contains("yes");
    }

    @Override
    public boolean speaksHttp() {
        return false;
    }

    @Override
    public void terminate() {
        note("*", "Received SIGTERM scheduling shutdown...");
        note("#", "User requested shutdown...");
        after(0.2, () -> {
            note("#", "Redis is now ready to exit, bye bye...");
            exit(0);
        });
    }

    // What clients see

    /** What redis-cli shows of the answer to a command. */
    public String answer(List<String> words) {
        var key = words.size() > 1 ? words.get(1) : "";
        return switch (words.get(0).toUpperCase(Locale.ROOT)) {
            case "PING" -> "PONG";
            case "SET" -> {
                keys.put(key, words.size() > 2 ? words.get(2) : "");
                save();
                yield "OK";
            }
            case "GET" -> keys.get(key) instanceof List<?> ? WRONG_TYPE : Json.text(keys, key);
            case "INCR" -> {
                increment(key);
                yield Long.toString(counter(key));
            }
            case "LLEN" -> Integer.toString(range(key).size());
            case "LRANGE" -> String.join("\n", range(key).stream().map(Json::string).toList());
            case "KEYS" -> String.join("\n", keys.keySet().stream().sorted().toList());
            case "DEL" -> {
                var there = keys.remove(key) != null;
                save();
                yield there ? "1" : "0";
            }
            case "DBSIZE" -> Integer.toString(keys.size());
            case "FLUSHALL", "FLUSHDB" -> {
                keys.clear();
                save();
                yield "OK";
            }
            default -> "ERR unknown command '%s', with args beginning with: ".formatted(words.get(0));
        };
    }

    /** LPUSH. */
    void push(String list, Object value) {
        var values = new ArrayList<>(range(list));
        values.add(0, value);
        set(list, values);
        var woken = List.copyOf(waiting);
        waiting.clear();
        woken.forEach(Runnable::run);
    }

    /** RPOP. */
    Optional<Object> pop(String list) {
        var values = new ArrayList<>(range(list));
        if (values.isEmpty()) {
            return Optional.empty();
        }
        var last = values.remove(values.size() - 1);
        set(list, values);
        return Optional.of(last);
    }

    /** As BRPOP waits: calls back once, at the next push. */
    void whenPushed(Runnable then) {
        waiting.add(then);
    }

    /** LRANGE 0 -1. */
    List<Object> range(String list) {
        return List.copyOf(Json.list(keys, list));
    }

    /** LREM of one. */
    void remove(String list, Object value) {
        var values = new ArrayList<>(range(list));
        values.remove(value);
        set(list, values);
    }

    /** An empty list is no key. */
    private void set(String list, List<Object> values) {
        if (values.isEmpty()) {
            keys.remove(list);
        } else {
            keys.put(list, values);
        }
        save();
    }

    /** INCR. */
    void increment(String counter) {
        keys.put(counter, counter(counter) + 1);
        save();
    }

    long counter(String counter) {
        return Json.number(keys, 0, counter);
    }

    private void note(String level, String message) {
        log("1:M %s %s %s".formatted(TIME.format(around().clock().now()), level, message));
    }
}
