package demoapp.playground.controllers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import demoapp.json.Json;
import demoapp.playground.store.Kinds;

class DaemonSetTest {
    private final Simulation cluster = new Simulation();

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void one_pod_runs_on_the_node_and_a_changed_template_replaces_it() {
        cluster.apply("""
                apiVersion: apps/v1
                kind: DaemonSet
                metadata: {name: agent}
                spec:
                  selector: {matchLabels: {app: agent}}
                  template:
                    metadata: {labels: {app: agent}}
                    spec: {containers: [{name: main, image: "nginx:1.25"}]}
                """);
        cluster.untilStatus(Kinds.DAEMON_SET, "agent", 1, "numberAvailable");
        assertEquals("playground", Json.text(cluster.pod("agent"), "spec", "nodeName"));
        cluster.set(Kinds.DAEMON_SET, "agent", "nginx:1.27", "image");
        cluster.until("the new pod", () -> cluster.pods("agent").size() == 1
                && "nginx:1.27".equals(Json.text(cluster.pod("agent"), "spec", "containers", 0, "image"))
                && Pods.isReady(cluster.pod("agent")));
    }
}
