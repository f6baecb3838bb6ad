package demoapp.playground.controllers;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.store.Clock;
import demoapp.playground.store.Store;

/**
 * A clock for each CronJob: it shows the wall clock's time when the CronJob is created and runs as fast as the cluster
 * from then on, so that `every minute` is as long as a minute of the simulation. Timestamps in the API stay the wall
 * clock's.
 */
final class CronClock {
    private final Clock clock;
    private final Moments created;
    private final Map<String, Instant> started = new HashMap<>();

    CronClock(Clock clock) {
        this.clock = clock;
        this.created = new Moments(clock);
    }

    void changed(Store.Change change) {
        var uid = uid(change.object());
        if (change.type().equals("DELETED")) {
            created.forget(uid);
            started.remove(uid);
        } else if (change.before() == null && age(change.object()).compareTo(Duration.ofSeconds(2)) < 0) {
            created.mark(uid); // exactly; its timestamp has whole seconds
        }
    }

    private Duration age(Map<String, Object> cronJob) {
        return Duration.between(Instant.parse(Json.text(cronJob, "metadata", "creationTimestamp")), clock.now());
    }

    Instant now(Map<String, Object> cronJob) {
        return shown(cronJob, clock.now());
    }

    /** What the CronJob's clock showed at a moment of the wall clock. */
    private Instant shown(Map<String, Object> cronJob, Instant wall) {
        var begin = begin(cronJob);
        return begin.plusNanos((long) (Duration.between(begin, wall).toNanos() * clock.speed()));
    }

    Instant onTheWall(Map<String, Object> cronJob, Instant shown) {
        var begin = begin(cronJob);
        return begin.plusNanos((long) (Duration.between(begin, shown).toNanos() / clock.speed()));
    }

    private Instant begin(Map<String, Object> cronJob) {
        return created.when(uid(cronJob), Json.text(cronJob, "metadata", "creationTimestamp"));
    }

    void started(Map<String, Object> cronJob, Instant scheduled) {
        started.put(uid(cronJob), scheduled);
    }

    /** The last scheduled time for which there was a Job; without one, when the CronJob was created. */
    Instant last(Map<String, Object> cronJob) {
        var exactly = started.get(uid(cronJob));
        var written = Json.text(cronJob, "status", "lastScheduleTime");
        return exactly != null ? exactly : written.isEmpty() ? begin(cronJob) : shown(cronJob, Instant.parse(written));
    }

    private static String uid(Map<String, Object> object) {
        return Json.text(object, "metadata", "uid");
    }
}
