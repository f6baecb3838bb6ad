package demoapp.log;

import java.time.Duration;
import java.time.Instant;

/**
 * How much of what has been written already is wanted.
 *
 * @param since null: all of it
 * @param tail  that many last lines of each container; -1: all
 */
public record LogWindow(Instant since, int tail) {
    public static final LogWindow ALL = new LogWindow(null, -1);

    /** @param since how long ago it may have been written, or null */
    public static LogWindow of(Duration since, int tail) {
        return new LogWindow(since == null ? null : Instant.now().minus(since), tail);
    }

    /** The API counts in seconds, by the node's clock. */
    long sinceSeconds() {
        return Math.max(1, Duration.between(since, Instant.now()).plusMillis(999).toSeconds());
    }
}
