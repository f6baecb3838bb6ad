package demoapp.playground.controllers;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import demoapp.json.Json;
import demoapp.playground.store.ApiException;
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
        var progressed = DeploymentStatus.judgeProgress(deployment, status, newSet, since, now);
        DeploymentStatus.judgeFailure(status, all, newSet, now);
        write(deployment, status);
        if (progressed) {
            progress.mark(uid(deployment));
            since = Duration.ZERO;
        }
        return DeploymentStatus.isWaiting(deployment, status)
                ? Optional.of(DeploymentStatus.deadline(deployment).minus(since).plusMillis(50)) : Optional.empty();
    }

    /** The counters and Available only: nothing is rolled out at the moment. */
    void writeStatus(Map<String, Object> deployment, List<Map<String, Object>> all, Map<String, Object> newSet) {
        write(deployment, DeploymentStatus.calculate(deployment, all, newSet, clock.timestamp()));
    }

    /** A ReplicaSet was made for the Deployment's template. */
    void created(Map<String, Object> deployment, String set, long revision) {
        var renumbered = setRevision(deployment, Long.toString(revision));
        if (DeploymentStatus.hasDeadline(deployment)) {
            write(deployment, "True", "NewReplicaSetCreated", "Created new replica set \"%s\"".formatted(set));
        } else if (renumbered) {
            write(deployment, Json.map(deployment, "status"));
        }
    }

    /** There is a ReplicaSet for the Deployment's template already. */
    void found(Map<String, Object> deployment, String set, String revision) {
        var renumbered = setRevision(deployment, revision);
        if (DeploymentStatus.hasDeadline(deployment) && DeploymentStatus.progressing(deployment).isEmpty()) {
            write(deployment, "True", "FoundNewReplicaSet", "Found new replica set \"%s\"".formatted(set));
        } else if (renumbered) {
            write(deployment, Json.map(deployment, "status"));
        }
    }

    private static boolean setRevision(Map<String, Object> deployment, String revision) {
        if (revision.equals(Json.text(deployment, "metadata", "annotations", DeploymentRevisions.REVISION))) {
            return false;
        }
        Json.set(deployment, revision, "metadata", "annotations", DeploymentRevisions.REVISION);
        return true;
    }

    /** Writes the condition Progressing, from which the deadline counts anew, and the revision. */
    void write(Map<String, Object> deployment, String value, String reason, String message) {
        DeploymentStatus.setProgressing(Json.child(deployment, "status"), value, reason, message, clock.timestamp());
        write(deployment, Json.map(deployment, "status"));
        progress.mark(uid(deployment));
    }

    void countCollision(Map<String, Object> deployment) {
        Json.set(deployment, Json.number(deployment, 0, "status", "collisionCount") + 1, "status", "collisionCount");
        write(deployment, Json.map(deployment, "status"));
    }

    /** Writes the status and the revision; a Deployment that was changed since it was read is a Conflict. */
    private void write(Map<String, Object> deployment, Map<String, Object> status) {
        registry.updateStatus(Kinds.DEPLOYMENT, Json.text(deployment, "metadata", "namespace"),
                Json.text(deployment, "metadata", "name"), Controller.MANAGER, fresh -> {
                    if (Json.same(fresh.get("status"), status) && revision(fresh).equals(revision(deployment))) {
                        return fresh;
                    }
                    if (!version(fresh).equals(version(deployment))) {
                        throw ApiException.conflict(Kinds.DEPLOYMENT, Json.text(deployment, "metadata", "name"),
                                "the object has been modified; please apply your changes to the latest version and "
                                + "try again");
                    }
                    fresh.put("status", status);
                    if (!revision(deployment).isEmpty()) {
                        Json.set(fresh, revision(deployment), "metadata", "annotations", DeploymentRevisions.REVISION);
                    }
                    return fresh;
                });
    }

    private static String revision(Map<String, Object> deployment) {
        return Json.text(deployment, "metadata", "annotations", DeploymentRevisions.REVISION);
    }

    private static String version(Map<String, Object> object) {
        return Json.text(object, "metadata", "resourceVersion");
    }

    private static String uid(Map<String, Object> object) {
        return Json.text(object, "metadata", "uid");
    }
}
