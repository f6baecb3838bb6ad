package demoapp.playground.node;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import demoapp.json.Json;
import demoapp.playground.controllers.Simulation;
import demoapp.playground.store.Kinds;

/** Why pods stay pending, in the real scheduler's words; and that they do not for ever. */
class SchedulerTest {
    private static final String NOT_HELPFUL =
            " preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.";
    private static final String NO_VICTIMS =
            " preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.";

    private final Simulation cluster = new Simulation();

    @AfterEach
    void stop() {
        cluster.close();
    }

    private void pod(String name, String spec) {
        cluster.apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: %s, labels: {app: %s}}
                spec:
                  containers: [{name: main, image: "nginx:1.25"}]
                %s
                """.formatted(name, name, spec.indent(2)));
    }

    private void untilRefused(String pod, String message) {
        cluster.until(message, () -> cluster.events(pod, "FailedScheduling").contains(message));
    }

    private void node(String field, Object value) {
        cluster.registry.update(Kinds.NODE, "", Node.NAME, "test", node -> {
            Json.set(node, value, "spec", field);
            return node;
        });
    }

    @Test
    void a_taint_has_to_be_tolerated() {
        node("taints", List.of(Map.of("key", "gpu", "value", "yes", "effect", "NoSchedule")));
        pod("plain", "");
        pod("tolerant", "tolerations: [{key: gpu, operator: Exists}]");
        untilRefused("plain", "0/1 nodes are available: 1 node(s) had untolerated taint {gpu: yes}." + NOT_HELPFUL);
        cluster.untilStatus(Kinds.POD, "tolerant", "Running", "phase");
        node("taints", null);
        cluster.untilStatus(Kinds.POD, "plain", "Running", "phase");
    }

    @Test
    void a_cordoned_node_takes_no_pods_until_it_is_uncordoned() {
        node("unschedulable", true);
        pod("web", "");
        untilRefused("web", "0/1 nodes are available: 1 node(s) were unschedulable." + NOT_HELPFUL);
        node("unschedulable", null);
        cluster.untilStatus(Kinds.POD, "web", "Running", "phase");
    }

    @Test
    void pods_that_avoid_each_other_do_not_share_the_node() {
        pod("one", "");
        cluster.untilStatus(Kinds.POD, "one", "Running", "phase");
        pod("two", """
                affinity:
                  podAntiAffinity:
                    requiredDuringSchedulingIgnoredDuringExecution:
                      - {topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: {app: one}}}""");
        untilRefused("two", "0/1 nodes are available: 1 node(s) didn't match pod anti-affinity rules." + NO_VICTIMS);
        cluster.delete(Kinds.POD, "one");
        cluster.untilStatus(Kinds.POD, "two", "Running", "phase");
    }

    @Test
    void a_claim_for_one_pod_is_not_for_another() {
        cluster.apply("""
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: {name: disk}
                spec: {accessModes: [ReadWriteOncePod], resources: {requests: {storage: 1Gi}}}
                """);
        var volume = "volumes: [{name: d, persistentVolumeClaim: {claimName: disk}}]";
        pod("one", volume);
        cluster.untilStatus(Kinds.POD, "one", "Running", "phase");
        pod("two", volume);
        untilRefused("two", "0/1 nodes are available: 1 node has pod using PersistentVolumeClaim with the same name and "
                + "ReadWriteOncePod access mode." + NO_VICTIMS);
    }

    @Test
    void a_claim_has_to_be_there_and_bound() {
        pod("early", "volumes: [{name: d, persistentVolumeClaim: {claimName: disk}}]");
        untilRefused("early", "0/1 nodes are available: persistentvolumeclaim \"disk\" not found." + NOT_HELPFUL);
        cluster.apply("""
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: {name: disk}
                spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
                """);
        cluster.untilStatus(Kinds.POD, "early", "Running", "phase");
    }
}
