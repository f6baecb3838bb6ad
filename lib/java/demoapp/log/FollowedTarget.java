package demoapp.log;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import demoapp.cluster.Cluster;
import demoapp.cluster.Resources.Resource;
import demoapp.cluster.Watch;
import demoapp.json.Json;
import demoapp.manifest.Manifest;
import demoapp.rollout.Verdict;
import demoapp.rollout.Verdict.State;

/**
 * A target while its logs are followed: its pods, and whether more may come of it. An object is over when it is deleted,
 * a pod or a Job also when it has ended; a selector when all that it ever selected were pods of Jobs, and these are over.
 */
final class FollowedTarget implements AutoCloseable {
    private final Cluster cluster;
    private final LogTarget target;
    private final Runnable changed;
    private final Watch object;
    private Watch pods;
    private Watch jobs;
    private String uid = "";
    private boolean isOver;
    private boolean hasOtherPods;
    /** By uid, the Jobs of the pods: their names, and how they ended. */
    private final Map<String, String> owners = new HashMap<>();
    private final Map<String, Verdict> ended = new HashMap<>();
    private final List<String> failures = new ArrayList<>();

    FollowedTarget(Cluster cluster, LogTarget target, Runnable changed) {
        this.cluster = cluster;
        this.target = target;
        this.changed = changed;
        object = target.resource() == null ? null : watch(target.resource(), LogTarget.byName(target.name()));
        pods = target.resource() == null ? watch(LogTarget.PODS, target.query())
                : target.resource() == LogTarget.PODS ? object : null;
    }

    private Watch watch(Resource resource, String query) {
        return new Watch(cluster.requests(), resource, cluster.namespace(), query, changed);
    }

    LogTarget target() {
        return target;
    }

    boolean isOver() {
        return isOver;
    }

    /** Whether there is a Job in it, and only that, which ends some day. */
    boolean awaitsJob() {
        return !isOver && (target.resource() == LogTarget.JOBS || !owners.isEmpty() && !hasOtherPods);
    }

    /** The Jobs that have failed. */
    List<String> failures() {
        return failures;
    }

    /** Why there is no news at the moment, or "". */
    String trouble() {
        return Stream.of(object, pods, jobs).filter(Objects::nonNull).map(Watch::trouble)
                .filter(trouble -> !trouble.isEmpty()).findFirst().orElse("");
    }

    /** Takes in what is new. @return the pods that there are, as far as that is known */
    List<Map<String, Object>> look() {
        if (object != null && object.isListed()) {
            lookAt(object.get(target.name()));
        }
        if (pods == null || !pods.isListed()) {
            return List.of();
        }
        var all = pods.all();
        if (object == null) {
            all.forEach(this::findOwner);
            isOver = !owners.isEmpty() && !hasOtherPods && owners.keySet().stream().allMatch(this::hasEnded);
        }
        return all;
    }

    private void lookAt(Map<String, Object> now) {
        if (!uid.isEmpty() && !uid.equals(Json.text(now, "metadata", "uid"))) {
            isOver = true; // deleted; what has its name now is another
        } else if (now != null) {
            uid = Json.text(now, "metadata", "uid");
            pods = pods == null ? watch(LogTarget.PODS, LogTarget.podsOf(now)) : pods;
            isOver |= target.resource() == LogTarget.PODS && LogStream.hasEnded(now)
                    || target.resource() == LogTarget.JOBS && hasEnded(uid, now);
        }
    }

    private void findOwner(Map<String, Object> pod) {
        var job = Json.maps(pod, "metadata", "ownerReferences").stream()
                .filter(owner -> Json.truth(owner, "controller") && Json.text(owner, "kind").equals("Job")).findFirst();
        job.ifPresentOrElse(owner -> owners.put(Json.text(owner, "uid"), Json.text(owner, "name")), () -> hasOtherPods = true);
    }

    /** Whether the Job of the uid, found by its pods, has ended or is gone. */
    private boolean hasEnded(String job) {
        if (ended.containsKey(job)) {
            return true;
        }
        jobs = jobs == null ? watch(LogTarget.JOBS, "") : jobs;
        if (!jobs.isListed()) {
            return false;
        }
        var now = jobs.get(owners.get(job));
        if (now != null && Json.text(now, "metadata", "uid").equals(job)) {
            return hasEnded(job, now);
        }
        // Gone, or so new that the watch has not told yet.
        var answer = cluster.requests().get(LogTarget.JOBS.path(cluster.namespace()) + "/" + owners.get(job));
        if (answer.ok() && Json.text(answer.json(), "metadata", "uid").equals(job)) {
            return false;
        }
        ended.put(job, new Verdict(State.READY, "gone"));
        return true;
    }

    private boolean hasEnded(String uid, Map<String, Object> job) {
        var verdict = Verdict.of(job, Set.of());
        if (verdict.state() == State.PROGRESSING) {
            return false;
        }
        if (ended.put(uid, verdict) == null && verdict.state() == State.FAILED) {
            failures.add(Manifest.title(job) + " has failed: " + verdict.message());
        }
        return true;
    }

    @Override
    public void close() {
        Stream.of(object, pods, jobs).filter(Objects::nonNull).forEach(Watch::close);
    }
}
