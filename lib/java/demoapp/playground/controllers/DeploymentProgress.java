package demoapp.playground.controllers;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

import demoapp.json.Json;
import demoapp.playground.store.Clock;
import demoapp.playground.store.Kinds;
import demoapp.playground.store.Registry;

/** Writes a Deployment's status and revision, and knows exactly when it last made progress. */
final class DeploymentProgress {
    private final Registry registry;
    private final Clock clock;
    private final Moments progress;

    DeploymentProgress(Registry registry) {
        this.registry = registry;
        this.clock = registry.clock();
        this.progress = new Moments(clock);
    }

    /** @return after what time to look again, because the deadline will be over */
    Optional<Duration> writeRolloutStatus(Map<String, Object> deployment, List<Map<String, Object>> all,
                                          Map<String, Object> newSet) {
        var now = clock.timestamp();
        var status = DeploymentStatus.calculate(deployment, all, newSet, now);
        var since = progress.since(uid(deployment),
                Json.text(DeploymentStatus.progressing(deployment), "lastUpdateTime"));
        if (DeploymentStatus.judgeProgress(deployment, status, newSet, since, now)) {
            progress.mark(uid(deployment));
            since = Duration.ZERO;
        }
        DeploymentStatus.judgeFailure(status, all, newSet, now);
        write(deployment, status);
        return DeploymentStatus.isWaiting(deployment, status)
                ? Optional.of(DeploymentStatus.deadline(deployment).minus(since).plusMillis(50)) : Optional.empty();
    }

    /** The counters and Available only: nothing is rolled out at the moment. */
    void writeStatus(Map<String, Object> deployment, List<Map<String, Object>> all, Map<String, Object> newSet) {
        write(deployment, DeploymentStatus.calculate(deployment, all, newSet, clock.timestamp()));
    }

    private void write(Map<String, Object> deployment, Map<String, Object> status) {
        change(deployment, fresh -> {
            fresh.put("status", status);
            return fresh;
        });
    }

    /** Writes the condition Progressing, from which the deadline counts anew, and the revision (null: as it is). */
    void write(Map<String, Object> deployment, String value, String reason, String message,
               String revision) {
        progress.mark(uid(deployment));
        change(deployment, fresh -> {
            if (revision != null) {
                Json.set(fresh, revision, "metadata", "annotations", DeploymentRevisions.REVISION);
            }
            DeploymentStatus.setProgressing(Json.child(fresh, "status"), value, reason, message, clock.timestamp());
            return fresh;
        });
    }

    void writeRevision(Map<String, Object> deployment, String revision) {
        change(deployment, fresh -> {
            Json.set(fresh, revision, "metadata", "annotations", DeploymentRevisions.REVISION);
            return fresh;
        });
    }

    void countCollision(Map<String, Object> deployment) {
        change(deployment, fresh -> {
            Json.set(fresh, Json.number(fresh, 0, "status", "collisionCount") + 1, "status", "collisionCount");
            return fresh;
        });
    }

    private void change(Map<String, Object> deployment, UnaryOperator<Map<String, Object>> change) {
        registry.updateStatus(Kinds.DEPLOYMENT, Json.text(deployment, "metadata", "namespace"),
                Json.text(deployment, "metadata", "name"), Controller.MANAGER, change);
    }

    private static String uid(Map<String, Object> object) {
        return Json.text(object, "metadata", "uid");
    }
}
