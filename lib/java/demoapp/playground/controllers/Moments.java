package demoapp.playground.controllers;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

import demoapp.playground.store.Clock;

/**
 * When things happened, exactly. The API's timestamps have whole seconds, and at speed 10 such a second is ten
 * simulated ones: too coarse for minReadySeconds and deadlines. After a restart the timestamps have to do.
 */
final class Moments {
    private final Clock clock;
    private final Map<String, Instant> moments = new HashMap<>();

    Moments(Clock clock) {
        this.clock = clock;
    }

    void mark(String what) {
        moments.put(what, clock.now());
    }

    void forget(String what) {
        moments.remove(what);
    }

    Instant when(String what, String timestamp) {
        var then = moments.get(what);
        return then != null ? then : timestamp.isEmpty() ? clock.now() : Instant.parse(timestamp);
    }

    /** The simulated time since then. */
    Duration since(String what, String timestamp) {
        return since(when(what, timestamp));
    }

    Duration since(Instant then) {
        return between(then, clock.now());
    }

    Instant now() {
        return clock.now();
    }

    /** The simulated time between two moments. */
    Duration between(Instant then, Instant now) {
        var wall = Duration.between(then, now);
        return Duration.ofNanos((long) (wall.toNanos() * clock.speed()));
    }
}
