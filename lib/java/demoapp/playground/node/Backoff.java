package demoapp.playground.node;

import java.util.HashMap;
import java.util.Map;

/**
 * Waits of 10, 20, 40 … 300 s, forgotten after twice the longest without failure. Times are the kubelet's uptime.
 * See k8s.io/client-go/util/flowcontrol/backoff.go.
 */
final class Backoff {
    private static final double FIRST = 10;
    private static final double LONGEST = 300;

    private record Entry(double seconds, double updated) { }

    private final Map<String, Entry> entries = new HashMap<>();

    /** Whether the wait that began at that time is still on. */
    boolean isOn(String key, double since, double now) {
        return isKnown(key, since) && now - since < entries.get(key).seconds;
    }

    /** Whether the wait that began with the last failure is still on. */
    boolean isOn(String key, double now) {
        return isKnown(key, now) && now - entries.get(key).updated < entries.get(key).seconds;
    }

    /** The next wait is longer. */
    void next(String key, double failed, double now) {
        var wait = isKnown(key, failed) ? Math.min(LONGEST, entries.get(key).seconds * 2) : FIRST;
        entries.put(key, new Entry(wait, now));
    }

    private boolean isKnown(String key, double time) {
        return entries.containsKey(key) && time - entries.get(key).updated <= 2 * LONGEST;
    }

    /** As Go prints durations: 10s, 1m20s, 5m0s. */
    String wait(String key) {
        var whole = (long) entries.get(key).seconds;
        return whole < 60 ? whole + "s" : "%dm%ds".formatted(whole / 60, whole % 60);
    }
}
