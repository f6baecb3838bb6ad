package demoapp.playground.node.programs;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Redis 8; with `--appendonly yes` it leaves its file in /data. */
public final class RedisServer extends Program {
    static final int PORT = 6379;
    private static final String FILE = "appendonlydir/appendonly.aof.1.incr.aof";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("dd MMM yyyy HH:mm:ss.SSS", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private final Map<String, String> values = new TreeMap<>();

    @Override
    protected void run() {
        note("*", "oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo");
        note("*", "Redis version=8.2.2, bits=64, commit=00000000, modified=0, pid=1, just started");
        note("*", "Running mode=standalone, port=6379.");
        after(0.3, () -> {
            note("*", "Server initialized");
            if (keeps()) {
                var data = around().folders().apply("/data");
                note("*", data.read(FILE).isPresent() ? "DB loaded from append only file: 0.001 seconds"
                        : "Creating AOF incr file appendonly.aof.1.incr.aof on server start");
                data.write(FILE, "");
            }
            note("*", "Ready to accept connections tcp");
            listen(PORT);
        });
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

    /** What redis-cli shows of the answer to a command. */
    public String answer(List<String> words) {
        var key = words.size() > 1 ? words.get(1) : "";
        return switch (words.get(0).toUpperCase()) {
            case "PING" -> "PONG";
            case "SET" -> {
                values.put(key, words.size() > 2 ? words.get(2) : "");
                yield "OK";
            }
            case "GET" -> values.getOrDefault(key, "");
            case "KEYS" -> String.join("\n", values.keySet());
            case "DEL" -> values.remove(key) == null ? "0" : "1";
            case "DBSIZE" -> Integer.toString(values.size());
            case "FLUSHALL", "FLUSHDB" -> {
                values.clear();
                yield "OK";
            }
            default -> "ERR unknown command '%s', with args beginning with: ".formatted(words.get(0));
        };
    }

    private void note(String level, String message) {
        log("1:M %s %s %s".formatted(TIME.format(around().clock().now()), level, message));
    }
}
