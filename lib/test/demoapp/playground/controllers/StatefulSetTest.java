package demoapp.playground.controllers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import demoapp.json.Json;
import demoapp.playground.store.Kinds;

class StatefulSetTest {
    private final Simulation cluster = new Simulation();

    @BeforeEach
    void start() {
        cluster.apply("""
                apiVersion: apps/v1
                kind: StatefulSet
                metadata: {name: db}
                spec:
                  replicas: 2
                  serviceName: db
                  selector: {matchLabels: {app: db}}
                  template:
                    metadata: {labels: {app: db}}
                    spec:
                      containers:
                        - name: main
                          image: nginx:1.25
                          volumeMounts: [{name: data, mountPath: /data}]
                  volumeClaimTemplates:
                    - metadata: {name: data}
                      spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
                """);
        cluster.untilStatus(Kinds.STATEFUL_SET, "db", 2, "readyReplicas");
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void pods_come_one_after_the_other_each_with_its_claim() {
        assertEquals(List.of("create Claim data-db-0 Pod db-0 in StatefulSet db success",
                "create Pod db-0 in StatefulSet db successful",
                "create Claim data-db-1 Pod db-1 in StatefulSet db success",
                "create Pod db-1 in StatefulSet db successful"), cluster.events("db", "SuccessfulCreate"));
    }

    @Test
    void scaling_down_takes_the_last_pod_and_keeps_its_claim() {
        cluster.set(Kinds.STATEFUL_SET, "db", 1, "spec", "replicas");
        cluster.until("db-1 to go", () -> cluster.get(Kinds.POD, "db-1").isEmpty());
        assertEquals("Bound", Json.text(cluster.get(Kinds.PVC, "data-db-1"), "status", "phase"));
    }

    @Test
    void a_changed_template_replaces_the_last_pod_first() {
        var revision = Json.text(cluster.get(Kinds.STATEFUL_SET, "db"), "status", "currentRevision");
        cluster.set(Kinds.STATEFUL_SET, "db", "nginx:1.27", "image");
        cluster.until("the new revision", () -> {
            var status = Json.map(cluster.get(Kinds.STATEFUL_SET, "db"), "status");
            return !revision.equals(status.get("currentRevision"))
                    && status.get("currentRevision").equals(status.get("updateRevision"));
        });
        assertEquals(List.of("delete Pod db-1 in StatefulSet db successful",
                "delete Pod db-0 in StatefulSet db successful"), cluster.events("db", "SuccessfulDelete"));
    }

    @Test
    void below_the_partition_pods_keep_the_template_of_before_even_when_they_are_made_anew() {
        cluster.set(Kinds.STATEFUL_SET, "db", 1, "spec", "updateStrategy", "rollingUpdate", "partition");
        cluster.set(Kinds.STATEFUL_SET, "db", "nginx:1.27", "image");
        cluster.until("db-1 to be new", () -> image("db-1").equals("nginx:1.27"));
        cluster.delete(Kinds.POD, "db-0");
        cluster.until("db-0 to be made anew", () -> Json.number(cluster.list(Kinds.EVENT).stream()
                .filter(event -> "create Pod db-0 in StatefulSet db successful".equals(event.get("message")))
                .findFirst().orElse(Map.of()), 0, "count") == 2);
        assertEquals("nginx:1.25", image("db-0"));
        cluster.untilStatus(Kinds.STATEFUL_SET, "db", 1, "updatedReplicas");
        cluster.untilStatus(Kinds.STATEFUL_SET, "db", 1, "currentReplicas");
    }

    @Test
    void on_delete_leaves_the_pods_until_somebody_deletes_them() {
        cluster.set(Kinds.STATEFUL_SET, "db", Json.object("type", "OnDelete"), "spec", "updateStrategy");
        cluster.set(Kinds.STATEFUL_SET, "db", "nginx:1.27", "image");
        cluster.until("the revision to be seen", () -> {
            var status = Json.map(cluster.get(Kinds.STATEFUL_SET, "db"), "status");
            return !status.get("currentRevision").equals(status.get("updateRevision"));
        });
        cluster.delete(Kinds.POD, "db-0");
        cluster.until("db-0 to be new", () -> image("db-0").equals("nginx:1.27"));
        assertEquals("nginx:1.25", image("db-1"));
    }

    private String image(String pod) {
        return Json.text(cluster.get(Kinds.POD, pod), "spec", "containers", 0, "image");
    }
}
