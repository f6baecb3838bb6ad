package demoapp.playground.controllers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import demoapp.json.Json;
import demoapp.playground.store.Kinds;

/** The expectations are golden/timelines of the same names, recorded from a real Kubernetes. */
class DeploymentTest {
    private final Simulation cluster = new Simulation();

    @AfterEach
    void stop() {
        cluster.close();
    }

    private static String web(int replicas, String more) {
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web}
                spec:
                  replicas: %d
                %s
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec:
                      terminationGracePeriodSeconds: 5
                      containers:
                        - name: web
                          image: nginx:1.25
                          readinessProbe:
                            httpGet: {path: /, port: 80}
                            periodSeconds: 1
                            initialDelaySeconds: 1
                """.formatted(replicas, more.indent(2).stripTrailing());
    }

    private void start(int replicas, String more) {
        cluster.apply(web(replicas, more));
        cluster.untilRolledOut("web");
    }

    private void change(String image) {
        cluster.set(Kinds.DEPLOYMENT, "web", image, "image");
    }

    /** The scaling messages without names: `up 0 to 1` is the new ReplicaSet, `down 2 to 1` the old one. */
    private List<String> scalings() {
        return cluster.events("web", "ScalingReplicaSet").stream()
                .map(message -> message.replaceFirst("Scaled (\\w+) replica set web-\\w+ from ", "$1 ")).toList();
    }

    private List<String> scalingsOfChange(int replicas, String more) {
        start(replicas, more);
        change("nginx:1.27");
        cluster.untilRolledOut("web");
        return scalings().subList(1, scalings().size());
    }

    @Test
    void two_replicas_are_replaced_one_by_one() {
        assertEquals(List.of("up 0 to 1", "down 2 to 1", "up 1 to 2", "down 1 to 0"), scalingsOfChange(2, ""));
    }

    @Test
    void four_replicas_surge_by_one_and_lack_one() {
        var scalings = scalingsOfChange(4, "");
        assertEquals(List.of("up 0 to 1", "down 4 to 3", "up 1 to 2"), scalings.subList(0, 3));
        var available = cluster.history(c -> c.kind() == Kinds.DEPLOYMENT).stream()
                .map(change -> change.object()).filter(d -> Json.number(d, 0, "metadata", "generation") == 2)
                .mapToLong(d -> Json.number(d, 0, "status", "availableReplicas")).min().orElse(0);
        assertEquals(3, available);
    }

    @Test
    void ten_replicas_begin_with_three_up_and_two_down() {
        var first = scalingsOfChange(10, "").subList(0, 3);
        assertEquals(List.of("up 0 to 3", "down 10 to 8", "up 3 to 5"), first);
    }

    @Test
    void without_surge_a_pod_goes_before_the_next_comes() {
        assertEquals(List.of("down 3 to 2", "up 0 to 1"), scalingsOfChange(3,
                "strategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 1}}").subList(0, 2));
    }

    @Test
    void the_status_tells_of_each_step_and_has_no_zero_counters() {
        start(2, "");
        var generation = cluster.get(Kinds.DEPLOYMENT, "web");
        change("nginx:1.27");
        cluster.untilRolledOut("web");
        var before = Json.text(generation, "metadata", "resourceVersion");
        var counters = new ArrayList<String>();
        cluster.history(c -> c.kind() == Kinds.DEPLOYMENT && c.version() > Long.parseLong(before)).forEach(change -> {
            var line = counters(change.object());
            if (counters.isEmpty() || !counters.get(counters.size() - 1).equals(line)) {
                counters.add(line);
            }
        });
        // Whether the old pod leaves the counters before the second new one enters them is chance.
        counters.removeIf(line -> line.contains("replicas=2 updatedReplicas=1"));
        assertEquals(List.of("observedGeneration=1 replicas=2 updatedReplicas=2 readyReplicas=2 availableReplicas=2",
                "observedGeneration=2 replicas=2 readyReplicas=2 availableReplicas=2 "
                        + "unavailableReplicas=1",
                "observedGeneration=2 replicas=3 updatedReplicas=1 readyReplicas=2 availableReplicas=2 "
                        + "unavailableReplicas=1",
                "observedGeneration=2 replicas=3 updatedReplicas=1 readyReplicas=3 availableReplicas=3",
                "observedGeneration=2 replicas=3 updatedReplicas=2 readyReplicas=2 availableReplicas=2 "
                        + "unavailableReplicas=1",
                "observedGeneration=2 replicas=3 updatedReplicas=2 readyReplicas=3 availableReplicas=3",
                "observedGeneration=2 replicas=2 updatedReplicas=2 readyReplicas=2 availableReplicas=2"), counters);
    }

    private static String counters(Map<String, Object> deployment) {
        var text = new StringBuilder();
        Json.map(deployment, "status").forEach((name, value) -> {
            if (value instanceof Number) {
                text.append(text.isEmpty() ? "" : " ").append(name).append('=').append(value);
            }
        });
        return text.toString();
    }

    @Test
    void progressing_goes_from_created_over_updated_to_available() {
        start(1, "");
        var reasons = new ArrayList<String>();
        cluster.history(c -> c.kind() == Kinds.DEPLOYMENT).forEach(change -> {
            var reason = Json.text(Conditions.find(Json.map(change.object(), "status"), "Progressing"), "reason");
            if (!reason.isEmpty() && !reasons.contains(reason)) {
                reasons.add(reason);
            }
        });
        assertEquals(List.of("NewReplicaSetCreated", "ReplicaSetUpdated", "NewReplicaSetAvailable"), reasons);
    }

    @Test
    void recreate_waits_until_the_old_pods_are_gone() {
        start(2, "strategy: {type: Recreate}");
        change("nginx:1.27");
        cluster.untilRolledOut("web");
        var sets = cluster.history(c -> c.kind() == Kinds.REPLICA_SET && c.type().equals("ADDED"));
        var oldPodsGone = cluster.history(c -> c.kind() == Kinds.POD && c.type().equals("DELETED"));
        assertEquals(2, oldPodsGone.size());
        assertTrue(oldPodsGone.get(1).version() < sets.get(1).version());
    }

    @Test
    void a_rollout_that_makes_no_progress_times_out_at_its_deadline() {
        cluster.apply(web(1, "progressDeadlineSeconds: 12").replace("path: /", "path: /nope"));
        cluster.until("the deadline", () -> "ProgressDeadlineExceeded".equals(progressing().get("reason")));
        assertEquals("False", progressing().get("status"));
        var name = Json.text(cluster.list(Kinds.REPLICA_SET).get(0), "metadata", "name");
        assertEquals("ReplicaSet \"%s\" has timed out progressing.".formatted(name), progressing().get("message"));
    }

    private Map<String, Object> progressing() {
        return Conditions.find(Json.map(cluster.get(Kinds.DEPLOYMENT, "web"), "status"), "Progressing");
    }

    @Test
    void going_back_uses_the_old_replica_set_again_with_a_new_revision() {
        start(1, "");
        var first = Json.text(cluster.list(Kinds.REPLICA_SET).get(0), "metadata", "name");
        change("nginx:1.27");
        cluster.untilRolledOut("web");
        change("nginx:1.25");
        cluster.untilRolledOut("web");
        assertEquals(2, cluster.list(Kinds.REPLICA_SET).size());
        var annotations = Json.map(cluster.get(Kinds.REPLICA_SET, first), "metadata", "annotations");
        assertEquals("3", annotations.get("deployment.kubernetes.io/revision"));
        assertEquals("1", annotations.get("deployment.kubernetes.io/revision-history"));
        assertEquals("3", Json.text(cluster.get(Kinds.DEPLOYMENT, "web"), "metadata", "annotations",
                "deployment.kubernetes.io/revision"));
    }

    @Test
    void old_replica_sets_beyond_the_limit_are_deleted_once_the_rollout_is_complete() {
        start(1, "revisionHistoryLimit: 1");
        for (var image : List.of("nginx:1.26", "nginx:1.27")) {
            change(image);
            cluster.untilRolledOut("web");
        }
        cluster.until("the first ReplicaSet to be deleted", () -> cluster.list(Kinds.REPLICA_SET).size() == 2);
    }

    @Test
    void a_paused_deployment_keeps_its_template_until_it_is_resumed() {
        start(2, "");
        cluster.set(Kinds.DEPLOYMENT, "web", true, "spec", "paused");
        cluster.until("the pause to be noted", () -> "DeploymentPaused".equals(progressing().get("reason")));
        change("nginx:1.27");
        cluster.untilStatus(Kinds.DEPLOYMENT, "web", 3, "observedGeneration");
        assertEquals(1, cluster.list(Kinds.REPLICA_SET).size());
        cluster.set(Kinds.DEPLOYMENT, "web", null, "spec", "paused");
        cluster.untilRolledOut("web");
        assertEquals(2, cluster.list(Kinds.REPLICA_SET).size());
    }

    @Test
    void scaling_changes_the_one_replica_set_and_no_revision() {
        start(1, "");
        cluster.set(Kinds.DEPLOYMENT, "web", 3, "spec", "replicas");
        cluster.untilRolledOut("web");
        cluster.set(Kinds.DEPLOYMENT, "web", 1, "spec", "replicas");
        cluster.untilRolledOut("web");
        assertEquals(List.of("up 0 to 1", "up 1 to 3", "down 3 to 1"), scalings());
        assertEquals(1, cluster.list(Kinds.REPLICA_SET).size());
    }

    @Test
    void a_template_changed_in_the_middle_of_a_rollout_takes_over() {
        start(3, "");
        change("nginx:nonexistent");
        cluster.until("the bad ReplicaSet", () -> cluster.list(Kinds.REPLICA_SET).size() == 2);
        change("nginx:1.27");
        cluster.untilRolledOut("web");
        assertEquals(3, cluster.list(Kinds.REPLICA_SET).size());
        cluster.until("only new pods to be left", () -> cluster.pods("web-").size() == 3);
    }

    @Test
    void a_new_pod_counts_as_available_only_after_min_ready_seconds() {
        start(1, "minReadySeconds: 20");
        var ready = cluster.history(c -> c.kind() == Kinds.REPLICA_SET
                && Json.number(c.object(), 0, "status", "readyReplicas") == 1);
        assertEquals(0, Json.number(ready.get(0).object(), 0, "status", "availableReplicas"));
    }
}
