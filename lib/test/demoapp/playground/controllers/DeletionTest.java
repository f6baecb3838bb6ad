package demoapp.playground.controllers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import demoapp.json.Json;
import demoapp.playground.store.Deletion;
import demoapp.playground.store.Kind;
import demoapp.playground.store.Kinds;

/** Background, foreground and orphaning deletion, deleted pods, deleted namespaces: golden/timelines/delete-*. */
class DeletionTest {
    private final Simulation cluster = new Simulation();

    @BeforeEach
    void start() {
        cluster.apply("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web}
                spec:
                  replicas: 2
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec: {containers: [{name: web, image: "nginx:1.25"}]}
                """);
        cluster.untilRolledOut("web");
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    private void delete(String propagation) {
        cluster.registry.delete(Kinds.DEPLOYMENT, Simulation.NAMESPACE, "web",
                new Deletion(propagation, null, null, null, false));
    }

    private List<Kind> deleted() {
        return cluster.history(c -> c.type().equals("DELETED")
                && List.of(Kinds.DEPLOYMENT, Kinds.REPLICA_SET, Kinds.POD).contains(c.kind()))
                .stream().map(change -> change.kind()).toList();
    }

    @Test
    void in_the_background_the_owner_goes_first() {
        delete("Background");
        cluster.until("the pods to go", () -> cluster.pods("web").isEmpty());
        assertEquals(List.of(Kinds.DEPLOYMENT, Kinds.REPLICA_SET, Kinds.POD, Kinds.POD), deleted());
    }

    @Test
    void in_the_foreground_the_owner_goes_last() {
        delete("Foreground");
        cluster.until("the Deployment to go", () -> cluster.list(Kinds.DEPLOYMENT).isEmpty());
        assertEquals(List.of(Kinds.POD, Kinds.POD, Kinds.REPLICA_SET, Kinds.DEPLOYMENT), deleted());
    }

    @Test
    void orphans_stay_and_have_no_owner() {
        delete("Orphan");
        cluster.until("the Deployment to go", () -> cluster.list(Kinds.DEPLOYMENT).isEmpty());
        assertTrue(Owners.controllerOf(cluster.list(Kinds.REPLICA_SET).get(0)).isEmpty());
        assertEquals(2, cluster.pods("web").size());
    }

    @Test
    void a_deleted_pod_is_replaced() {
        var pod = Json.text(cluster.pods("web").get(0), "metadata", "name");
        cluster.delete(Kinds.POD, pod);
        cluster.until("the pod to go", () -> cluster.get(Kinds.POD, pod).isEmpty());
        cluster.untilRolledOut("web");
        assertEquals(2, cluster.pods("web").size());
    }

    @Test
    void a_pod_whose_label_is_taken_off_is_released_and_replaced() {
        var pod = Json.text(cluster.pods("web").get(0), "metadata", "name");
        cluster.set(Kinds.POD, pod, "other", "metadata", "labels", "app");
        cluster.until("three pods", () -> cluster.pods("web").size() == 3);
        assertTrue(Owners.controllerOf(cluster.get(Kinds.POD, pod)).isEmpty());
    }

    @Test
    void a_deleted_namespace_is_emptied_and_goes() {
        cluster.registry.delete(Kinds.NAMESPACE, "", Simulation.NAMESPACE, Deletion.background());
        cluster.until("the namespace to go", () ->
                cluster.store.get(Kinds.NAMESPACE, "", Simulation.NAMESPACE).isEmpty());
        assertTrue(Kinds.all().stream().filter(Kind::namespaced).allMatch(kind -> cluster.list(kind).isEmpty()));
    }
}
