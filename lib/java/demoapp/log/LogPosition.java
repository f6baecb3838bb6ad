package demoapp.log;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * How far a container's log has been read: enough to go on there by another request, with no line lost or doubled. The
 * API server hands sinceTime on to the kubelet in whole seconds, and stdout and stderr may swap places by a hair, so the
 * last lines come again: the times of those that have been read are kept, each with how many lines had it.
 * See https://github.com/kubernetes/kubernetes/blob/v1.32.0/pkg/registry/core/pod/strategy.go (LogLocation)
 */
final class LogPosition {
    private final NavigableMap<Instant, Integer> read = new TreeMap<>();
    private Instant start;

    /** Whether it is still the log's beginning. */
    synchronized boolean isEmpty() {
        return read.isEmpty();
    }

    /** What has this time or an earlier one is not wanted. */
    synchronized void startAfter(Instant time) {
        start = time;
    }

    synchronized void add(Instant time) {
        read.merge(time, 1, Integer::sum);
        read.headMap(since()).clear();
    }

    /** The {@code sinceTime} to ask for, once something has been read. */
    synchronized Instant since() {
        return read.lastKey().truncatedTo(ChronoUnit.SECONDS).minusSeconds(1);
    }

    /**
     * Whether an answer that begins at this time leaves something out: asked for what came {@link #since}, the same log
     * begins with a line that has been read.
     */
    synchronized boolean isGapBefore(Instant time) {
        return !read.isEmpty() && !read.containsKey(time) && (start == null || time.isAfter(start));
    }

    /** Tells, for the times of one answer's lines in their order, which of these lines are new. */
    synchronized Predicate<Instant> unread() {
        var again = new HashMap<>(read);
        var after = start;
        return time -> {
            if (after != null && !time.isAfter(after)) {
                return false;
            }
            var left = again.getOrDefault(time, 0);
            again.put(time, left - 1);
            return left <= 0;
        };
    }
}
