package demoapp.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import demoapp.cluster.Resources.Resource;
import demoapp.json.Json;
import demoapp.rollout.Readiness.Target;
import org.junit.jupiter.api.Test;

/** A container without a readiness probe that has died once is not to be trusted before it has lived longer than then. */
class SettlingTest {
    private static final Verdict READY = new Verdict(Verdict.State.READY, "1 of 1 available");
    private static final Target TARGET = new Target(new Resource("apps/v1", "Deployment", "deployments", true),
            "default", "web", false);

    private static Verdict look(int age, int lastLife) {
        var now = Instant.now();
        var status = Json.object("containerID", "a", "restartCount", lastLife == 0 ? 0 : 1,
                "state", Json.object("running", Json.object("startedAt", now.minusSeconds(age).toString())),
                "lastState", lastLife == 0 ? Map.of() : Json.object("terminated", Json.object(
                        "startedAt", now.minusSeconds(age + lastLife).toString(),
                        "finishedAt", now.minusSeconds(age).toString())));
        var pod = Json.object("status", Json.object("containerStatuses", List.of(status)));
        return new Settling(Duration.ZERO).look(TARGET, READY, List.of(pod));
    }

    @Test
    void it_is_watched_until_it_has_outlived_its_last_run() {
        assertEquals("1 of 1 available; a container died after 30 s, so it is watched for longer than that",
                look(10, 30).message());
        assertEquals(READY, look(40, 30));
    }

    @Test
    void a_minute_is_enough() {
        assertEquals(READY, look(70, 36000));
    }

    @Test
    void what_has_never_died_is_watched_for_settle_only() {
        assertEquals(READY, look(1, 0));
    }
}
