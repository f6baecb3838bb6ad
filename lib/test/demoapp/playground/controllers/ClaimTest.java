package demoapp.playground.controllers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import demoapp.json.Json;
import demoapp.playground.store.Kinds;

/** The expectations are golden/timelines/pvc-*, recorded from a real Kubernetes. */
class ClaimTest {
    private final Simulation cluster = new Simulation();

    @AfterEach
    void stop() {
        cluster.close();
    }

    private void claim(String storageClass) {
        cluster.apply("""
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: {name: data}
                spec:
                  storageClassName: "%s"
                  accessModes: [ReadWriteOnce]
                  resources: {requests: {storage: 1Gi}}
                """.formatted(storageClass));
    }

    private void pod(String script) {
        cluster.apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: user}
                spec:
                  restartPolicy: Never
                  containers:
                    - name: main
                      image: busybox:1.36
                      command: [sh, -c, "%s"]
                      volumeMounts: [{name: d, mountPath: /d}]
                  volumes: [{name: d, persistentVolumeClaim: {claimName: data}}]
                """.formatted(script));
    }

    @Test
    void a_claim_of_the_standard_class_gets_a_volume_at_once() {
        claim("standard");
        cluster.untilStatus(Kinds.PVC, "data", "Bound", "phase");
        var claim = cluster.get(Kinds.PVC, "data");
        var volume = cluster.store.get(Kinds.PV, "", Json.text(claim, "spec", "volumeName")).orElseThrow();
        assertEquals("1Gi", Json.text(claim, "status", "capacity", "storage"));
        assertEquals("Bound", Json.text(volume, "status", "phase"));
        assertEquals("Delete", Json.text(volume, "spec", "persistentVolumeReclaimPolicy"));
    }

    @Test
    void a_claim_of_an_unknown_class_stays_pending_and_says_why() {
        claim("fast");
        cluster.until("the event", () -> List.of("storageclass.storage.k8s.io \"fast\" not found")
                .equals(cluster.events("data", "ProvisioningFailed")));
        assertEquals("Pending", Json.text(cluster.get(Kinds.PVC, "data"), "status", "phase"));
    }

    @Test
    void a_claim_that_waits_for_its_consumer_is_bound_with_the_pod() {
        cluster.apply("""
                apiVersion: storage.k8s.io/v1
                kind: StorageClass
                metadata: {name: lazy}
                provisioner: demoapp/simulated
                volumeBindingMode: WaitForFirstConsumer
                """);
        claim("lazy");
        cluster.until("the event", () -> !cluster.events("data", "WaitForFirstConsumer").isEmpty());
        pod("sleep 1000");
        cluster.untilStatus(Kinds.PVC, "data", "Bound", "phase");
        cluster.untilStatus(Kinds.POD, "user", "Running", "phase");
    }

    @Test
    void a_claim_is_kept_as_long_as_a_pod_names_it_even_a_finished_one() {
        claim("standard");
        pod("true");
        cluster.untilStatus(Kinds.POD, "user", "Succeeded", "phase");
        cluster.delete(Kinds.PVC, "data");
        cluster.apply("{apiVersion: v1, kind: ConfigMap, metadata: {name: later}}");
        cluster.delete(Kinds.POD, "user");
        cluster.until("the claim to go", () -> cluster.get(Kinds.PVC, "data").isEmpty());
        var gone = cluster.history(c -> c.type().equals("DELETED") && (c.kind() == Kinds.POD || c.kind() == Kinds.PVC));
        assertEquals(List.of(Kinds.POD, Kinds.PVC), gone.stream().map(change -> change.kind()).toList());
        assertNotEquals("", Json.text(gone.get(1).before(), "metadata", "deletionTimestamp"));
    }

    @Test
    void the_volume_goes_with_its_claim() {
        claim("standard");
        cluster.untilStatus(Kinds.PVC, "data", "Bound", "phase");
        cluster.delete(Kinds.PVC, "data");
        cluster.until("the volume to go", () -> cluster.store.list(Kinds.PV, "").isEmpty());
    }

    @Test
    void a_pod_whose_claim_is_missing_waits_for_it() {
        pod("sleep 1000");
        cluster.until("the scheduler's refusal", () -> cluster.events("user", "FailedScheduling").contains(
                "0/1 nodes are available: persistentvolumeclaim \"data\" not found. preemption: 0/1 nodes are "
                        + "available: 1 Preemption is not helpful for scheduling."));
        claim("standard");
        cluster.untilStatus(Kinds.POD, "user", "Running", "phase");
        assertTrue(Conditions.isTrue(Json.map(cluster.pod("user"), "status"), "PodScheduled"));
    }
}
